const inMonth = "ts >= $1::date and ts < $1::date + interval '1 month'";

/** The fiscal period of a month is that of its last day: the day on which it is booked. */
export const readHeader = `
  select p.month_start as month, 'USD' as currency, t.fiscal_year::integer as "fiscalYear", t.fiscal_period::integer as "fiscalPeriod",
         p.state as "periodState", p.origin, p.accept_by as "acceptBy", r.run_id as "runId", r.logical_date as "runDate",
         (select max(ts)::date from license_cost_fact where ${inMonth}) as "dataThrough"
  from   chargeback_periods p
  join   time_dim t on t.day = (p.month_start + interval '1 month' - interval '1 day')::date
  join   pipeline_runs r on r.run_id = (select max(f.run_id) from chargeback_fact f where f.month_start = p.month_start)
  where  p.month_start = $1`;

export const billedMonths = 'select distinct month_start as month from chargeback_fact order by 1';

export const readOwners = `
  select s.sector_id as "sectorId", s.sector_name as name, s.kind, s.charge_mode as "chargeMode", s.cost_center as "costCenter"
  from   sectors_dim s
  where  exists (select from chargeback_fact f where f.sector_id = s.sector_id and f.month_start = $1)`;

const order = `case part when 'direct' then 1 when 'shared in' then 2 when 'shared out' then 3 else 4 end, abs(l.usd_amount) desc, app_name, l.line_id`;

export const readLines = `
  select l.line_id::text as "lineId", l.part, l.app_id as "appId", l.app_name as application, l.sector_id as "sectorId",
         l.sector_name as sector, l.charge_month as "chargeMonth", l.usd_amount as amount, l.adjusted_cycle as "adjustedCycle",
         l.corrected_line::text as "originalLine", o.usd_amount as "originalAmount", l.cause
  from   statement_line l
  left join chargeback_fact o on o.chargeback_id = l.corrected_line
  where  l.month_start = $1
  order  by l.sector_id, ${order}`;

/** Each allocated amount twice: for the statement that receives it, and with the other sign for the one that gives it. */
export const readShares = `
  with shares as (
    select a.*, c.capability_code, r.rule_name, sender.sector_name as sender, receiver.sector_name as receiver
    from   allocation_fact a
    join   capabilities_dim c using (capability_id)
    join   sectors_dim sender on sender.sector_id = a.sender_sector_id
    join   sectors_dim receiver on receiver.sector_id = a.sector_id
    left join allocation_rules r on r.rule_id = a.rule_id
    where  a.month_start = $1
  )
  select side.sector_id as "sectorId", s.app_id as "appId", s.charge_month as "chargeMonth", side.direction,
         s.capability_code as capability, side.counterpart, s.rule_name as rule, s.rule_version as "ruleVersion", s.step, s.method,
         s.driver, s.driver_unit as "driverUnit", s.driver_quantity as quantity, s.driver_total as "driverTotal", s.ratio,
         s.sender_total as "senderTotal", side.amount
  from   shares s
  cross join lateral (values (s.sector_id, 'in', s.sender, s.usd_amount), (s.sender_sector_id, 'out', s.receiver, -s.usd_amount))
         as side(sector_id, direction, counterpart, amount)
  order  by s.capability_code, abs(s.usd_amount) desc, side.counterpart, s.allocation_id`;

/** What direct lines are made of: usage by capability and tier, and what contracts charge. */
export const readSeries = `
  select c.app_id as "appId", c.sector_id as "sectorId", k.capability_code as capability, c.tier, sum(c.units) as units,
         sum(c.usd_cost) as amount, sum(c.cost_exact) as exact
  from   charged_cost c
  join   capabilities_dim k using (capability_id)
  where  c.${inMonth.replace(' and ', ' and c.')}
  group  by 1, 2, 3, 4
  union all
  select c.app_id, c.sector_id, k.capability_code, replace(c.kind, '_', ' '), sum(c.units), sum(c.usd_cost), sum(c.cost_exact)
  from   contract_charge_fact c
  join   capabilities_dim k using (capability_id)
  where  c.month_start = $1
  group  by 1, 2, 3, 4
  order  by 3, 4`;

export const readProof = `
  with sums as (
    select (select coalesce(sum(usd_amount), 0) from chargeback_fact where month_start = $1) as statements,
           (select coalesce(sum(usd_cost), 0) from license_cost_fact where ${inMonth})
           + (select coalesce(sum(usd_cost), 0) from contract_charge_fact where month_start = $1) as cost,
           (select coalesce(sum(usd_cost), 0) from cost_adjustment_fact where month_start = $1) as corrections,
           (select coalesce(sum(usd_cost), 0) from cost_adjustment_fact where ${inMonth}) as corrected_later,
           (select origin = 'history' from chargeback_periods where month_start = $1) as is_history
  )
  select round(statements, 2) as statements, case when not is_history then round(cost, 2) end as cost, round(corrections, 2) as corrections,
         case when not is_history then round(statements - cost - corrections, 2) end as difference,
         round(corrected_later, 2) as "correctedLater"
  from   sums`;

/** The months of usage whose cost a bucket still holds, counting what later lines took out of it again. */
export const readBucketSince = `
  select sector_id as "sectorId", min(charge_month) as since
  from   (select f.sector_id, f.charge_month from chargeback_fact f join sectors_dim s using (sector_id)
          where s.kind = 'bucket' and f.month_start <= $1 group by 1, 2 having sum(f.usd_amount) <> 0) held
  group  by 1`;

/** A merge stays one; a split is a continuation only while its month is compared with the one before. */
export const readContinuations = `
  select app_id as "appId", other_app_id as "otherAppId"
  from   application_changes
  where  undone_at is null and effective_date < $1::date + interval '1 month'
  and    (kind = 'merged' or (kind = 'split' and effective_date >= $1::date - interval '1 month'))
  order  by change_id`;

/** A hash over what each statement of the month says; the ids of its lines do not count. */
export const readHashes = `
  select sector_id as "sectorId", sum(usd_amount) as total,
         encode(sha256(convert_to(string_agg(line, e'\\n' order by line), 'UTF8')), 'hex') as hash
  from   (select sector_id, usd_amount,
                 concat_ws('|', charge_month, app_id, chargeback_cycle, adjusted_cycle, corrected_line, cause, rule_id, usd_amount) as line
          from   chargeback_fact where month_start = $1) lines
  group  by 1`;
