import { addDays, daysBetween, isDay, lastDayOf, monthOf, monthsBetween } from './days.ts';
import { isStageId } from './order.ts';
import type { Day, Month, RunOrder, RunStatus } from './run.ts';
import type { StageId } from './stages.ts';

/** What a back-fill is asked to do. */
export interface BackfillOrder {
  /** First usage day, inclusive. */
  readonly from: Day;
  /** Last usage day, inclusive. */
  readonly to: Day;
  /** How many dates load their usage side by side. */
  readonly parallel: number;
  /** Only these stages; absent means all of them. */
  readonly only?: readonly StageId[];
  readonly startedBy: string;
}

/** The parts of a back-fill; each begins when the one before it has ended. */
export const backfillParts = ['inventory', 'dates', 'months', 'closing'] as const;

export type BackfillPart = (typeof backfillParts)[number];

/** One run of the pipeline inside a back-fill. */
export interface BackfillStep {
  readonly part: BackfillPart;
  readonly order: RunOrder;
}

/**
 * - `refused`: the same logical date is running elsewhere; it is not waited for.
 * - `blocked`: the inventory failed, so no money is built on it (C1).
 */
export type BackfillStatus = 'pending' | 'refused' | 'blocked' | RunStatus;

/** How one step of a back-fill stands. */
export interface BackfillOutcome {
  /** The logical date of the run. */
  readonly date: Day;
  readonly status: BackfillStatus;
  /** One line: what happened and whose turn it is. */
  readonly error: string | null;
}

export interface BackfillReport {
  readonly from: Day;
  readonly to: Day;
  readonly status: RunStatus;
  readonly inventory: BackfillOutcome | null;
  /** One entry per logical date, whose usage is that of the day before. */
  readonly dates: readonly BackfillOutcome[];
  /** One entry per period: it is built once, by the run of its last date. */
  readonly months: readonly (BackfillOutcome & { readonly month: Month })[];
  readonly closing: BackfillOutcome | null;
}

/** Everything that makes the back-fill impossible, one sentence each; empty when it can be carried out. */
export function backfillProblems({ from, to, parallel, only }: BackfillOrder): string[] {
  const days = Object.entries({ from, to });
  const problems = days
    .filter(([, day]) => !isDay(day))
    .map(([name, day]) => `${name} is "${day}", expected a day YYYY-MM-DD.`);
  if (from > to) problems.push(`The range starts on ${from}, after its end ${to}.`);
  if (!Number.isInteger(parallel) || parallel < 1)
    problems.push(`parallel is ${parallel}, expected 1 or more.`);
  if (only?.length === 0) problems.push('The order names no stage at all.');
  for (const id of only ?? []) if (!isStageId(id)) problems.push(`There is no stage "${String(id)}".`);
  return problems;
}

/**
 * The runs that a back-fill consists of, in order: the CMDB once, usage date by date, each period once, and what looks at the
 * whole (C57). Run D covers the usage of D-1, so the logical dates are one day behind the usage days.
 */
export function planBackfill(order: BackfillOrder): BackfillStep[] {
  const { from, to } = order;
  const step = (
    part: BackfillPart,
    window: Pick<RunOrder, 'from' | 'to' | 'months'>,
    ids: StageId[],
  ): BackfillStep[] => {
    const only = order.only ? ids.filter((id) => order.only?.includes(id)) : ids;
    const run = {
      ...window,
      date: addDays(window.to, 1),
      only,
      trigger: 'backfill',
      startedBy: order.startedBy,
    } as const;
    return only.length > 0 ? [{ part, order: run }] : [];
  };
  return [
    ...step('inventory', { from, to }, ['servicenow']),
    ...daysBetween(from, to).flatMap((day) => step('dates', { from: day, to: day }, ['appdynamics'])),
    ...monthsBetween(from, to).flatMap((month) =>
      step('months', { ...daysOf(month, from, to), months: [month] }, ['reconcile', 'allocate']),
    ),
    ...step('closing', { from, to }, ['forecast', 'refresh-views', 'validate']),
  ];
}

/** The days of the period that lie between `from` and `to`. */
function daysOf(month: Month, from: Day, to: Day): { from: Day; to: Day } {
  const last = lastDayOf(month);
  return { from: month < from ? from : month, to: last > to ? to : last };
}

/** The report on a plan whose steps stand as `outcomes` say, index by index; a step without an outcome is pending. */
export function reportBackfill(
  { from, to }: BackfillOrder,
  plan: readonly BackfillStep[],
  outcomes: readonly (BackfillOutcome | undefined)[],
): BackfillReport {
  const all = plan.map(({ part, order }, index) => ({
    part,
    month: monthOf(order.to),
    outcome: outcomes[index] ?? { date: order.date, status: 'pending' as const, error: null },
  }));
  const of = (part: BackfillPart) => all.filter((one) => one.part === part);
  return {
    from,
    to,
    status: statusOf(all.map(({ outcome }) => outcome.status)),
    inventory: of('inventory')[0]?.outcome ?? null,
    dates: of('dates').map(({ outcome }) => outcome),
    months: of('months').map(({ month, outcome }) => ({ month, ...outcome })),
    closing: of('closing')[0]?.outcome ?? null,
  };
}

/** A date that failed or was refused fails the whole, though the others went on: somebody has to load it again. */
function statusOf(statuses: readonly BackfillStatus[]): RunStatus {
  if (statuses.some((status) => status === 'pending' || status === 'running')) return 'running';
  if (statuses.every((status) => status === 'succeeded')) return 'succeeded';
  return statuses.every((status) => status === 'succeeded' || status === 'degraded') ? 'degraded' : 'failed';
}

/** The report in one line, for people who watch. */
export function describeBackfill({ dates, months }: BackfillReport): string {
  const ended = ({ status }: BackfillOutcome): boolean => status !== 'pending' && status !== 'running';
  const broken = ({ status }: BackfillOutcome): boolean => ['failed', 'refused', 'blocked'].includes(status);
  const failed = [...dates, ...months].filter(broken).length;
  const counts = `${dates.filter(ended).length} of ${dates.length} dates, ${months.filter(ended).length} of ${months.length} periods`;
  return failed > 0 ? `${counts}, ${failed} of them not loaded` : counts;
}
