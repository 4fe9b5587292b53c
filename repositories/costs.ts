import type { Session } from './database.ts';
import type { Changes } from './lineage.ts';

/** The natural key that usage and cost share. */
const naturalKey = ['tool', 'instance', 'app_id', 'capability_id', 'tier', 'ts'] as const;
const on = (a: string, b: string): string =>
  naturalKey.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ');

/**
 * Inserts the cost of usage that has none yet into `table`, where `usage` is a table or subquery with the columns of
 * license_usage_fact. Usage without a price gets no cost row; a blocking check finds it (R6). $1 is the run.
 */
export function insertPriced(table: string, usage: string): string {
  return insertCost(table, expectedCost(usage));
}

/**
 * Brings the cost of `usage` in line with prices and units, and of `gone` (keys of removed usage) to nothing. Every row that
 * changes is kept with its old and new value; what is right already is left alone.
 */
export async function repriceUsage(
  tx: Session,
  runId: number,
  usage: string,
  gone: string | null,
): Promise<Changes> {
  await tx.run(
    'pricing usage',
    `create temp table expected_cost on commit drop as ${expectedCost(usage)}`,
    [],
  );
  const unpriced = `select c.* from license_cost_fact c join ${usage} u on ${on('u', 'c')}
                    where not exists (select from expected_cost e where ${on('e', 'c')})`;
  const removed =
    gone === null
      ? unpriced
      : `${unpriced} union select c.* from license_cost_fact c join ${gone} g on ${on('g', 'c')}`;
  const deleted = await tx.run('removing cost', deleteCost(removed), [runId]);
  const updated = await tx.run('updating cost', updateCost, [runId]);
  const inserted = await tx.run(
    'inserting cost',
    insertCost(
      'license_cost_fact',
      `select e.* from expected_cost e
    where not exists (select from license_cost_fact c where ${on('c', 'e')})`,
    ),
    [runId],
  );
  await tx.run('pricing usage', 'drop table expected_cost');
  return { inserted, updated, deleted };
}

/** Prices open months anew whose prices changed since they were priced last (R21). */
export async function repriceFlaggedMonths(tx: Session, runId: number): Promise<Changes> {
  const flagged = await tx.rows<{ month_start: string }>(
    'finding repriced months',
    `select month_start from chargeback_periods where needs_recost and state = 'open' order by 1 for update`,
  );
  const total = { inserted: 0, updated: 0, deleted: 0 };
  for (const { month_start: month } of flagged) {
    await tx.run('locking a month', 'select lock_month($1)', [month]);
    const usage = `(select * from license_usage_fact where ts >= date '${month}' and ts < date '${month}' + interval '1 month')`;
    const changes = await repriceUsage(tx, runId, usage, null);
    total.inserted += changes.inserted;
    total.updated += changes.updated;
    total.deleted += changes.deleted;
  }
  await tx.run(
    'clearing the repricing flag',
    `update chargeback_periods set needs_recost = false where month_start = any($1::date[])`,
    [flagged.map((row) => row.month_start)],
  );
  return total;
}

/** What usage costs by formula version 1; R11 decides which daily figure is charged. */
function expectedCost(usage: string): string {
  return `
    select u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts, p.price_id, p.currency, p.unit_rate, m.units
    from   ${usage} u
    join   capabilities_dim c on c.capability_id = u.capability_id
    cross join lateral (
      select case c.licensed_metric when 'daily_average' then coalesce(u.units_average, u.units_consumed)
                                    else u.units_consumed end as units) m
    join   price_config p on p.capability_id = u.capability_id and p.tier = u.tier
                         and u.ts >= p.start_date and (p.end_date is null or u.ts < p.end_date)`;
}

function insertCost(table: string, expected: string): string {
  return `
    insert into ${table} (tool, instance, app_id, capability_id, tier, ts, price_id, currency, unit_rate, units,
                                   cost_exact, usd_cost, run_id)
    select e.tool, e.instance, e.app_id, e.capability_id, e.tier, e.ts, e.price_id, e.currency, e.unit_rate, e.units,
           round(e.units * e.unit_rate, 8), round(e.units * e.unit_rate, 2), $1
    from   (${expected}) e`;
}

const valueOf = (row: string): string =>
  `jsonb_build_object('price_id', ${row}.price_id, 'unit_rate', ${row}.unit_rate::text, 'units', ${row}.units::text, 'usd_cost', ${row}.usd_cost::text)`;
const keyOf = (row: string): string =>
  `jsonb_build_object('tool', ${row}.tool, 'instance', ${row}.instance, 'app_id', ${row}.app_id, 'capability_id', ${row}.capability_id, 'tier', ${row}.tier, 'day', ${row}.ts::date)`;

function deleteCost(removed: string): string {
  return `
    with removed as (${removed}), logged as (
      insert into row_changes (run_id, table_name, operation, key, before)
      select $1, 'license_cost_fact', 'delete', ${keyOf('r')}, ${valueOf('r')} from removed r
    )
    delete from license_cost_fact c using removed r where c.cost_id = r.cost_id and c.ts = r.ts`;
}

const updateCost = `
  with changed as (
    select c.*, e.price_id as new_price_id, e.currency as new_currency, e.unit_rate as new_unit_rate, e.units as new_units
    from   expected_cost e
    join   license_cost_fact c on ${on('c', 'e')}
    where  (c.price_id, c.currency, c.unit_rate, c.units) is distinct from (e.price_id, e.currency, e.unit_rate, e.units)
  ), logged as (
    insert into row_changes (run_id, table_name, operation, key, before, after)
    select $1, 'license_cost_fact', 'update', ${keyOf('c')}, ${valueOf('c')},
           jsonb_build_object('price_id', c.new_price_id, 'unit_rate', c.new_unit_rate::text, 'units', c.new_units::text,
                              'usd_cost', round(c.new_units * c.new_unit_rate, 2)::text)
    from   changed c
  )
  update license_cost_fact c
  set    price_id = n.new_price_id, currency = n.new_currency, unit_rate = n.new_unit_rate, units = n.new_units,
         cost_exact = round(n.new_units * n.new_unit_rate, 8), usd_cost = round(n.new_units * n.new_unit_rate, 2), run_id = $1
  from   changed n
  where  c.cost_id = n.cost_id and c.ts = n.ts`;
