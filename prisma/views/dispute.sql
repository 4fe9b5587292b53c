create view reporting.dispute with (security_invoker = true) as
  select d.dispute_id, d.month_start, p.fiscal_month, p.state as period_state, s.sector_name as sector, d.line_id, d.status, d.opened_by, d.opened_at, d.reason,
         d.answer_by, d.answered_by, d.answered_at, d.answer, d.decide_by, d.decided_by, d.decided_at, d.decision,
         coalesce(a.appd_application_name, a.sn_service_name) as application, f.usd_amount as amount,
         case d.status when 'open' then d.answer_by when 'answered' then d.decide_by end as due_on,
         coalesce(case d.status when 'open' then d.answer_by when 'answered' then d.decide_by end < c.logical_date, false) as is_late
  from   disputes d
  join   sectors_dim s on s.sector_id = d.sector_id
  cross join reporting_clock c
  left join reporting.period p on p.month_start = d.month_start
  left join chargeback_fact f on f.chargeback_id = d.line_id
  left join applications_dim a on a.app_id = f.app_id;
comment on view reporting.dispute is
  'Every dispute: one row with its deadlines, answer and decision; amount in US dollars of the disputed line, null when the whole statement is disputed. due_on: the next deadline of one that is not decided; is_late: it lies before the date of the last run.';
