create view reporting.event as
  select p.start_date as day, 'price' as kind,
         'Price of ' || k.capability_code || ' ' || p.tier || ': ' || trim_scale(p.unit_rate) || ' ' || p.currency || ' (' || p.price_list || ')' as says
  from   price_config p
  join   capabilities_dim k using (capability_id)
  where  p.superseded_at is null
  and    exists (select from price_config earlier where earlier.capability_id = p.capability_id and earlier.tier = p.tier
                 and earlier.superseded_at is null and earlier.start_date < p.start_date)
  union all
  select o.valid_from, 'reorganization',
         coalesce(a.appd_application_name, a.sn_service_name) || ': ' || b.sector_name || ' to ' || s.sector_name
         || coalesce(' (' || o.reason || ')', '')
  from   application_ownership o
  join   application_ownership before on before.app_id = o.app_id and before.valid_to = o.valid_from and before.sector_id <> o.sector_id
  join   sectors_dim s on s.sector_id = o.sector_id
  join   sectors_dim b on b.sector_id = before.sector_id
  join   applications_dim a on a.app_id = o.app_id
  where  (select sees_everything())
  union all
  select c.closed_at::date, 'close', to_char(c.month_start, 'YYYY-MM') || ' closed by ' || c.closed_by
  from   period_closings c
  union all
  select r.logical_date, 'failed-run', 'Run #' || r.run_id || ' of ' || r.logical_date || ' failed'
  from   pipeline_runs r
  where  r.status = 'failed';
comment on view reporting.event is
  'What happened on a day and may explain a step in a picture: price, reorganization, close or failed-run. One row per event. For everybody, but reorganizations: these are hidden from readers of single sectors.';
