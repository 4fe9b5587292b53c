import { openWarehouse, type Warehouse } from './warehouse.ts';

/** The month that is billed. */
export const july = '2025-07-01';

/**
 * July 2025 with a bill, in review. Sales and Ops are charged in hard mode, Labs sees its cost only; Platform owns a shared
 * service that the rule "platform", made by rita and approved by anna, distributes.
 */
export interface BilledMonth extends Warehouse {
  /** Clara closes it. */
  closeJuly(): Promise<void>;
}

export async function openBilledMonth(name: string): Promise<BilledMonth> {
  const warehouse = await openWarehouse(name);
  const { database } = warehouse;
  await database.rows('making months', `select ensure_month_partitions('2025-07-01', '2025-08-31')`);
  await warehouse.applications('Orders', 'Invoices', 'Tickets', 'Lab', 'Gateway');
  await warehouse.price('APM', 'PEAK', '1.25', '2025-01-01');
  const run = await warehouse.openRun('2025-08-01', '2025-07-01', '2025-07-31');
  await database.transaction(async (tx) => {
    await tx.run('adding sectors', sectors);
    await tx.run('adding owners', owners, [run.runId]);
    await tx.run('adding cost', costs, [run.runId]);
    await tx.run('adding a rule', rule);
    await tx.rows('acting', actAs, ['anna']);
    await tx.run('adding a rule', approval);
    await tx.run('allocating', allocated, [run.runId]);
    await tx.run('billing', bill, [run.runId]);
    await tx.rows('acting', actAs, ['paul']);
    await tx.run(
      'reviewing',
      `update chargeback_periods set state = 'in_review', prepared_by = 'paul' where month_start = $1`,
      [july],
    );
  });
  return {
    ...warehouse,
    closeJuly: () =>
      database.transaction(async (tx) => {
        await tx.rows('acting', actAs, ['clara']);
        await tx.run('closing', closedOwners);
        await tx.run('closing', closing);
      }),
  };
}

const actAs = `select set_config('app.actor', $1, true)`;

const sectors = `
  insert into sectors_dim (sector_name, kind, charge_mode, cost_center) values
    ('Sales', 'sector', 'hard', 'CC-SALES'), ('Ops', 'sector', 'hard', null), ('Labs', 'sector', 'showback', 'CC-LABS'),
    ('Platform', 'shared', 'showback', null)`;

/** Orders changes its cost center in mid-month. */
const owners = `
  insert into application_ownership (app_id, sector_id, h_code, cost_center, source, valid_from, valid_to, run_id)
  select a.app_id, s.sector_id, o.h_code, o.cost_center, 'cmdb', o.valid_from::date, o.valid_to::date, $1
  from   (values ('Orders', 'Sales', 'H-1', 'CC-100', '2025-01-01', '2025-07-16'), ('Orders', 'Sales', 'H-1', 'CC-200', '2025-07-16', null),
                 ('Invoices', 'Sales', 'H-2', null, '2025-01-01', null), ('Tickets', 'Ops', null, null, '2025-01-01', null),
                 ('Lab', 'Labs', 'H-3', 'CC-LABS', '2025-01-01', null),
                 ('Gateway', 'Platform', 'X-PLATFORM-1', null, '2025-01-01', null)) as o(app, sector, h_code, cost_center, valid_from, valid_to)
  join   applications_dim a on a.appd_application_name = o.app
  join   sectors_dim s on s.sector_name = o.sector`;

/** Two days each: 100, 40, 24, 8 and 28 units a day at 1.25. */
const costs = `
  insert into license_cost_fact (app_id, capability_id, price_id, run_id, tool, instance, tier, units, unit_rate, cost_exact, usd_cost, ts)
  select a.app_id, p.capability_id, p.price_id, $1, 'appdynamics', 'acme', 'PEAK', c.units, p.unit_rate, c.units * p.unit_rate,
         round(c.units * p.unit_rate, 2), day
  from   (values ('Orders', 100), ('Invoices', 40), ('Tickets', 24), ('Lab', 8), ('Gateway', 28)) as c(app, units)
  join   applications_dim a on a.appd_application_name = c.app
  cross join price_config p
  cross join (values (timestamp '2025-07-10'), (timestamp '2025-07-20')) as days(day)`;

const rule = `
  insert into allocation_rules (rule_name, version, priority, method, h_code_pattern, is_default, status, created_by, start_date)
  values ('platform', 1, 1, 'equal', 'PLATFORM', false, 'draft', 'rita', '2025-01-01')`;
const approval = `update allocation_rules set status = 'approved', approved_by = 'anna' where rule_name = 'platform'`;

/** 70.00 to three sectors. */
const allocated = `
  insert into allocation_fact (month_start, charge_month, app_id, sender_sector_id, sector_id, capability_id, rule_id, rule_version,
                               method, driver, driver_unit, driver_quantity, driver_total, ratio, sender_total, usd_amount, run_id)
  select '2025-07-01', '2025-07-01', a.app_id, h.sector_id, s.sector_id, p.capability_id, r.rule_id, 1, 'equal', 'units', 'sector', 1, 3,
         0.3333333333, 70, part.amount, $1
  from   (values ('Sales', 23.34), ('Ops', 23.33), ('Labs', 23.33)) as part(sector, amount)
  join   sectors_dim s on s.sector_name = part.sector
  join   sectors_dim h on h.sector_name = 'Platform'
  join   applications_dim a on a.appd_application_name = 'Gateway'
  join   allocation_rules r on r.rule_name = 'platform'
  cross join price_config p`;

const bill = `
  insert into chargeback_fact (month_start, charge_month, app_id, sector_id, chargeback_cycle, usd_amount, rule_id, allocation_method, sender_total, run_id)
  select month_start, month_start, app_id, sector_id, 'direct', sum(usd_cost), null::integer, null, null::numeric, $1::integer
  from charged_cost group by 1, 2, 3, 4
  union all
  select month_start, month_start, app_id, sector_id, 'allocated_shared_service', usd_amount, rule_id, method, sender_total, $1 from allocation_fact
  union all
  select month_start, month_start, app_id, sender_sector_id, 'shared_service_offset', -sum(usd_amount), min(rule_id), min(method), sum(usd_amount), $1
  from allocation_fact group by 1, 2, 3, 4`;

const closedOwners = `
  insert into closed_ownership (month_start, app_id, sector_id, h_code, cost_center, valid_from, valid_to)
  select '2025-07-01', app_id, sector_id, h_code, cost_center, greatest(valid_from, '2025-07-01'), least(valid_to, '2025-08-01')
  from   application_ownership`;

const closing = `
  update chargeback_periods set state = 'closed', closed_by = 'clara', closed_hash = 'x', closed_at = now() - interval '1 minute'
  where  month_start = '2025-07-01'`;
