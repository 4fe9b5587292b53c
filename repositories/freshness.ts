import type { RunStatus } from '../pipeline/run.ts';
import type { Database } from './database.ts';

/** How new the warehouse is; times are whole seconds since 1970. */
export interface Freshness {
  /** End of the last usage day that dashboards show; null before the first refresh of the views. */
  readonly dataThrough: number | null;
  /** When the last run of each status ended; a status that never was is not in here. */
  readonly lastRuns: readonly { readonly status: RunStatus; readonly endedAt: number }[];
}

/** Reads how new the warehouse is. */
export async function readFreshness(database: Database): Promise<Freshness> {
  return database.one<Freshness>('reading how new the warehouse is', read, []);
}

const read = `
  select (select extract(epoch from (data_through + 1)::timestamp at time zone 'UTC')::integer
          from   view_refreshes where view_name = 'mv_monthly_cost_summary') as "dataThrough",
         (select coalesce(json_agg(json_build_object('status', status, 'endedAt', ended_at)), '[]')
          from   (select status, extract(epoch from max(ended_at))::integer as ended_at
                  from   pipeline_runs
                  where  ended_at is not null and trigger <> 'import'
                  group  by status) last) as "lastRuns"`;
