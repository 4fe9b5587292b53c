export const readApplications = `
  select app_id as "appId", appd_application_name as name from applications_dim a
  where  kind = 'application'
  and    (is_listed or exists (select from license_usage_fact u where u.app_id = a.app_id))
  order  by app_id`;

export const readServices = `
  select app_id as "serviceId", sn_service_name as name from applications_dim s
  where  kind = 'service'
  and    (is_in_scope or exists (select from application_links l where l.service_app_id = s.app_id and l.valid_to is null)
          or exists (select from mapping_overrides o where o.service_app_id = s.app_id and o.is_active))
  order  by app_id`;

export const readDecisions = `
  select 'override' as kind, app_id as "appId", service_app_id as "serviceId" from mapping_overrides where is_active
  union all
  select case status when 'approved' then 'approve' else 'reject' end, app_id, service_app_id
  from   review_queue where status in ('approved', 'rejected')
  order  by 2, 1, 3`;

export const createStaging = `
  create temp table staged_matches (
    app_id integer primary key, service_app_id integer, proposed_app_id integer, status text, method text,
    score numeric(5, 2), scores jsonb, candidates jsonb, environment text, is_production boolean, reason text
  ) on commit drop`;

const linkKey = `jsonb_build_object('app_id', l.app_id, 'valid_from', l.valid_from)`;
const linkValue = `jsonb_build_object('service_app_id', l.service_app_id, 'method', l.method, 'score', l.score::text, 'valid_to', l.valid_to)`;

export const updateLinks = `
  with changed as (
    select l.*, s.method as new_method, s.score as new_score, s.is_production as new_production
    from   application_links l
    join   staged_matches s on s.app_id = l.app_id and s.service_app_id = l.service_app_id
    where  l.valid_to is null and (l.method, l.score, l.is_production) is distinct from (s.method, s.score, s.is_production)
  ), logged as (
    insert into row_changes (run_id, table_name, operation, key, before, after)
    select $1, 'application_links', 'update', ${linkKey}, ${linkValue},
           jsonb_build_object('service_app_id', l.service_app_id, 'method', l.new_method, 'score', l.new_score::text)
    from   changed l
  )
  update application_links l
  set    method = c.new_method, score = c.new_score, is_production = c.new_production, run_id = $1,
         decided_by = case c.new_method when 'override' then 'person' when 'approval' then 'person' else 'matcher' end
  from   changed c where c.link_id = l.link_id`;

const lapsed = `
  select l.* from application_links l
  left join staged_matches s on s.app_id = l.app_id
  where  l.valid_to is null and s.app_id is not null and s.service_app_id is distinct from l.service_app_id`;

export const dropLinks = `
  with dropped as (select * from (${lapsed}) l where l.valid_from >= $1::date), logged as (
    insert into row_changes (run_id, table_name, operation, key, before)
    select $2, 'application_links', 'delete', ${linkKey}, ${linkValue} from dropped l
  )
  delete from application_links l using dropped d where d.link_id = l.link_id`;

export const endLinks = `
  with ended as (select * from (${lapsed}) l where l.valid_from < $1::date), logged as (
    insert into row_changes (run_id, table_name, operation, key, before, after)
    select $2, 'application_links', 'update', ${linkKey}, ${linkValue},
           jsonb_build_object('service_app_id', l.service_app_id, 'valid_to', $1::date)
    from   ended l
  )
  update application_links l set valid_to = $1::date, run_id = $2 from ended e where e.link_id = l.link_id`;

export const insertLinks = `
  insert into application_links (app_id, service_app_id, tool, instance, appd_application_id, sn_sys_id, method, decided_by,
                                 score, is_production, valid_from, run_id)
  select s.app_id, s.service_app_id, a.tool, a.instance, a.appd_application_id, v.service_key, s.method,
         case when s.method in ('override', 'approval') then 'person' else 'matcher' end, s.score, s.is_production,
         greatest($1::date, (select max(l.valid_to) from application_links l where l.app_id = s.app_id)), $2
  from   staged_matches s
  join   applications_dim a on a.app_id = s.app_id
  join   applications_dim v on v.app_id = s.service_app_id
  where  not exists (select from application_links l where l.app_id = s.app_id and l.valid_to is null)
  order  by s.app_id`;

/** An application belongs to its first service since its first usage day: nobody else was known before. */
export const widenFirstLinks = `
  update application_links l
  set    valid_from = least(l.valid_from, used.first_day)
  from   (select app_id, min(ts)::date as first_day from license_usage_fact group by 1) used
  where  used.app_id = l.app_id and used.first_day < l.valid_from
  and    not exists (select from application_links e where e.app_id = l.app_id and e.valid_from < l.valid_from)`;

const holder = `
  select l.service_app_id, l.app_id
  from   application_links l
  where  l.valid_to is null and l.is_production`;

export const releaseApplications = `
  update applications_dim a
  set    cmdb_tool = null, cmdb_instance = null, sn_sys_id = null, sn_service_name = null, owner_id = null, sector_id = null,
         architecture_id = null, h_code = null, cost_center = null, support_group = null, run_id = $1, updated_at = now()
  where  a.kind = 'application' and a.sn_sys_id is not null
  and    not exists (select from (${holder}) h join applications_dim s on s.app_id = h.service_app_id
                     where h.app_id = a.app_id and s.service_key = a.sn_sys_id)`;

export const moveServices = `
  update applications_dim s
  set    merged_into_app_id = h.app_id, sn_sys_id = case when h.app_id is null then s.service_key end, run_id = $1, updated_at = now()
  from   applications_dim v
  left join (${holder}) h on h.service_app_id = v.app_id
  where  v.app_id = s.app_id and s.kind = 'service' and s.merged_into_app_id is distinct from h.app_id`;

export const describeApplications = `
  update applications_dim a
  set    cmdb_tool = s.cmdb_tool, cmdb_instance = s.cmdb_instance,
         sn_sys_id = case when l.is_production then s.service_key end, sn_service_name = s.sn_service_name,
         owner_id = s.owner_id, sector_id = s.sector_id, architecture_id = s.architecture_id, h_code = s.h_code,
         cost_center = s.cost_center, support_group = s.support_group, environment = m.environment,
         run_id = $1, updated_at = now()
  from   application_links l
  join   applications_dim s on s.app_id = l.service_app_id
  join   staged_matches m on m.app_id = l.app_id
  where  l.valid_to is null and a.app_id = l.app_id
  and    (a.sn_sys_id, a.sn_service_name, a.owner_id, a.sector_id, a.architecture_id, a.h_code, a.cost_center, a.support_group, a.environment)
         is distinct from
         (case when l.is_production then s.service_key end, s.sn_service_name, s.owner_id, s.sector_id, s.architecture_id,
          s.h_code, s.cost_center, s.support_group, m.environment)`;

export const repointServers = `
  update app_server_mapping m
  set    app_id = coalesce(s.merged_into_app_id, s.app_id)
  from   applications_dim s
  where  s.app_id = m.service_app_id and m.app_id <> coalesce(s.merged_into_app_id, s.app_id)`;

export const logResults = `
  insert into reconciliation_log (run_id, app_id, service_app_id, status, method, reason, decided_by, scores, score, before, after)
  select $1, s.app_id, coalesce(s.service_app_id, s.proposed_app_id), s.status, s.method, s.reason,
         case when s.method in ('override', 'approval') then 'person' else 'matcher' end, s.scores, s.score,
         case when b.app_id is not null then jsonb_build_object('service_app_id', b.service_app_id, 'method', b.method) end,
         case when s.service_app_id is not null then jsonb_build_object('service_app_id', s.service_app_id, 'method', s.method) end
  from   staged_matches s
  left join links_before b on b.app_id = s.app_id
  on conflict (run_id, app_id) do update
    set service_app_id = excluded.service_app_id, status = excluded.status, method = excluded.method, reason = excluded.reason,
        scores = excluded.scores, score = excluded.score, after = excluded.after`;

export const retireReviews = `
  update review_queue q set status = 'obsolete'
  where  q.status = 'open'
  and    not exists (select from staged_matches s where s.app_id = q.app_id and s.status = 'needs_review' and s.proposed_app_id = q.service_app_id)`;

export const upsertReviews = `
  insert into review_queue (app_id, service_app_id, reason, candidates, score, run_id)
  select app_id, proposed_app_id, reason, candidates, score, $1
  from   staged_matches where status = 'needs_review' and proposed_app_id is not null
  order  by app_id
  on conflict (app_id, service_app_id) do update
    set reason = excluded.reason, candidates = excluded.candidates, score = excluded.score, run_id = excluded.run_id,
        status = case when review_queue.status = 'obsolete' then 'open' else review_queue.status end
    where review_queue.status in ('open', 'obsolete')`;
