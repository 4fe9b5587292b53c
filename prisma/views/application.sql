create view reporting.application with (security_barrier = true) as
  select a.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application, a.environment, a.sn_service_name as service,
         p.pattern_name as architecture_today, a.is_listed, r.servers, d.sector_name as sector_today
  from   applications_dim a
  join   sector_today t using (app_id)
  join   sectors_dim d on d.sector_id = t.sector_id
  left join architecture_dim p on p.architecture_id = a.architecture_id
  left join (
    select m.app_id, count(distinct m.server_id) as servers
    from   app_server_mapping m
    join   servers_dim s on s.server_id = m.server_id and s.is_listed
    group  by 1
  ) r on r.app_id = a.app_id
  where  a.kind = 'application'
  and    ((select sees_everything()) or t.sector_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user)));
comment on view reporting.application is
  'One row per application of the tool, as of the last run: its sector, its environment, the service it was matched to, the pattern of its architecture, and on how many listed servers the CMDB says that it runs; servers is null when the CMDB relates none. Readers of single sectors see the applications that are theirs today.';
