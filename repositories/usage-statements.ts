import type { SourceName } from '../connectors/connector.ts';
import { hashOfRows } from './lineage.ts';

export const stagedColumns = [
  'app_id',
  'capability_id',
  'tier',
  'ts',
  'units_consumed',
  'units_average',
  'node_count',
];

export const usageHash = hashOfRows([
  'app_id',
  'capability_id',
  'tier',
  'ts',
  'units_consumed',
  'units_average',
  'node_count',
]);
export const costHash = hashOfRows([
  'app_id',
  'capability_id',
  'tier',
  'ts',
  'price_id',
  'units',
  'usd_cost',
]);
export const stagedHash = `select ${hashOfRows(stagedColumns)} as hash_in, count(*)::integer as rows_in from staged_usage`;

export const createStagedUsage = `
  create temp table staged_usage (
    app_id integer, capability_id integer, tier text, ts timestamp(0), units_consumed numeric(18, 4),
    units_average numeric(18, 4), node_count integer
  )`;

export const createStagedDays = 'create temp table staged_days (app_id integer, day date, missing text[])';

export const dropStaging = 'drop table if exists staged_usage, staged_days cascade';

export const createStagedView = ({ tool, instance }: SourceName): string => `
  create temp view staged_keys as
  select ${quote(tool)}::text as tool, ${quote(instance)}::text as instance, s.* from staged_usage s`;

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export const closedMonths = `
  select 1 from chargeback_periods
  where  state in ('closed', 'restated') and month_start >= date_trunc('month', $1::date) and month_start <= $2::date limit 1`;

/** Of a month taken over from history there are no facts to compare with. */
export const refuseHistory = `
  insert into rejected_rows (run_id, stage, tool, instance, entity, source_key, reason, detail, "row")
  select $3, 'appdynamics', $1, $2, 'usage day', concat_ws('/', s.app_id, s.capability_id, s.tier, s.ts::date), 'period-closed',
         'The month ' || to_char(p.month_start, 'YYYY-MM') || ' was taken over from history and is read-only.', to_jsonb(s)
  from   staged_usage s
  join   chargeback_periods p on p.month_start = date_trunc('month', s.ts) and p.origin = 'history'`;

/** What the source says now of closed months: staged rows, and 0 units where a billed series is gone from a known day. */
export const createLateStaged = `
  create temp table late_staged (
    app_id integer, capability_id integer, tier text, ts timestamp(0), units_consumed numeric(18, 4),
    units_average numeric(18, 4), node_count integer
  ) on commit drop`;

export const fillLateStaged = `
  insert into late_staged
  select s.app_id, s.capability_id, s.tier, s.ts, s.units_consumed, s.units_average, s.node_count
  from   staged_usage s
  join   chargeback_periods p on p.month_start = date_trunc('month', s.ts) and p.state in ('closed', 'restated') and p.origin = 'pipeline'
  union all
  select u.app_id, u.capability_id, u.tier, u.ts, 0, null, null
  from   license_usage_fact u
  join   chargeback_periods p on p.month_start = date_trunc('month', u.ts) and p.state in ('closed', 'restated')
  join   staged_days d on d.app_id = u.app_id and d.day = u.ts::date
  join   capabilities_dim c on c.capability_id = u.capability_id
  where  u.tool = $1 and u.instance = $2 and u.ts >= $3::date and u.ts < $4::date + 1 and u.category = 'usage'
  and    c.capability_code || '/' || u.tier <> all(d.missing)
  and    not exists (select from staged_usage s where s.app_id = u.app_id and s.capability_id = u.capability_id
                     and s.tier = u.tier and s.ts = u.ts)`;

const sameSeries = (a: string, b: string): string =>
  `${a}.app_id = ${b}.app_id and ${a}.capability_id = ${b}.capability_id and ${a}.tier = ${b}.tier and ${a}.ts = ${b}.ts`;

/** Late rows that say again what was billed, or nothing of what never was, are late no longer. */
export const dropLate = `
  with gone as (
    delete from late_usage_fact l
    using  staged_days d
    where  l.tool = $1 and l.instance = $2 and l.ts >= $3::date and l.ts < $4::date + 1 and d.app_id = l.app_id and d.day = l.ts::date
    and    not exists (
             select from late_staged s
             left join license_usage_fact u on u.tool = l.tool and u.instance = l.instance and ${sameSeries('u', 's')}
             where ${sameSeries('s', 'l')}
             and   (u.units_consumed, u.units_average) is distinct from (s.units_consumed, s.units_average))
    and    not exists (select from capabilities_dim c where c.capability_id = l.capability_id
                       and c.capability_code || '/' || l.tier = any(d.missing))
    returning l.ts
  )
  insert into late_months select distinct date_trunc('month', ts)::date from gone`;

export const upsertLate = `
  with saved as (
    insert into late_usage_fact as l (tool, instance, app_id, capability_id, tier, ts, units_consumed, units_average, node_count, run_id)
    select $1, $2, s.app_id, s.capability_id, s.tier, s.ts, s.units_consumed, s.units_average, s.node_count, $3
    from   late_staged s
    left join license_usage_fact u on u.tool = $1 and u.instance = $2 and ${sameSeries('u', 's')}
    where  (u.units_consumed, u.units_average) is distinct from (s.units_consumed, s.units_average)
    on conflict (tool, instance, app_id, capability_id, tier, ts) do update
      set units_consumed = excluded.units_consumed, units_average = excluded.units_average, node_count = excluded.node_count,
          run_id = excluded.run_id
      where (l.units_consumed, l.units_average) is distinct from (excluded.units_consumed, excluded.units_average)
    returning l.ts
  )
  insert into late_months select date_trunc('month', ts)::date from saved`;

export const flagLateMonths = `
  update chargeback_periods
  set    needs_restatement = true, restatement_causes = array(select distinct unnest(restatement_causes || 'late_usage'::text) order by 1)
  where  month_start in (select month_start from late_months)`;

export const upsertDays = `
  insert into source_days as d (tool, instance, app_id, day, missing, is_complete, run_id)
  select $1, $2, app_id, day, missing, cardinality(missing) = 0, $3 from staged_days
  on conflict (tool, instance, app_id, day) do update
    set missing = excluded.missing, is_complete = excluded.is_complete, run_id = excluded.run_id
    where d.missing is distinct from excluded.missing`;

export const anyUsage = `
  select 1 from license_usage_fact
  where  tool = $1 and instance = $2 and ts >= $3::date and ts < $4::date + 1 limit 1`;

export const insertUsage = (table: string, which: string): string => `
  insert into ${table} (tool, instance, app_id, capability_id, tier, ts, units_consumed, units_average, node_count, run_id)
  select $1, $2, app_id, capability_id, tier, ts, units_consumed, units_average, node_count, $3
  from   staged_usage where ${which}`;

export const createTouched = `
  create temp table touched_usage (
    tool text, instance text, app_id integer, capability_id integer, tier text, ts timestamp(0), is_gone boolean
  ) on commit drop`;

const usageKey = (u: string): string =>
  `jsonb_build_object('tool', ${u}.tool, 'instance', ${u}.instance, 'app_id', ${u}.app_id, 'capability_id', ${u}.capability_id, 'tier', ${u}.tier, 'day', ${u}.ts::date)`;
const usageValue = (u: string): string =>
  `jsonb_build_object('units_consumed', ${u}.units_consumed::text, 'units_average', ${u}.units_average::text, 'node_count', ${u}.node_count)`;

export const deleteUsage = `
  with gone as (
    select u.*
    from   license_usage_fact u
    join   staged_days d on d.app_id = u.app_id and d.day = u.ts::date
    join   capabilities_dim c on c.capability_id = u.capability_id
    where  u.tool = $1 and u.instance = $2 and u.ts >= $3::date and u.ts < $4::date + 1 and u.category = 'usage'
    and    c.capability_code || '/' || u.tier <> all(d.missing)
    and    not exists (select from staged_usage s where s.app_id = u.app_id and s.capability_id = u.capability_id
                       and s.tier = u.tier and s.ts = u.ts)
  ), logged as (
    insert into row_changes (run_id, table_name, operation, key, before)
    select $5, 'license_usage_fact', 'delete', ${usageKey('g')}, ${usageValue('g')} from gone g
  ), touched as (
    insert into touched_usage select tool, instance, app_id, capability_id, tier, ts, true from gone
  )
  delete from license_usage_fact u using gone g where u.usage_id = g.usage_id and u.ts = g.ts`;

export const updateUsage = `
  with changed as (
    select u.*, s.units_consumed as new_units, s.units_average as new_average, s.node_count as new_nodes
    from   staged_usage s
    join   license_usage_fact u on u.tool = $1 and u.instance = $2 and u.app_id = s.app_id
           and u.capability_id = s.capability_id and u.tier = s.tier and u.ts = s.ts
    where  (u.units_consumed, u.units_average, u.node_count) is distinct from (s.units_consumed, s.units_average, s.node_count)
  ), logged as (
    insert into row_changes (run_id, table_name, operation, key, before, after)
    select $3, 'license_usage_fact', 'update', ${usageKey('c')}, ${usageValue('c')},
           jsonb_build_object('units_consumed', c.new_units::text, 'units_average', c.new_average::text, 'node_count', c.new_nodes)
    from   changed c
  ), touched as (
    insert into touched_usage select tool, instance, app_id, capability_id, tier, ts, false from changed
  )
  update license_usage_fact u
  set    units_consumed = c.new_units, units_average = c.new_average, node_count = c.new_nodes, run_id = $3
  from   changed c
  where  u.usage_id = c.usage_id and u.ts = c.ts`;

export const insertMissingUsage = `
  with inserted as (
    insert into license_usage_fact (tool, instance, app_id, capability_id, tier, ts, units_consumed, units_average, node_count, run_id)
    select $1, $2, s.app_id, s.capability_id, s.tier, s.ts, s.units_consumed, s.units_average, s.node_count, $3
    from   staged_usage s
    where  not exists (select from license_usage_fact u where u.tool = $1 and u.instance = $2 and u.app_id = s.app_id
                       and u.capability_id = s.capability_id and u.tier = s.tier and u.ts = s.ts)
    returning tool, instance, app_id, capability_id, tier, ts
  )
  insert into touched_usage select *, false from inserted`;
