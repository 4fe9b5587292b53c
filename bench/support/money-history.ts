import { addDays, addMonths, lastDayOf } from '../../pipeline/days.ts';
import type { Day, Month, RunSlice } from '../../pipeline/run.ts';
import { seed } from '../../prisma/seed.ts';
import { createApplications } from '../../repositories/applications.ts';
import type { Database } from '../../repositories/database.ts';
import { fillPartition } from '../../repositories/fill-partition.ts';
import { createRuns } from '../../repositories/runs.ts';
import { benchSource } from './fill-dimensions.ts';
import { capabilityCodes } from './usage-plan.ts';

/** Applications with an owner each, fifty sectors, every fortieth application a shared service, approved rules. */
export interface Books {
  readonly run: RunSlice;
  readonly appIds: readonly number[];
  readonly capabilityIds: readonly number[];
}

/** Everything that money needs before the first cost row; the run covers `month` and has failed no check. */
export async function openBooks(database: Database, applications: number, month: Month): Promise<Books> {
  await seed(database, { allocationRulesFile: null });
  await database.run('approving rules', approveRules);
  const registry = createApplications(database);
  const codes = await registry.capabilities(benchSource.tool, capabilityCodes);
  const capabilityIds = capabilityCodes.map((code) => codes.get(code) ?? 0);
  await database.run('adding prices', insertPrices, [capabilityIds]);
  const date = addDays(lastDayOf(month), 1);
  const run = await createRuns(database).open(
    { date, from: month, to: lastDayOf(month), trigger: 'manual', startedBy: 'bench' },
    { workflowId: 'bench', workflowRunId: 'bench', codeVersion: 'bench', configVersion: 'bench' },
  );
  const listed = Array.from({ length: applications }, (_, index) => ({
    nativeId: String(index + 1),
    name: `application ${index + 1}`,
  }));
  const appIds = (await registry.register(benchSource, run.runId, listed)).map(({ appId }) => appId);
  await database.run('adding sectors', insertSectors);
  await database.run('adding owners', insertOwnership, [appIds, run.runId]);
  await database.run('adding a contract', insertContract);
  await database.run('adding a contract', insertContractLine, capabilityIds.slice(0, 1));
  await database.run('approving a contract', approveContract);
  await database.run('noting a check', insertValidation, [run.runId]);
  return { run, appIds, capabilityIds };
}

/** Two rows of usage and cost per application and day, for every day of the months. */
export async function fillMonths(database: Database, books: Books, months: readonly Month[]): Promise<void> {
  for (const month of months) {
    await database.rows('making partitions', 'select ensure_month_partitions($1, $1)', [month]);
    await database.transaction(async (tx) => {
      const { run, appIds, capabilityIds } = books;
      const usage = [appIds, capabilityIds, month, run.runId];
      await fillPartition(tx, 'license_usage_fact', month, insertUsage, usage);
      await fillPartition(tx, 'license_cost_fact', month, insertCost, [month, run.runId]);
    });
  }
}

/** Which days the source told: all of them. */
export async function tellDays(database: Database, { run, appIds }: Books, month: Month): Promise<void> {
  await database.run('telling days', insertDays, [appIds, month, run.runId]);
}

/** `count` months that end with `last`, in order. */
export function monthsThrough(last: Month, count: number): Month[] {
  return Array.from({ length: count }, (_, index) => addMonths(last, index + 1 - count));
}

/** Closes every month before `open` as a close leaves it: frozen owners, welded partitions. */
export async function closeBefore(database: Database, open: Day): Promise<void> {
  await database.run('freezing owners', freezeOwners, [open]);
  await database.run('opening reviews', startReviews, [open]);
  await database.run('closing months', closeMonths, [open]);
  await database.rows('welding months', weldMonths, [open]);
}

const approveRules = `update allocation_rules set status = 'approved', approved_by = 'ben' where status = 'draft'`;

const insertPrices = `
  insert into price_config (capability_id, tier, unit_rate, start_date)
  select capability_id, 'PEAK', 1.25 + capability_id * 0.5, '2015-01-01' from unnest($1::integer[]) as c(capability_id)`;

const insertSectors = `
  insert into sectors_dim (sector_name, cost_center)
  select 'sector ' || n, 'CC-' || n from generate_series(1, 50) as n
  union all select 'Global IT', 'CC-IT'`;

const insertOwnership = `
  insert into application_ownership (app_id, sector_id, h_code, cost_center, valid_from, run_id)
  select a.app_id, s.sector_id,
         case when a.place % 40 = 0 then 'IT-' || (array['PLATFORM', 'SHARED', 'GLOBAL'])[1 + a.place / 40 % 3] || '-' || a.place
              else 'H-' || a.place % 400 end,
         s.cost_center, '2015-01-01', $2
  from   unnest($1::integer[]) with ordinality as a(app_id, place)
  join   sectors_dim s on s.sector_name = case when a.place % 40 = 0 then 'Global IT' else 'sector ' || 1 + a.place % 50 end`;

const insertContract = `
  insert into contracts (contract_name, vendor, created_by, start_date, end_date)
  values ('bench', 'vendor', 'ana', '2024-01-01', '2027-01-01')`;
const insertContractLine = `
  insert into contract_lines (contract_id, capability_id, basis, committed, unused_rate, overage_rate)
  select contract_id, $1, 'daily_units', 150000, 0.5, 0.25 from contracts`;
const approveContract = `update contracts set status = 'approved', approved_by = 'ben', approved_at = now()`;

const insertValidation = `
  insert into validation_results (run_id, check_id, severity, outcome, says, expected, observed, requirement, failing_samples,
                                  failing_rows, duration_ms)
  values ($1, 'cost-adds-up', 'blocking', 'pass', '', '', '', '{}', '[]', 0, 0)`;

const insertUsage = (table: string): string => `
  insert into ${table} (tool, instance, app_id, capability_id, tier, ts, units_consumed, node_count, run_id)
  select '${benchSource.tool}', '${benchSource.instance}', a.app_id, c.capability_id, 'PEAK', d,
         1 + (a.app_id * 7919 + c.capability_id * 31 + extract(doy from d)::integer * 17) % 400 + 0.25, 4, $4
  from   generate_series($3::timestamp, $3::timestamp + interval '1 month' - interval '1 day', interval '1 day') as d
  cross  join unnest($1::integer[]) as a(app_id)
  cross  join unnest($2::integer[]) as c(capability_id)`;

const insertCost = (table: string): string => `
  insert into ${table} (tool, instance, app_id, capability_id, tier, ts, price_id, currency, unit_rate, units, cost_exact,
                        usd_cost, run_id)
  select u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts, p.price_id, p.currency, p.unit_rate, u.units_consumed,
         round(u.units_consumed * p.unit_rate, 8), round(u.units_consumed * p.unit_rate, 2), $2
  from   license_usage_fact u
  join   price_config p on p.capability_id = u.capability_id and p.tier = u.tier
  where  u.ts >= $1::timestamp and u.ts < $1::timestamp + interval '1 month'`;

const insertDays = `
  insert into source_days (tool, instance, app_id, day, missing, is_complete, run_id)
  select '${benchSource.tool}', '${benchSource.instance}', a.app_id, d::date, '{}', true, $3
  from   unnest($1::integer[]) as a(app_id)
  cross  join generate_series($2::date, $2::date + interval '1 month' - interval '1 day', interval '1 day') as d`;

const freezeOwners = `
  insert into closed_ownership (month_start, app_id, sector_id, owner_id, architecture_id, h_code, cost_center, valid_from, valid_to)
  select p.month_start, app_id, sector_id, owner_id, architecture_id, h_code, cost_center, p.month_start,
         (p.month_start + interval '1 month')::date
  from   application_ownership o cross join chargeback_periods p
  where  p.month_start < $1`;
const startReviews = `update chargeback_periods set state = 'in_review', prepared_by = 'ana' where month_start < $1`;
const closeMonths = `
  update chargeback_periods
  set    state = 'closed', closed_by = 'ben', closed_hash = 'bench', closed_at = now(), closing_no = 1
  where  month_start < $1`;
const weldMonths = 'select weld_month(month_start) from chargeback_periods where month_start < $1';
