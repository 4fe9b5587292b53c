import type { WorkClass } from './profiles.ts';

interface StageSpec<Id extends string = string> {
  /** What a person calls it. */
  readonly title: string;
  /** One sentence for help texts and docs. */
  readonly does: string;
  /** Stages that must end before this one starts. */
  readonly after: readonly Id[];
  /** Picks timeouts and retries in `profiles.ts`. */
  readonly work: WorkClass;
  /** A failed critical stage stops everything that needs it and fails the run (C1). */
  readonly critical: boolean;
  /**
   * When the stages before it have ended: `when-succeeded` needs all of them to have succeeded, `when-all-ended` needs the
   * critical ones to have succeeded, `always` runs whatever happened.
   */
  readonly runs: 'when-succeeded' | 'when-all-ended' | 'always';
}

type Draft<Id extends string> = Omit<StageSpec<Id>, 'runs'> & { readonly runs?: StageSpec['runs'] };

/** Fixes the ids as literals, so that a misspelt `after` does not compile; order is reading order. */
function defineStages<const Table extends Record<string, Draft<Extract<keyof Table, string>>>>(
  table: Table,
): { readonly [Id in keyof Table]: StageSpec<Extract<keyof Table, string>> } {
  const entries = Object.entries<Draft<string>>(table).map(([id, draft]) => [
    id,
    { runs: 'when-succeeded', ...draft },
  ]);
  return Object.freeze(Object.fromEntries(entries)) as never;
}

/** The seven stages of a run, in reading order. Help texts, graph, docs, progress and checks are derived from this table. */
export const stages = defineStages({
  servicenow: {
    title: 'CMDB inventory',
    does: 'Reads services, servers and their relations from ServiceNow.',
    after: [],
    work: 'extract',
    critical: true,
  },
  appdynamics: {
    title: 'Usage and cost',
    does: 'Reads license usage per application and day from AppDynamics and prices it.',
    after: [],
    work: 'extract',
    critical: true,
  },
  reconcile: {
    title: 'Match applications',
    does: 'Links monitored applications to services, dates their ownership and drafts the direct chargeback.',
    after: ['servicenow', 'appdynamics'],
    work: 'transform',
    critical: true,
  },
  forecast: {
    title: 'Forecast 12 months',
    does: 'Projects units and cost of every application, capability and tier with a 95 % band.',
    after: ['reconcile'],
    work: 'compute',
    critical: false,
  },
  allocate: {
    title: 'Allocate shared cost',
    does: 'Distributes shared services over sectors, exactly, and publishes the chargeback.',
    after: ['reconcile'],
    work: 'transform',
    critical: true,
  },
  'refresh-views': {
    title: 'Refresh views',
    does: 'Refreshes the materialized views that dashboards read.',
    after: ['allocate', 'forecast'],
    work: 'transform',
    critical: false,
    runs: 'when-all-ended',
  },
  validate: {
    title: 'Validate',
    does: 'Runs every data-quality check and stores its result.',
    after: ['refresh-views'],
    work: 'transform',
    critical: true,
    runs: 'always',
  },
});

export type StageId = keyof typeof stages;
export type Stage = StageSpec<StageId> & { readonly id: StageId };

/** The ids in reading order. */
export const stageIds = Object.keys(stages) as readonly StageId[];

/** The stage with its id, for code that passes stages around. */
export function stage(id: StageId): Stage {
  return { id, ...stages[id] };
}
