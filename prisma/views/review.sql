create view reporting.review as
  select q.review_id, q.app_id, coalesce(a.appd_application_name, a.sn_service_name) as application, s.sn_service_name as service, q.score,
         (select string_agg(coalesce(n.sn_service_name, 'service ' || (c.candidate ->> 'serviceId')) || ' (' || (c.candidate ->> 'score') || ')', ', ' order by c.place)
          from   jsonb_array_elements(q.candidates) with ordinality as c(candidate, place)
          left join applications_dim n on n.app_id = (c.candidate ->> 'serviceId')::integer) as candidates,
         q.reason, q.status, q.decided_by, q.decided_at, q.decision_reason,
         (select min(r.logical_date) from pipeline_runs r join reconciliation_log l on l.run_id = r.run_id and l.app_id = q.app_id
          where  r.logical_date > (select logical_date - 90 from reporting_clock) and l.status = 'needs_review') as waits_since,
         (select sum(c.usd_cost) from cost_by_month c
          where c.app_id = q.app_id and c.month_start = (select current_month from reporting_clock)) as cost
  from   review_queue q
  join   applications_dim a on a.app_id = q.app_id
  join   applications_dim s on s.app_id = q.service_app_id
  where  (select sees_everything());
comment on view reporting.review is
  'One row per pair of application and service that a person decides on or decided. score: 0 to 100; candidates: the best services with their scores; waits_since: the first date of the last ninety on which the matcher asked; cost: US dollars of the application in the current month, before allocation. Empty for readers of single sectors.';
