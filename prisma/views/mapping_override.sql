create view reporting.mapping_override as
  select o.override_id, coalesce(a.appd_application_name, a.sn_service_name) as application, coalesce(s.sn_service_name, '(no service)') as service,
         o.reason, o.created_by, o.created_at, o.is_active, o.ended_at
  from   mapping_overrides o
  join   applications_dim a on a.app_id = o.app_id
  left join applications_dim s on s.app_id = o.service_app_id
  where  (select sees_everything());
comment on view reporting.mapping_override is
  'One row per decision of a person that stands above the matcher: the service that an application belongs to, or that it belongs to none. Empty for readers of single sectors.';
