import pg from 'pg';
import { createValidate } from '../../../activities/validate.ts';
import { readConfig } from '../../../config/env.ts';
import { addDays, daysBetween, monthOf } from '../../../pipeline/days.ts';
import { stageIds } from '../../../pipeline/stages.ts';
import { createLanding } from '../../../repositories/landing.ts';
import { createViews } from '../../../repositories/views.ts';
import { openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';

/** Alerts look at the real clock, so this world ends yesterday. */
export const today = new Date().toISOString().slice(0, 10);
const yesterday = addDays(today, -1);

/** A company about which no alert has anything to say: its last run was today's and went well. */
export async function openHealthyDatabase(): Promise<BillingMonth> {
  const month = await openBillingMonth('alerts');
  const { warehouse, apps } = month;
  const from = addDays(yesterday, -2) < monthOf(yesterday) ? monthOf(yesterday) : addDays(yesterday, -2);
  await month.use(today, daysBetween(from, yesterday), {
    [apps.orders]: '100',
    [apps.payroll]: '300',
    [apps.platform]: '40',
  });
  await month.approveRules();
  await month.build(today);
  const run = await warehouse.openRun(today, from, yesterday);
  await warehouse.database.run('noting stages', noteStages, [run.runId, stageIds]);
  await createViews(warehouse.database).refresh(run);
  for (const [tool, stage] of [
    ['servicenow', 'servicenow'],
    ['appdynamics', 'appdynamics'],
  ] as const)
    await createLanding(warehouse.database).snapshot({ runId: run.runId, stage, tool, instance: 'acme' });
  await createValidate({
    database: warehouse.database,
    settings: readConfig({ DB_PASSWORD: 'unused' }).pipeline,
  })(run);
  return month;
}

const noteStages = `
  insert into etl_execution_log (run_id, stage, status, worker, attempt, queued_at, started_at, ended_at, rows_read, rows_written, rows_rejected)
  select $1, stage, 'succeeded', 'test', 1, now(), now(), now(), 100, 100, 0 from unnest($2::text[]) as s(stage)`;

/** Asks as Grafana does, in a transaction that is always taken back; `breakIt` runs before, as the owner. */
export async function askedAsReader<Answer>(
  url: string,
  breakIt: string,
  ask: (client: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    await client.query('begin');
    if (breakIt !== '') await client.query(breakIt);
    await client.query('set local role license_reader');
    return await ask(client);
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

/** The server as it could be: replaces what it says of itself, until the transaction is taken back. */
export const serverThatSays = (columns: Readonly<Record<string, string>>): string => `
  do $$
  declare
    changed constant jsonb := '${JSON.stringify(columns)}';
  begin
    execute format('create or replace function reporting.read_server_state() returns %s language sql stable as %L',
      pg_get_function_result('reporting.read_server_state'::regproc),
      (select 'select ' || string_agg(quote_nullable(changed ->> name) || '::' || type, ', ' order by place)
       from   (select p.proargnames[i] as name, format_type(p.proallargtypes[i], null) as type, i as place
               from   pg_proc p, generate_subscripts(p.proallargtypes, 1) as i
               where  p.oid = 'reporting.read_server_state'::regproc) columns));
  end $$`;
