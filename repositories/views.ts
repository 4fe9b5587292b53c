import { addDays, monthOf } from '../pipeline/days.ts';
import type { RunSlice } from '../pipeline/run.ts';
import type { Database } from './database.ts';
import { lockRollUps, rollUp } from './roll-ups.ts';

const views = ['mv_monthly_cost_summary', 'mv_app_cost_current'] as const;

/** The materialized views. */
export function createViews(database: Database) {
  return {
    /**
     * Rolls up the months that changed, refreshes every view and notes when, by which run and up to which day (C19). Readers
     * are never blocked; only the very first refresh, of a view that nobody can read yet, is an ordinary one (C18). "Current" is
     * the month of the day before the logical date, so that the first of a month still shows the month that ended. Gives rows
     * per view.
     */
    async refresh(slice: RunSlice): Promise<Record<string, number>> {
      return database.transaction(async (tx) => {
        await tx.run('locking the views', lockRollUps);
        await tx.run('setting the reporting clock', setClock, [monthOf(addDays(slice.date, -1)), slice.date]);
        await rollUp(tx, slice.runId);
        await tx.run('preparing for sorts', sortInMemory);
        const rows: Record<string, number> = {};
        for (const view of views) {
          const { populated } = await tx.one<{ populated: boolean }>('looking at a view', isPopulated, [
            view,
          ]);
          await tx.run(
            `refreshing ${view}`,
            `refresh materialized view ${populated ? 'concurrently' : ''} ${view}`,
          );
          const stamped = await tx.one<{ rows: number }>(`stamping ${view}`, stamp(view), [
            view,
            slice.runId,
          ]);
          rows[view] = stamped.rows;
        }
        return rows;
      });
    },
  };
}

/** The clock never goes back: a run of an earlier date must not turn every tab to the past. */
const setClock = `
  insert into reporting_clock as c (clock_id, current_month, logical_date, forecast_as_of)
  values (1, $1, $2, (select max(as_of) from forecast_coverage))
  on conflict (clock_id) do update
    set current_month = greatest(c.current_month, excluded.current_month), logical_date = greatest(c.logical_date, excluded.logical_date),
        forecast_as_of = excluded.forecast_as_of`;

/**
 * A concurrent refresh sorts the new rows of a view twice to look for equal ones. Rows that were grouped by sorting come in that
 * order already, and what need not go to disk is done in a third of the time.
 */
const sortInMemory = `select set_config('work_mem', '64MB', true), set_config('enable_hashagg', 'off', true)`;

const isPopulated = 'select relispopulated as populated from pg_class where oid = $1::regclass';

const stamp = (view: string): string => `
  insert into view_refreshes (view_name, run_id, rows, data_through, current_month)
  select $1, $2, (select count(*) from ${view}), (select max(ts)::date from license_usage_fact), c.current_month
  from   reporting_clock c
  on conflict (view_name) do update
    set run_id = excluded.run_id, rows = excluded.rows, data_through = excluded.data_through,
        current_month = excluded.current_month, validation_status = 'pending', refreshed_at = now()
  returning rows`;
