create view reporting.sector_name with (security_invoker = true) as
  select distinct sector_name as sector
  from   sectors_dim s
  where  (select sees_everything()) or s.sector_id in (select r.sector_id from reader_scopes r where r.role_name = current_user);
comment on view reporting.sector_name is 'The sectors and buckets that the reader may choose from: one row per name.';
