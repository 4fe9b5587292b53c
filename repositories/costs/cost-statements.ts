/** The natural key that usage and cost share. */
const naturalKey = ['tool', 'instance', 'app_id', 'capability_id', 'tier', 'ts'] as const;

/** The condition that two rows of usage or cost are the same. */
export const sameKey = (a: string, b: string): string =>
  naturalKey.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ');

/** What pricing decides, beside the key. */
const priced = [
  'price_id',
  'currency',
  'unit_rate',
  'exchange_rate',
  'units',
  'formula_version',
  'cost_exact',
  'usd_cost',
] as const;
const costColumns = [...naturalKey, ...priced].join(', ');
const pricedOf = (row: string): string => priced.map((column) => `${row}.${column}`).join(', ');

/**
 * Usage with the units that are charged (R11) and the price in force, where `usage` is a table or subquery with the columns of
 * license_usage_fact.
 */
const usageWithPrice = (usage: string): string => `
    from   ${usage} u
    join   capabilities_dim c on c.capability_id = u.capability_id
    cross join lateral (
      select case c.licensed_metric when 'daily_average' then coalesce(u.units_average, u.units_consumed)
                                    else u.units_consumed end as units) m
    join   price_in_force p on p.capability_id = u.capability_id and p.tier = u.tier
                           and u.ts >= p.start_date and (p.end_date is null or u.ts < p.end_date)`;

/**
 * What usage costs by a price that looks at nothing but its own units: formula 1 in US dollars, 2 in another currency. Usage
 * whose price has no exchange rate for the month has none.
 */
export const expectedPerUnit = (usage: string): string => `
    select u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts, p.price_id, p.currency, p.unit_rate, p.exchange_rate,
           m.units, case when p.currency = 'USD' then 1 else 2 end::smallint as formula_version,
           round(m.units * p.unit_rate * p.exchange_rate, 8) as cost_exact,
           round(m.units * p.unit_rate * p.exchange_rate, 2) as usd_cost
    ${usageWithPrice(usage)}
    where  not p.is_rated`;

export const insertCost = (table: string, expected: string): string => `
    insert into ${table} (${costColumns}, run_id)
    select ${costColumns}, $1 from (${expected}) e`;

export const createExpected = `
  create temp table expected_cost on commit drop as
  select ${costColumns} from license_cost_fact with no data`;
export const dropExpected = 'drop table expected_cost';

export const fillExpected = (usage: string): string =>
  `insert into expected_cost (${costColumns}) ${expectedPerUnit(usage)}`;

export const anyRatedPrice = 'select 1 from price_in_force where is_rated limit 1';

/** The months of rated prices that `touched` (rows of usage) falls into, with all units of the month, from `usage`. */
export const ratedMonths = (touched: string, usage: string): string => `
    with series as (
      select distinct capability_id, tier, date_trunc('month', ts)::date as month_start from ${touched} t
    ), months as (
      select s.*, p.price_id, p.currency, p.exchange_rate, greatest(p.start_date, s.month_start) as first_day,
             least(p.end_date, (s.month_start + interval '1 month')::date) as end_day
      from   series s
      join   price_in_force p on p.is_rated and p.capability_id = s.capability_id and p.tier = s.tier
             and p.start_date < s.month_start + interval '1 month' and (p.end_date is null or p.end_date > s.month_start)
    )
    select m.price_id as "priceId", m.month_start as month, m.end_day - m.first_day as days,
           (m.month_start + interval '1 month')::date - m.month_start as "daysOfMonth",
           coalesce(sum(case c.licensed_metric when 'daily_average' then coalesce(u.units_average, u.units_consumed)
                                               else u.units_consumed end), 0)::text as units
    from   months m
    join   capabilities_dim c on c.capability_id = m.capability_id
    left join ${usage} u on u.capability_id = m.capability_id and u.tier = m.tier and u.ts >= m.first_day and u.ts < m.end_day
    group  by m.price_id, m.month_start, m.first_day, m.end_day
    order  by m.price_id, m.month_start`;

/**
 * The amounts of rated months ($1: price_id, month, units, amount in the currency of the price) over the usage of the month:
 * whole cents by largest remainder, ties by the natural key (R3), so that they add up to the amount.
 */
export const distributeRated = (usage: string): string => `
  insert into expected_cost (${costColumns})
  with rated as (
    select r.price_id, r.month, p.currency, p.exchange_rate, r.units as total, r.amount,
           (r.amount * p.exchange_rate)::numeric(60, 24) as usd_amount, round(r.amount * p.exchange_rate, 2) * 100 as cents,
           p.capability_id, p.tier, greatest(p.start_date, r.month) as first_day,
           least(p.end_date, (r.month + interval '1 month')::date) as end_day
    from   jsonb_to_recordset($1::jsonb) as r(price_id integer, month date, units numeric, amount numeric)
    join   price_in_force p on p.price_id = r.price_id and p.start_date < r.month + interval '1 month'
           and (p.end_date is null or p.end_date > r.month)
  ), parts as (
    select u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts, r.price_id, r.month, r.currency, r.exchange_rate,
           r.total, r.amount, r.usd_amount, r.cents, m.units as part,
           coalesce(div(m.units * r.cents, nullif(r.total, 0)), 0) as whole_cents,
           coalesce(mod(m.units * r.cents, nullif(r.total, 0)), 0) as fraction
    from   rated r
    join   ${usage} u on u.capability_id = r.capability_id and u.tier = r.tier and u.ts >= r.first_day and u.ts < r.end_day
    join   capabilities_dim c on c.capability_id = u.capability_id
    cross join lateral (
      select case c.licensed_metric when 'daily_average' then coalesce(u.units_average, u.units_consumed)
                                    else u.units_consumed end as units) m
  ), placed as (
    select *, row_number() over (partition by price_id, month
                                 order by fraction desc, tool, instance, app_id, capability_id, tier, ts) as place,
           case when total > 0 then cents - sum(whole_cents) over (partition by price_id, month) else 0 end as left_over
    from   parts
  )
  select tool, instance, app_id, capability_id, tier, ts, price_id, currency,
         coalesce(round(amount::numeric(60, 24) / nullif(total, 0), 8), 0), exchange_rate, part, 3,
         coalesce(round(part * usd_amount / nullif(total, 0), 8), 0),
         (whole_cents + case when place <= left_over then 1 else 0 end) / 100
  from   placed`;

/** Cost of `usage` for which nothing is expected, and of `gone`, which is no usage anymore. */
export const unexpectedCost = (usage: string, gone: string | null): string => `
    select c.* from license_cost_fact c join ${usage} u on ${sameKey('u', 'c')}
    where  not exists (select from expected_cost e where ${sameKey('e', 'c')})
    ${gone === null ? '' : `union select c.* from license_cost_fact c join ${gone} g on ${sameKey('g', 'c')}`}`;

export const missingCost = `
    select e.* from expected_cost e
    where  not exists (select from license_cost_fact c where ${sameKey('c', 'e')})`;

const valueOf = (row: string): string =>
  `jsonb_build_object('price_id', ${row}.price_id, 'unit_rate', ${row}.unit_rate::text, 'units', ${row}.units::text, 'usd_cost', ${row}.usd_cost::text)`;
const keyOf = (row: string): string =>
  `jsonb_build_object('tool', ${row}.tool, 'instance', ${row}.instance, 'app_id', ${row}.app_id, 'capability_id', ${row}.capability_id, 'tier', ${row}.tier, 'day', ${row}.ts::date)`;

export const deleteCost = (removed: string): string => `
    with removed as (${removed}), logged as (
      insert into row_changes (run_id, table_name, operation, key, before)
      select $1, 'license_cost_fact', 'delete', ${keyOf('r')}, ${valueOf('r')} from removed r
    )
    delete from license_cost_fact c using removed r where c.cost_id = r.cost_id and c.ts = r.ts`;

export const updateCost = `
  with changed as (
    select c.cost_id, ${valueOf('c')} as before, e.*
    from   expected_cost e
    join   license_cost_fact c on ${sameKey('c', 'e')}
    where  (${pricedOf('c')}) is distinct from (${pricedOf('e')})
  ), logged as (
    insert into row_changes (run_id, table_name, operation, key, before, after)
    select $1, 'license_cost_fact', 'update', ${keyOf('n')}, n.before, ${valueOf('n')} from changed n
  )
  update license_cost_fact c
  set    ${priced.map((column) => `${column} = n.${column}`).join(', ')}, run_id = $1
  from   changed n
  where  c.cost_id = n.cost_id and c.ts = n.ts`;
