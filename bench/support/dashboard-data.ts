import type { Month } from '../../pipeline/run.ts';
import type { Database } from '../../repositories/database.ts';
import type { Books } from './money-history.ts';

/** Owners, departments, architecture patterns and a second tier, so that no panel has it easier than in life. */
export async function lookLikeACompany(database: Database): Promise<void> {
  await database.run('adding owners', insertOwners);
  await database.run('naming owners and patterns', nameOwners);
  await database.run('describing applications', describeApplications);
}

/** What stands around the bill: forecasts, runs with their stages and checks of five years, budgets. */
export async function fillAround(
  database: Database,
  { run }: Books,
  months: readonly Month[],
): Promise<void> {
  await database.run('adding a model', insertModel);
  await database.run('forecasting', insertForecasts, [run.runId]);
  await database.run('covering', insertCoverage, [run.runId]);
  await database.run('adding nightly runs', insertRuns, [months[0]]);
  await database.run('adding their stages', insertStages);
  await database.run('adding their checks', insertChecks);
  await database.run('planning', insertBudgets, [months[0]]);
}

const insertOwners = `
  insert into owners_dim (tool, instance, owner_key, owner_name, department)
  select 'bench', 'bench', 'owner ' || n, 'Owner ' || n, 'Department ' || n % 20 from generate_series(1, 200) as n`;

const nameOwners = `
  update application_ownership o
  set    owner_id = (select min(owner_id) from owners_dim) + o.app_id % 200,
         architecture_id = (select min(architecture_id) from architecture_dim) + o.app_id % (select count(*)::integer from architecture_dim)`;

const describeApplications = `
  update applications_dim a
  set    sector_id = o.sector_id, owner_id = o.owner_id, architecture_id = o.architecture_id
  from   application_ownership o where o.app_id = a.app_id and o.valid_to is null`;

const insertModel = `
  insert into forecast_models (model_name, method, parameters) values ('bench', 'linear', '{}') on conflict do nothing`;

/** Thirteen monthly versions of every series. */
const insertForecasts = `
  insert into forecast_fact (app_id, capability_id, price_id, model_id, run_id, tier, method, predicted_units, lower_units, upper_units, unit_rate,
                             predicted_cost, lower_cost, upper_cost, confidence, as_of, forecast_month)
  select s.app_id, s.capability_id, p.price_id, m.model_id, $1, s.tier, 'linear', 3000, 2500, 3500, 1.25, 3750, 3125, 4375, 0.95, v::date,
         (v + make_interval(months => n))::date
  from   (select distinct app_id, capability_id, tier from license_usage_fact where ts = '2025-10-31') s
  join   price_config p on p.capability_id = s.capability_id and p.tier = s.tier
  cross  join (select min(model_id) as model_id from forecast_models) m
  cross  join generate_series(timestamp '2024-11-01', timestamp '2025-11-01', interval '1 month') as v
  cross  join generate_series(1, 12) as n`;

const insertCoverage = `
  insert into forecast_coverage (app_id, capability_id, run_id, tier, status, observed_rows, as_of)
  select distinct app_id, capability_id, $1::integer, tier, 'forecast', 90, as_of from forecast_fact`;

const insertRuns = `
  insert into pipeline_runs (workflow_id, workflow_run_id, trigger, started_by, status, code_version, config_version, only_stages,
                             logical_date, window_from, window_to, started_at, ended_at)
  select 'license-pipeline/' || d::date, 'bench ' || d::date, 'schedule', 'schedule',
         case when extract(doy from d)::integer % 40 = 0 then 'failed' else 'succeeded' end, 'bench', 'bench', '{}',
         d::date, d::date - 3, d::date - 1, d + interval '2 hours', d + interval '2 hours 5 minutes'
  from   generate_series($1::timestamp, timestamp '2025-10-31', interval '1 day') as d`;

const insertStages = `
  insert into etl_execution_log (run_id, stage, status, worker, attempt, rows_read, rows_written, rows_rejected, queued_at, started_at, ended_at)
  select r.run_id, s, r.status, 'bench', 1, 6000, 6000, 0, r.started_at, r.started_at, r.ended_at
  from   pipeline_runs r
  cross  join unnest(array['servicenow', 'appdynamics', 'reconcile', 'forecast', 'allocate', 'refresh-views', 'validate']) as s
  where  r.workflow_id like 'license-pipeline/%'`;

const insertChecks = `
  insert into validation_results (run_id, check_id, severity, outcome, says, expected, observed, requirement, failing_samples,
                                  failing_rows, duration_ms, checked_at)
  select r.run_id, 'check ' || n, case when n % 3 = 0 then 'blocking' else 'warn' end, case when n % 12 = 0 then 'warn' else 'pass' end,
         'says', 'expected', 'observed', '{}', '[]', 0, 3, r.ended_at
  from   pipeline_runs r
  cross  join generate_series(1, 37) as n
  where  r.workflow_id like 'license-pipeline/%'`;

const insertBudgets = `
  insert into budgets (month_start, sector_id, created_by, usd_amount)
  select m::date, sector_id, 'bench', 250000
  from   generate_series($1::timestamp, timestamp '2026-09-01', interval '1 month') as m cross join sectors_dim where kind = 'sector'`;
