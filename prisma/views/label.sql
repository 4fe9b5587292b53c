create view reporting.label with (security_invoker = true) as
  select 'application' as kind, a.app_id as id, coalesce(a.appd_application_name, a.sn_service_name) as label from applications_dim a
  union all
  select 'sector', s.sector_id, s.sector_name from sectors_dim s
  union all
  select 'capability', k.capability_id, k.capability_code from capabilities_dim k
  union all
  select 'architecture', p.architecture_id, p.pattern_name from architecture_dim p;
comment on view reporting.label is
  'What stands for an id in reporting.cost: one row per kind (application, sector, capability, architecture) and id. Readers of single sectors see the names that they may see.';
