import { hashOfRows } from './lineage.ts';

export type InventoryTable = 'applications_dim' | 'servers_dim' | 'app_server_mapping';

const savedRows: Readonly<
  Record<InventoryTable, { readonly columns: readonly string[]; readonly which: string }>
> = {
  applications_dim: {
    columns: [
      'service_key',
      'sn_service_name',
      'owner_id',
      'sector_id',
      'h_code',
      'install_status',
      'operational_status',
    ],
    which: `kind = 'service' and cmdb_tool = $1 and cmdb_instance = $2 and is_listed`,
  },
  servers_dim: {
    columns: ['sn_sys_id', 'server_name', 'operational_status'],
    which: 'tool = $1 and instance = $2 and is_listed',
  },
  app_server_mapping: {
    columns: ['service_app_id', 'server_id', 'relation'],
    which: 'tool = $1 and instance = $2',
  },
};

export const savedHash = (table: InventoryTable): string =>
  `select ${hashOfRows(savedRows[table].columns)} as hash from ${table} where ${savedRows[table].which}`;

export const createStaging = `
  create temp table staged_services (
    service_key text primary key, sn_service_name text, owner_key text, owner_name text, department text, manager_name text,
    sector_name text, pattern_name text, h_code text, cost_center text, support_group text, environment text,
    install_status text, operational_status text, is_marked_monitored boolean
  ) on commit drop`;

export const insertSectors = `
  insert into sectors_dim (sector_name)
  select distinct sector_name from staged_services where sector_name is not null order by 1
  on conflict (sector_name) do nothing`;

export const insertPatterns = `
  insert into architecture_dim (pattern_name)
  select distinct pattern_name from staged_services where pattern_name is not null order by 1
  on conflict (pattern_name) do nothing`;

export const insertManagers = `
  insert into owners_dim (tool, instance, owner_key, owner_name)
  select distinct $1, $2, s.manager_name, s.manager_name
  from   staged_services s
  where  s.manager_name is not null
  and    not exists (select from owners_dim o where o.tool = $1 and o.instance = $2 and o.owner_name = s.manager_name)
  and    not exists (select from staged_services t where t.owner_name = s.manager_name)
  order  by 3
  on conflict (tool, instance, owner_key) do nothing`;

export const upsertOwners = `
  insert into owners_dim (tool, instance, owner_key, owner_name, department)
  select distinct on (owner_key) $1, $2, owner_key, coalesce(owner_name, owner_key), department
  from   staged_services
  where  owner_key is not null
  order  by owner_key, service_key
  on conflict (tool, instance, owner_key) do update
    set owner_name = excluded.owner_name, department = coalesce(excluded.department, owners_dim.department)
    where (owners_dim.owner_name, owners_dim.department)
          is distinct from (excluded.owner_name, coalesce(excluded.department, owners_dim.department))`;

export const linkManagers = `
  with managed as (
    select distinct on (s.owner_key) s.owner_key, m.owner_id as parent_owner_id
    from   staged_services s
    join   owners_dim m on m.tool = $1 and m.instance = $2 and m.owner_name = s.manager_name
    where  s.owner_key is not null
    order  by s.owner_key, s.service_key, m.owner_id
  )
  update owners_dim o
  set    parent_owner_id = managed.parent_owner_id
  from   managed
  where  o.tool = $1 and o.instance = $2 and o.owner_key = managed.owner_key and o.owner_id <> managed.parent_owner_id
  and    o.parent_owner_id is distinct from managed.parent_owner_id`;

export const upsertServices = `
  with incoming as (
    select s.*, o.owner_id, d.sector_id, p.architecture_id,
           (cardinality($4::text[]) = 0 or coalesce(s.install_status, '') = any($4))
           and (cardinality($5::text[]) = 0 or coalesce(s.operational_status, '') = any($5)) as is_in_scope
    from   staged_services s
    left join owners_dim o on o.tool = $1 and o.instance = $2 and o.owner_key = s.owner_key
    left join sectors_dim d on d.sector_name = s.sector_name
    left join architecture_dim p on p.pattern_name = s.pattern_name
    order  by s.service_key
  ), saved as (
    insert into applications_dim as a (kind, cmdb_tool, cmdb_instance, service_key, sn_sys_id, sn_service_name, owner_id, sector_id,
                                       architecture_id, h_code, cost_center, support_group, environment, install_status,
                                       operational_status, is_marked_monitored, is_in_scope, is_listed, run_id)
    select 'service', $1, $2, service_key, service_key, sn_service_name, owner_id, sector_id, architecture_id, h_code,
           cost_center, support_group, environment, install_status, operational_status, is_marked_monitored, is_in_scope,
           true, $3
    from   incoming
    on conflict (cmdb_tool, cmdb_instance, service_key) do update
      set sn_service_name = excluded.sn_service_name, owner_id = excluded.owner_id, sector_id = excluded.sector_id,
          architecture_id = excluded.architecture_id, h_code = excluded.h_code, cost_center = excluded.cost_center,
          support_group = excluded.support_group, environment = excluded.environment,
          install_status = excluded.install_status, operational_status = excluded.operational_status,
          is_marked_monitored = excluded.is_marked_monitored, is_in_scope = excluded.is_in_scope, is_listed = true,
          run_id = excluded.run_id, updated_at = now()
      where (a.sn_service_name, a.owner_id, a.sector_id, a.architecture_id, a.h_code, a.cost_center, a.support_group,
             a.environment, a.install_status, a.operational_status, a.is_marked_monitored, a.is_in_scope, a.is_listed)
        is distinct from
            (excluded.sn_service_name, excluded.owner_id, excluded.sector_id, excluded.architecture_id, excluded.h_code,
             excluded.cost_center, excluded.support_group, excluded.environment, excluded.install_status,
             excluded.operational_status, excluded.is_marked_monitored, excluded.is_in_scope, true)
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

export const unlistServices = `
  update applications_dim a
  set    is_listed = false, is_in_scope = false, run_id = $3, updated_at = now()
  where  a.kind = 'service' and a.cmdb_tool = $1 and a.cmdb_instance = $2 and a.is_listed
  and    not exists (select from staged_services s where s.service_key = a.service_key)`;

export const refreshMerged = `
  update applications_dim a
  set    sn_service_name = s.sn_service_name, owner_id = s.owner_id, sector_id = s.sector_id,
         architecture_id = s.architecture_id, h_code = s.h_code, cost_center = s.cost_center,
         support_group = s.support_group, run_id = $3, updated_at = now()
  from   applications_dim s
  where  s.kind = 'service' and s.cmdb_tool = $1 and s.cmdb_instance = $2 and s.merged_into_app_id = a.app_id
  and    (a.sn_service_name, a.owner_id, a.sector_id, a.architecture_id, a.h_code, a.cost_center, a.support_group)
         is distinct from (s.sn_service_name, s.owner_id, s.sector_id, s.architecture_id, s.h_code, s.cost_center, s.support_group)`;

export const upsertServers = `
  with saved as (
    insert into servers_dim as d (tool, instance, sn_sys_id, server_name, host_name, os, environment, operational_status, cpu_count, run_id)
    select $1, $2, sn_sys_id, server_name, host_name, os, environment, operational_status, cpu_count, $3
    from   staged_servers order by sn_sys_id
    on conflict (tool, instance, sn_sys_id) do update
      set server_name = excluded.server_name, host_name = excluded.host_name, os = excluded.os,
          environment = excluded.environment, operational_status = excluded.operational_status,
          cpu_count = excluded.cpu_count, is_listed = true, run_id = excluded.run_id
      where (d.server_name, d.host_name, d.os, d.environment, d.operational_status, d.cpu_count, d.is_listed)
        is distinct from (excluded.server_name, excluded.host_name, excluded.os, excluded.environment,
                          excluded.operational_status, excluded.cpu_count, true)
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

export const unlistServers = `
  update servers_dim d set is_listed = false, run_id = $3
  where  d.tool = $1 and d.instance = $2 and d.is_listed
  and    not exists (select from staged_servers s where s.sn_sys_id = d.sn_sys_id)`;

export const insertRelations = `
  insert into app_server_mapping (app_id, service_app_id, server_id, tool, instance, relation, run_id)
  select distinct on (a.app_id, d.server_id)
         coalesce(a.merged_into_app_id, a.app_id), a.app_id, d.server_id, $1, $2, r.relation, $3::integer
  from   staged_runs_on r
  join   applications_dim a on a.cmdb_tool = $1 and a.cmdb_instance = $2 and a.service_key = r.service_key
  join   servers_dim d on d.tool = $1 and d.instance = $2 and d.sn_sys_id = r.server_key
  order  by a.app_id, d.server_id, r.relation
  on conflict (tool, instance, service_app_id, server_id) do update
    set relation = excluded.relation, run_id = excluded.run_id
    where app_server_mapping.relation is distinct from excluded.relation`;

export const deleteRelations = `
  delete from app_server_mapping m
  using  applications_dim a, servers_dim d
  where  m.tool = $1 and m.instance = $2 and a.app_id = m.service_app_id and d.server_id = m.server_id
  and    not exists (select from staged_runs_on r where r.service_key = a.service_key and r.server_key = d.sn_sys_id)`;

export const countScope = `
  select count(*) filter (where is_in_scope)::integer as in_scope, count(*) filter (where not is_in_scope)::integer as out_of_scope
  from   applications_dim
  where  kind = 'service' and cmdb_tool = $1 and cmdb_instance = $2 and is_listed`;
