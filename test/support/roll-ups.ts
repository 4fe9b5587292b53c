import { expect } from '@jest/globals';
import type { Month } from '../../pipeline/run.ts';
import type { Database, Session } from '../../repositories/database.ts';
import { rollUp } from '../../repositories/roll-ups.ts';

/** Rolls up what changed, as stage 6 does, and expects every month to add up to its bill. Gives the months that changed. */
export async function rollUpAndProve(database: Database): Promise<Month[]> {
  const changed = await database.transaction(rollUpAsLastRun);
  const wrong = await database.rows(
    'proving',
    'select month_start, total_cost, charged from month_totals where total_cost <> charged',
  );
  expect(wrong).toEqual([]);
  return changed;
}

/** Expects that rolling everything up from nothing gives what is there. */
export async function expectSameFromNothing(database: Database): Promise<void> {
  const kept = await readRollUps(database);
  const fresh = await database.transaction(async (tx) => {
    for (const table of [
      'month_totals',
      'cost_by_month',
      'usage_by_day',
      'bill_by_month',
      'application_by_month',
      'sector_by_month',
      'capability_by_day',
      'forecast_by_month',
      'change_by_month',
    ])
      await tx.run('emptying', `delete from ${table}`);
    await rollUpAsLastRun(tx);
    return readRollUps(tx);
  });
  expect(kept).toEqual(fresh);
}

async function rollUpAsLastRun(tx: Session): Promise<Month[]> {
  const { run } = await tx.one<{ run: number }>('reading', 'select max(run_id) as run from pipeline_runs');
  return rollUp(tx, run);
}

function readRollUps(session: Session): Promise<object[]> {
  return session.rows(
    'reading roll-ups',
    `select 'cost' as what, to_jsonb(c) - 'rollup_id' as row from cost_by_month c
     union all select 'day', to_jsonb(d) from usage_by_day d
     union all select 'application', to_jsonb(a) - 'rollup_id' from application_by_month a
     union all select 'sector', to_jsonb(s) - 'rollup_id' from sector_by_month s
     union all select 'capability', to_jsonb(k) from capability_by_day k
     union all select 'forecast', to_jsonb(f) - 'rollup_id' from forecast_by_month f
     union all select 'change', to_jsonb(x) - 'rollup_id' from change_by_month x
     union all select 'bill', to_jsonb(b) from bill_by_month b
     union all select 'month', to_jsonb(m) - 'run_id' - 'refreshed_at' from month_totals m
     order by 1, 2`,
  );
}
