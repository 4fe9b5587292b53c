-- What dashboards and checks read.

create function host_label(host text) returns text
language sql immutable parallel safe as $$
  select case when host ~ '^[0-9.]+$' or host like '%:%' then lower(btrim(host)) else lower(split_part(btrim(host), '.', 1)) end
$$;
comment on function host_label is
  'What a host is called whatever its domain and case; an IP address stays whole. Null and empty names give null and empty.';

create view services_in_scope as
  with reporting as (
    select distinct host_label(host_name) as label from monitored_hosts where host_label(host_name) <> ''
  ), watched as (
    select distinct m.service_app_id
    from   app_server_mapping m
    join   servers_dim d using (server_id)
    cross join lateral (values (d.server_name), (d.host_name)) as called(name)
    join   reporting r on r.label = host_label(called.name)
    where  d.is_listed
  )
  select a.app_id, a.is_marked_monitored, w.service_app_id is not null as runs_on_reporting_host
  from   applications_dim a
  left join watched w on w.service_app_id = a.app_id
  where  a.kind = 'service' and a.is_listed and a.is_in_scope
  and    coalesce(a.is_marked_monitored, w.service_app_id is not null or not exists (select from reporting));
comment on view services_in_scope is
  'Services expected to be monitored (C14): listed, in use by their status, and marked so, or without a mark on a server that reports an agent. While no reporting host is known, every unmarked service counts.';

create view charged_cost as
  select c.cost_id, c.ts, date_trunc('month', c.ts)::date as month_start, c.app_id, c.capability_id, c.tier, c.price_id,
         o.ownership_id, coalesce(o.sector_id, u.sector_id) as sector_id, o.owner_id, o.architecture_id,
         coalesce(o.h_code, '') as h_code, o.cost_center, c.units, c.unit_rate, c.cost_exact, c.usd_cost
  from   license_cost_fact c
  cross join (select sector_id from sectors_dim where sector_name = '__unassigned__') u
  left join application_ownership o
         on o.app_id = c.app_id and c.ts >= o.valid_from and (o.valid_to is null or c.ts < o.valid_to);
comment on view charged_cost is
  'Cost rows with the sector and owner in force on the usage day; no owner means the bucket __unassigned__. One row per cost row; US dollars.';

create view month_balance as
  select coalesce(cost.month_start, bill.month_start) as month_start,
         coalesce(cost.total_cost, 0) as total_cost,
         coalesce(cost.total_exact, 0) as total_exact,
         coalesce(bill.charged, 0) as charged
  from   (select date_trunc('month', ts)::date as month_start, sum(usd_cost) as total_cost, sum(cost_exact) as total_exact
          from license_cost_fact group by 1) cost
  full join (select charge_month as month_start, sum(usd_amount) as charged from chargeback_fact group by 1) bill
         on bill.month_start = cost.month_start;
comment on view month_balance is
  'Per month of usage: what it cost, and what sectors and buckets were charged. The two must be equal to the cent.';

create view forecast_in_force as
  select f.*
  from   forecast_fact f
  join   (select app_id, capability_id, tier, max(as_of) as as_of from forecast_coverage group by 1, 2, 3) latest
         using (app_id, capability_id, tier, as_of);
comment on view forecast_in_force is 'The latest version of every forecast series.';

create view forecast_accuracy as
  with actual as (
    select app_id, capability_id, tier, date_trunc('month', ts)::date as month, sum(units_consumed) as units
    from   license_usage_fact
    group  by 1, 2, 3, 4
  ), last_before as (
    select distinct on (app_id, capability_id, tier, forecast_month) *
    from   forecast_fact
    where  as_of <= forecast_month
    order  by app_id, capability_id, tier, forecast_month, as_of desc
  )
  select f.forecast_month, f.app_id, f.capability_id, f.tier, f.as_of, f.predicted_units, a.units as actual_units,
         abs(a.units - f.predicted_units) / nullif(a.units, 0) as absolute_error_ratio,
         a.units between f.lower_units and f.upper_units as is_inside_band
  from   last_before f
  join   actual a on a.app_id = f.app_id and a.capability_id = f.capability_id and a.tier = f.tier and a.month = f.forecast_month
  where  f.forecast_month + interval '1 month' <= (select logical_date from reporting_clock);
comment on view forecast_accuracy is
  'For every complete month that was forecast before it began: projected units, actual units, absolute error as a share of actual.';

create materialized view mv_monthly_cost_summary as
  select date_trunc('month', ts)::date as month_start, app_id, capability_id, tier,
         sum(usd_cost) as total_cost, avg(usd_cost) as avg_daily_cost, count(distinct ts::date) as days_active
  from   license_cost_fact
  group  by 1, 2, 3, 4
  with no data;
create unique index mv_monthly_cost_summary_key on mv_monthly_cost_summary (month_start, app_id, capability_id, tier);
comment on materialized view mv_monthly_cost_summary is
  'Cost per month, application, capability and tier in US dollars; days_active counts distinct days with cost.';

create materialized view mv_app_cost_current as
  with paid as (
    select c.app_id, c.sector_id, sum(c.usd_cost) as month_cost, count(distinct c.capability_id) as capability_count
    from   charged_cost c
    join   reporting_clock r on c.ts >= r.current_month and c.ts < r.current_month + interval '1 month'
    group  by 1, 2
  )
  select a.app_id, coalesce(a.appd_application_name, a.sn_service_name) as app_name, o.owner_name, s.sector_name,
         p.pattern_name, coalesce(paid.month_cost, 0) as month_cost, coalesce(paid.capability_count, 0) as capability_count
  from   applications_dim a
  left join paid on paid.app_id = a.app_id
  left join owners_dim o on o.owner_id = a.owner_id
  left join architecture_dim p on p.architecture_id = a.architecture_id
  join   sectors_dim s on s.sector_id = coalesce(paid.sector_id, a.sector_id,
                                                (select sector_id from sectors_dim where sector_name = '__unassigned__'))
  where  a.kind <> 'reserved' and a.merged_into_app_id is null
  with no data;
create unique index mv_app_cost_current_key on mv_app_cost_current (app_id, sector_name);
comment on materialized view mv_app_cost_current is
  'Cost of the current month (reporting_clock) per application and sector that paid, in US dollars; applications without cost appear with 0.';
