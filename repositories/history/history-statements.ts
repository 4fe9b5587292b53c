/** The lines of the file ($1, as JSON) beside what the registry knows of their names. */
const listed = `
  with listed as (
    select l.*, s.sector_id, s.kind as sector_kind,
           (select o.sector_name from sectors_dim o where lower(o.sector_name) = lower(l.sector) and o.sector_name <> l.sector limit 1) as alike,
           (select count(*) from applications_dim a where a.kind = 'application' and a.appd_application_name = l.application) as called,
           coalesce((select min(a.app_id) from applications_dim a where a.kind = 'application' and a.appd_application_name = l.application),
                    (select a.app_id from applications_dim a where a.kind = 'reserved' and a.appd_application_name = '__history__')) as app_id
    from   jsonb_to_recordset($1::jsonb) as l(line integer, month date, sector text, application text, amount numeric, description text)
    left join sectors_dim s on s.sector_name = l.sector
  )`;

/** $2 is the current month, $3 says whether unknown sectors are made. */
export const findLineProblems = `${listed}
  select l.line, p.what
  from   listed l
  cross join lateral (values
    (l.month >= $2::date, format('month: found %s, which is not over; expected a month before %s', to_char(l.month, 'YYYY-MM'), to_char($2::date, 'YYYY-MM'))),
    (l.sector_id is null and l.alike is not null, format('sector: found "%s"; expected "%s", which is there', l.sector, l.alike)),
    (l.sector_id is null and l.alike is null and not $3::boolean,
     format('sector: found "%s", which is unknown; expected %s, or give --create-sectors', l.sector,
            coalesce((select string_agg(sector_name, ', ' order by sector_name) from sectors_dim where kind <> 'bucket'), 'a known sector'))),
    (l.sector_id is null and $3::boolean and l.sector like '\\_\\_%', format('sector: found "%s"; names that begin with __ are reserved', l.sector)),
    (l.called > 1, format('application: "%s" is the name of %s applications; leave it out, or give the amount to one by another name', l.application, l.called))
  ) as p(is_so, what)
  where  p.is_so
  order  by l.line, p.what`;

/** Months of $1 that are not free: what stands in them. */
export const findTakenMonths = `
  select to_char(m.month, 'YYYY-MM') as month, t.what
  from   unnest($1::date[]) as m(month)
  left join chargeback_periods p on p.month_start = m.month
  cross join lateral (select m.month::timestamp as first, m.month + interval '1 month' as past) d
  cross join lateral (values
    (p.origin = 'history', 'was imported already' || coalesce((
       select ', by run ' || r.run_id || ' of ' || r.started_by from chargeback_fact f join pipeline_runs r using (run_id)
       where f.month_start = m.month limit 1), '')),
    (p.origin = 'pipeline' and p.state <> 'open', 'is ' || replace(p.state, '_', ' ')),
    (p.origin = 'pipeline' and p.state = 'open' and (
       exists (select from license_usage_fact where ts >= d.first and ts < d.past)
       or exists (select from license_cost_fact where ts >= d.first and ts < d.past)
       or exists (select from late_usage_fact where ts >= d.first and ts < d.past)
       or exists (select from cost_adjustment_fact where month_start = m.month or (ts >= d.first and ts < d.past))
       or exists (select from contract_charge_fact where month_start = m.month)), 'has usage or cost of the pipeline'),
    (p.origin = 'pipeline' and p.state = 'open' and (
       exists (select from chargeback_fact where m.month in (month_start, charge_month))
       or exists (select from chargeback_draft where month_start = m.month)
       or exists (select from allocation_runs where month_start = m.month)), 'has an open bill')
  ) as t(is_so, what)
  where  t.is_so
  order  by 1, 2`;

export const createSectors = `
  insert into sectors_dim (sector_name)
  select distinct l.sector from jsonb_to_recordset($1::jsonb) as l(sector text)
  where  not exists (select from sectors_dim s where s.sector_name = l.sector)
  order  by 1
  returning sector_name as name`;

export const openImport = `
  insert into pipeline_runs (workflow_id, workflow_run_id, trigger, started_by, status, code_version, config_version, only_stages,
                             logical_date, window_from, window_to, report, ended_at)
  select 'history-import/' || $1, 'history-import/' || gen_random_uuid(), 'import', $2, 'succeeded', $3, $4, '{}',
         (max(month) + interval '1 month')::date, min(month), (max(month) + interval '1 month' - interval '1 day')::date, $6::jsonb, now()
  from   unnest($5::date[]) as month
  returning run_id as "runId"`;

/** An open month without anything in it gives way; the others are refused before. */
export const clearEmptyMonths = `delete from chargeback_periods where month_start = any($1::date[]) and state = 'open' and origin = 'pipeline'`;

/** In review, so that lines may be written; closed when they are. */
export const openMonths = `
  insert into chargeback_periods (month_start, state, origin) select month, 'in_review', 'history' from unnest($1::date[]) as month order by 1`;

/** The lines as they were read, a row per month: what the amounts can be followed back to (R31). */
export const keepLines = `
  insert into raw_source_answers (run_id, stage, tool, instance, path, slice, body, body_hash)
  select $2, 'import', 'history', 'file', $3, to_char(l.month, 'YYYY-MM'), jsonb_agg(to_jsonb(l) order by l.line),
         md5(jsonb_agg(to_jsonb(l) order by l.line)::text)
  from   jsonb_to_recordset($1::jsonb) as l(line integer, month date, sector text, application text, amount numeric, description text)
  group  by l.month`;

export const addCharges = `${listed}
  insert into chargeback_fact (month_start, charge_month, app_id, sector_id, chargeback_cycle, usd_amount, amount_exact, run_id)
  select month, month, app_id, sector_id, 'direct', sum(amount), sum(amount), $2
  from   listed
  group  by 1, 2, 3, 4
  order  by 1, 3, 4`;

export const closeMonth = `
  update chargeback_periods set state = 'closed', closed_by = $2, closed_hash = $3, closed_at = now() where month_start = $1`;

export const monthTotals = `${listed}
  select l.month, count(*)::integer as lines, count(distinct l.sector)::integer as sectors,
         count(*) filter (where l.called = 1)::integer as "ofKnownApplications",
         (select sum(f.usd_amount)::text from chargeback_fact f where f.month_start = l.month) as amount
  from   listed l
  group  by 1
  order  by 1`;
