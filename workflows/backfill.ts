import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  continueAsNew,
  defineQuery,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import {
  backfillParts,
  backfillProblems,
  describeBackfill,
  planBackfill,
  reportBackfill,
  type BackfillOrder,
  type BackfillOutcome,
  type BackfillReport,
  type BackfillStep,
} from '../pipeline/backfill.ts';
import { runPipeline } from './run-pipeline.ts';

/** Query `progress` of `licenseBackfill`. */
export const backfillProgress = defineQuery<BackfillReport>('progress');

/** A back-fill, and where it stands when its history has been started anew. */
export interface BackfillArguments extends BackfillOrder {
  /** How the first steps of the plan ended; empty at the start. */
  readonly done?: readonly BackfillOutcome[];
  /** Runs per execution: a history holds 51,200 events, and a run takes about ten of them. */
  readonly runsPerExecution?: number;
}

/** A plan, and how its steps stand, index by index. */
interface Journey {
  readonly order: BackfillOrder;
  readonly plan: readonly BackfillStep[];
  readonly outcomes: (BackfillOutcome | undefined)[];
}

/**
 * Loads usage days that were missed, or loads them again: the CMDB once, usage date by date with at most `parallel` runs at a
 * time, then each period once, in date order (C57). A date that fails or is refused is reported, and the others go on.
 */
export async function licenseBackfill(order: BackfillArguments): Promise<BackfillReport> {
  refuseImpossible(order);
  const journey: Journey = { order, plan: planBackfill(order), outcomes: [...(order.done ?? [])] };
  setHandler(backfillProgress, () => reportOf(journey));

  const begun = journey.outcomes.length;
  const end = Math.min(journey.plan.length, begun + (order.runsPerExecution ?? 200));
  for (const group of groups(journey.plan, begun, end)) await carryOut(group, journey);

  if (end < journey.plan.length)
    await continueAsNew<typeof licenseBackfill>({ ...order, done: journey.outcomes as BackfillOutcome[] });
  return reportOf(journey);
}

function refuseImpossible(order: BackfillOrder): void {
  const problems = backfillProblems(order);
  if (problems.length > 0) throw ApplicationFailure.nonRetryable(problems.join(' '), 'ConfigError');
}

/** Neighbors of the same part, as indexes into the plan: a part begins when the one before it has ended. */
function groups(plan: readonly BackfillStep[], begin: number, end: number): number[][] {
  const indexes = Array.from({ length: end - begin }, (_, offset) => begin + offset);
  return backfillParts
    .map((part) => indexes.filter((index) => plan[index]?.part === part))
    .filter((group) => group.length > 0);
}

/** Lanes take the next step as soon as they are free; only dates have more than one lane. */
async function carryOut(group: readonly number[], journey: Journey): Promise<void> {
  const queue = [...group];
  const lane = async (): Promise<void> => {
    for (let index = queue.shift(); index !== undefined && !isCancelled(); index = queue.shift())
      await carryOutStep(index, journey);
  };
  const isDates = journey.plan[group[0] ?? 0]?.part === 'dates';
  const ends = await Promise.allSettled(Array.from({ length: isDates ? journey.order.parallel : 1 }, lane));
  for (const ended of ends) if (ended.status === 'rejected') throw ended.reason;
  if (isCancelled()) throw new CancelledFailure('The back-fill was cancelled.');
}

async function carryOutStep(index: number, journey: Journey): Promise<void> {
  const step = journey.plan[index];
  if (!step) return;
  const record = (outcome: Omit<BackfillOutcome, 'date'>): void => {
    journey.outcomes[index] = { date: step.order.date, ...outcome };
    setCurrentDetails(describeBackfill(reportOf(journey)));
  };
  if (step.part === 'months' && hasFailedInventory(journey))
    return record({ status: 'blocked', error: 'The CMDB could not be read; the last good bill stays.' });

  record({ status: 'running', error: null });
  const { status, error } = await runPipeline(step.order);
  record({ status, error });
}

function hasFailedInventory({ plan, outcomes }: Journey): boolean {
  const index = plan.findIndex(({ part }) => part === 'inventory');
  return index >= 0 && outcomes[index]?.status !== 'succeeded';
}

function reportOf({ order, plan, outcomes }: Journey): BackfillReport {
  return reportBackfill(order, plan, outcomes);
}

function isCancelled(): boolean {
  return CancellationScope.current().consideredCancelled;
}
