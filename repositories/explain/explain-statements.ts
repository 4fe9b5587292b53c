/** A run as JSON; `alias` is pipeline_runs. */
const runJson = (alias: string): string => `
  jsonb_build_object('runId', ${alias}.run_id, 'workflowId', ${alias}.workflow_id, 'date', ${alias}.logical_date,
                     'trigger', ${alias}.trigger, 'startedBy', ${alias}.started_by, 'codeVersion', ${alias}.code_version,
                     'configVersion', ${alias}.config_version)`;

const lineColumns = `
  l.line_id::text as "lineId", l.month_start as month, l.charge_month as "chargeMonth", l.app_id as "appId", l.app_name as app,
  l.sector_id as "sectorId", l.sector_name as sector, l.chargeback_cycle as cycle, l.adjusted_cycle as "adjustedCycle", l.part,
  l.cause, l.corrected_line::text as "correctedLine", l.usd_amount as amount, l.period_state as "periodState",
  p.origin as "periodOrigin", ${runJson('r')} as run`;

const lines = `
  from   statement_line l
  join   pipeline_runs r on r.run_id = l.run_id
  join   chargeback_periods p on p.month_start = l.month_start`;

export const readLine = `select ${lineColumns} ${lines} where l.line_id = $1`;

/** Lines of a sector, a month and an application, each of which may be left out. */
export const findLines = `
  select ${lineColumns} ${lines}
  where  ($1::integer is null or l.sector_id = $1) and ($2::date is null or l.month_start = $2) and ($3::integer is null or l.app_id = $3)
  order  by l.month_start, l.sector_name, abs(l.usd_amount) desc, l.line_id
  limit  $4`;

/** $1 application, $2 sector, $3 month, $4 capability or null, $5 H-codes or null. */
const charged = `
  select c.cost_id, c.ts, c.capability_id, k.capability_code, k.licensed_metric, c.tier, c.h_code, c.price_id, c.units, c.unit_rate,
         c.cost_exact, c.usd_cost, l.tool, l.instance, l.currency, l.exchange_rate, l.formula_version, c.app_id
  from   charged_cost c
  join   license_cost_fact l on l.cost_id = c.cost_id and l.ts = c.ts
  join   capabilities_dim k on k.capability_id = c.capability_id
  where  c.app_id = $1 and c.sector_id = $2 and c.ts >= $3::date and c.ts < $3::date + interval '1 month'
  and    l.ts >= $3::date and l.ts < $3::date + interval '1 month'
  and    ($4::integer is null or c.capability_id = $4) and ($5::text[] is null or c.h_code = any($5))`;

const group = 'c.capability_code, c.tier, c.h_code, c.price_id';

export const readCharges = `
  with charged as (${charged})
  select c.capability_code as capability, c.tier, c.h_code as "hCode",
         jsonb_build_object('priceId', p.price_id, 'version', p.version, 'model', p.pricing_model, 'rate', p.unit_rate::text,
                            'currency', p.currency, 'list', p.price_list, 'from', p.start_date, 'to', p.end_date,
                            'createdBy', p.created_by) as price,
         count(distinct c.ts)::integer as days, count(*)::integer as "rowCount", min(c.ts)::date as "from", max(c.ts)::date as "to",
         sum(c.units) as units, sum(c.usd_cost) as amount
  from   charged c
  join   price_config p on p.price_id = c.price_id
  group  by ${group}, p.price_id
  order  by c.capability_code, c.tier, c.h_code, min(c.ts)`;

/** $6: all rows of each group, or its first two and its last. */
export const readCostRows = `
  with charged as (${charged}), numbered as (
    select c.*, row_number() over (partition by ${group} order by c.ts, c.cost_id) as place, count(*) over (partition by ${group}) as count
    from   charged c
  )
  select c.capability_code as capability, c.tier, c.h_code as "hCode", c.price_id as "priceId", c.cost_id::text as "costId",
         c.ts::date as day, c.units, c.unit_rate as "unitRate", c.currency, c.exchange_rate as "exchangeRate",
         c.formula_version as "formulaVersion", c.usd_cost as amount, c.cost_exact as exact,
         case when u.usage_id is not null then jsonb_build_object(
           'usageId', u.usage_id::text, 'tool', u.tool, 'instance', u.instance, 'units', u.units_consumed::text,
           'average', u.units_average::text, 'nodes', u.node_count, 'attribution', u.attribution, 'metric', c.licensed_metric,
           'run', case when r.run_id is not null then ${runJson('r')} end,
           'source', case when s.snapshot_id is not null then jsonb_build_object(
             'snapshotId', s.snapshot_id, 'hash', s.hash, 'takenAt', to_json(s.taken_at), 'answers', coalesce(raw.answers, '[]')) end) end as usage
  from   numbered c
  left join license_usage_fact u
         on u.tool = c.tool and u.instance = c.instance and u.app_id = c.app_id and u.capability_id = c.capability_id
        and u.tier = c.tier and u.ts = c.ts and u.ts >= $3::date and u.ts < $3::date + interval '1 month'
  left join pipeline_runs r on r.run_id = u.run_id
  left join source_snapshots s on s.run_id = u.run_id and s.stage = 'appdynamics' and s.tool = u.tool and s.instance = u.instance
  left join applications_dim a on a.app_id = c.app_id
  left join lateral (
    select jsonb_agg(jsonb_build_object('rawId', w.raw_id::text, 'path', w.path, 'slice', w.slice, 'hash', w.body_hash)
                     order by w.slice, w.raw_id) as answers
    from   raw_source_answers w
    where  w.run_id = u.run_id and w.stage = 'appdynamics' and w.tool = u.tool and w.instance = u.instance
    and    w.slice like 'application=' || a.appd_application_id || ' %'
    and    c.ts::date between substring(w.slice from ' from=(\\S+)')::date and substring(w.slice from ' to=(\\S+)')::date) raw on true
  where  $6 or c.count <= 4 or c.place <= 2 or c.place = c.count
  order  by c.capability_code, c.tier, c.h_code, c.price_id, c.place`;

export const readContractCharges = `
  select t.charge_id::text as "chargeId", t.kind, k.capability_code as capability, t.h_code as "hCode", n.contract_name as contract,
         i.basis, t.price_id as "priceId", t.units, t.usd_cost as amount, ${runJson('r')} as run
  from   contract_charge_fact t
  join   capabilities_dim k using (capability_id)
  join   pipeline_runs r on r.run_id = t.run_id
  left join contract_lines i on i.line_id = t.contract_line_id
  left join contracts n using (contract_id)
  where  t.app_id = $1 and t.sector_id = $2 and t.month_start = $3
  and    ($4::integer is null or t.capability_id = $4) and ($5::text[] is null or t.h_code = any($5))
  order  by k.capability_code, t.kind, t.charge_id`;

/** $6: the month in which it is booked. */
export const readCorrections = `
  select a.adjustment_id::text as "adjustmentId", a.ts::date as day, k.capability_code as capability, a.tier, a.h_code as "hCode", a.cause,
         a.units, a.usd_cost as amount, a.price_id as "priceId",
         case when c.cost_id is not null then jsonb_build_object('units', c.units::text, 'amount', c.usd_cost::text) end as charged,
         case when l.app_id is not null then jsonb_build_object('units', l.units_consumed::text, 'run', ${runJson('g')}) end as late,
         ${runJson('r')} as run
  from   cost_adjustment_fact a
  join   capabilities_dim k on k.capability_id = a.capability_id
  join   pipeline_runs r on r.run_id = a.run_id
  left join license_cost_fact c
         on c.tool = a.tool and c.instance = a.instance and c.app_id = a.app_id and c.capability_id = a.capability_id
        and c.tier = a.tier and c.ts = a.ts and c.ts >= $3::date and c.ts < $3::date + interval '1 month'
  left join late_usage_fact l
         on l.tool = a.tool and l.instance = a.instance and l.app_id = a.app_id and l.capability_id = a.capability_id
        and l.tier = a.tier and l.ts = a.ts
  left join pipeline_runs g on g.run_id = l.run_id
  where  a.app_id = $1 and a.sector_id = $2 and a.month_start = $6 and a.ts >= $3::date and a.ts < $3::date + interval '1 month'
  and    ($4::integer is null or a.capability_id = $4) and ($5::text[] is null or a.h_code = any($5))
  order  by a.ts, k.capability_code, a.tier, a.adjustment_id`;

const allocations = `
  select f.allocation_id::text as "allocationId", f.capability_id as "capabilityId", k.capability_code as capability,
         f.sender_sector_id as "senderSectorId", d.sector_name as "senderSector", v.sector_name as receiver, l.rule_name as rule,
         f.rule_version as "ruleVersion", f.step, f.method, f.driver, f.driver_unit as "driverUnit", f.driver_quantity as quantity,
         f.driver_total as total, f.ratio, f.sender_total as "senderTotal", f.usd_amount as amount, sent.siblings
  from   allocation_fact f
  join   capabilities_dim k on k.capability_id = f.capability_id
  join   sectors_dim d on d.sector_id = f.sender_sector_id
  join   sectors_dim v on v.sector_id = f.sector_id
  left join allocation_rules l on l.rule_id = f.rule_id
  cross join lateral (
    select jsonb_build_object('count', count(*), 'amount', sum(s.usd_amount)::text) as siblings
    from   allocation_fact s
    where  s.month_start = f.month_start and s.charge_month = f.charge_month and s.app_id = f.app_id and s.step = f.step
    and    s.sender_sector_id = f.sender_sector_id and s.capability_id = f.capability_id and s.rule_id is not distinct from f.rule_id) sent
  where  f.app_id = $1 and f.charge_month = $3 and f.month_start = $4`;

const inOrder = 'order by k.capability_code, f.step, d.sector_name, v.sector_name, f.allocation_id';

/** What a sector received of an application; $5 capability or null, $6 only of steps before this one, or null. */
export const readReceived = `${allocations} and f.sector_id = $2 and ($5::integer is null or f.capability_id = $5)
  and ($6::integer is null or f.step < $6) ${inOrder}`;

/** What a sector sent of an application. */
export const readSent = `${allocations} and f.sender_sector_id = $2 ${inOrder}`;

/** What an application cost a sector by H-code, in the closed or open month, and booked as a correction of it in $5. */
export const readHCodes = `
  select h_code as "hCode", sum(amount) as amount from (
    select h_code, usd_amount as amount from chargeback_draft
    where  app_id = $1 and sector_id = $2 and month_start = $3 and capability_id = $4 and $5::date = $3::date
    union all
    select h_code, usd_cost from cost_adjustment_fact
    where  app_id = $1 and sector_id = $2 and month_start = $5 and $5::date <> $3::date and capability_id = $4
    and    ts >= $3::date and ts < $3::date + interval '1 month') costs
  group  by 1 order by 1`;
