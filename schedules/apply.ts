import type { ScheduleClient, ScheduleDescription, ScheduleOptions } from '@temporalio/client';
import { dailyScheduleId, monthlyScheduleId } from '../pipeline/ids.ts';
import type { DailySchedule } from './daily.ts';
import type { MonthlySchedule } from './monthly.ts';

export interface AppliedSchedule {
  readonly id: string;
  readonly outcome: 'created' | 'updated';
  readonly paused: boolean;
}

/** A schedule as people see it. */
export interface ListedSchedule {
  readonly id: string;
  readonly paused: boolean;
  readonly note: string | null;
  /** ISO 8601, UTC; null while it is paused or has ended. */
  readonly nextRunAt: string | null;
  readonly lastRunAt: string | null;
}

/** Creates the schedule, or brings the one that exists in line; whether that one is paused stays as it is unless said. */
export async function applySchedule(
  client: ScheduleClient,
  wanted: DailySchedule | MonthlySchedule,
): Promise<AppliedSchedule> {
  // What a schedule starts matters to whoever wrote it, not to the server.
  const schedule = wanted as ScheduleOptions;
  const { scheduleId: id } = schedule;
  const before = await describeIfThere(client, id);
  if (!before) {
    await client.create(schedule);
    return { id, outcome: 'created', paused: schedule.state?.paused ?? false };
  }
  const { spec, policies = {}, action } = schedule;
  await client.getHandle(id).update(({ state }) => ({
    spec,
    policies,
    action: { ...action, workflowId: action.workflowId ?? id },
    state: { ...state, ...schedule.state },
  }));
  return { id, outcome: 'updated', paused: schedule.state?.paused ?? before.state.paused };
}

/** The schedules of this product that exist on the server. Asked by id, since Temporal's own list lags behind. */
export async function listSchedules(client: ScheduleClient): Promise<ListedSchedule[]> {
  const found = await Promise.all(
    [dailyScheduleId, monthlyScheduleId].map((id) => describeIfThere(client, id)),
  );
  return found.filter((description) => description !== null).map(listed);
}

function listed({ scheduleId, state, info }: ScheduleDescription): ListedSchedule {
  return {
    id: scheduleId,
    paused: state.paused,
    note: state.note ?? null,
    nextRunAt: state.paused ? null : (info.nextActionTimes[0]?.toISOString() ?? null),
    lastRunAt: info.recentActions.at(-1)?.scheduledAt.toISOString() ?? null,
  };
}

async function describeIfThere(client: ScheduleClient, id: string): Promise<ScheduleDescription | null> {
  try {
    return await client.getHandle(id).describe();
  } catch (error) {
    const { ScheduleNotFoundError } = await import('@temporalio/client');
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}
