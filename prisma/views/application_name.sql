create view reporting.application_name with (security_invoker = true) as
  select distinct coalesce(appd_application_name, sn_service_name) as application
  from   applications_dim
  where  app_id in (select app_id from cost_by_month);
comment on view reporting.application_name is
  'The applications and buckets that the reader may choose from, those that ever cost or used something: one row per name.';
