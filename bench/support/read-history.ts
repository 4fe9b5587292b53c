import type { WorkflowHandle } from '@temporalio/client';
import { isStageId } from '../../pipeline/order.ts';
import { stage } from '../../pipeline/stages.ts';

/** One activity of a run, in milliseconds since the epoch by the server's clock. */
interface Step {
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A run as its history tells it. */
export interface RunTimes {
  readonly durationMs: number;
  /** In the order in which they ended. */
  readonly steps: readonly Step[];
}

/** When the run and its activities started and ended, from the events that Temporal wrote. */
export async function readRunTimes(handle: WorkflowHandle): Promise<RunTimes> {
  const { events } = await handle.fetchHistory();
  if (!events || events.length === 0) throw new Error(`${handle.workflowId} has no history.`);
  const names = new Map<string, string>();
  const starts = new Map<string, number>();
  const steps: Step[] = [];
  const times = events.map(
    ({ eventTime }) => Number(eventTime?.seconds ?? 0) * 1000 + (eventTime?.nanos ?? 0) / 1e6,
  );
  for (const [index, event] of events.entries()) {
    const at = times[index] ?? 0;
    const { activityTaskScheduledEventAttributes: scheduled, activityTaskStartedEventAttributes: started } =
      event;
    const completed = event.activityTaskCompletedEventAttributes;
    if (scheduled) names.set(String(event.eventId), scheduled.activityType?.name ?? '');
    if (started) starts.set(String(started.scheduledEventId), at);
    if (!completed) continue;
    const id = String(completed.scheduledEventId);
    steps.push({ name: names.get(id) ?? '', startedAt: starts.get(id) ?? 0, endedAt: at });
  }
  return { durationMs: (times.at(-1) ?? 0) - (times[0] ?? 0), steps };
}

/** Milliseconds from the end of the last stage that a stage waits for to its own start, for every stage that waits. */
export function stageGaps({ steps }: RunTimes): number[] {
  const ends = new Map(steps.map(({ name, endedAt }) => [name, endedAt]));
  return steps.flatMap(({ name, startedAt }) => {
    if (!isStageId(name) || stage(name).after.length === 0) return [];
    return [startedAt - Math.max(...stage(name).after.map((before) => ends.get(before) ?? Number.NaN))];
  });
}

/** The same for activities that simply follow one another. */
export function stepGaps({ steps }: RunTimes): number[] {
  return steps.slice(1).map(({ startedAt }, index) => startedAt - (steps[index]?.endedAt ?? Number.NaN));
}
