create view reporting.acceptance with (security_invoker = true) as
  select s.month_start, s.fiscal_month, s.sector, s.state as period_state, s.total, p.accept_by, d.decision, d.decided_by, d.decided_at, d.reason,
         d.total as decided_total,
         case when d.decision = 'accepted' then d.statement_hash = present.hash end as holds,
         case when d.decision = 'accepted' and d.statement_hash = present.hash then 'accepted'
              when d.decision = 'accepted' then 'changed since'
              when d.decision = 'disputed' then 'disputed'
              when s.total = 0 then 'nothing to accept'
              when p.accept_by is null then 'not asked yet'
              when p.accept_by < c.logical_date then 'silent, counts as accepted'
              else 'waiting' end as answer
  from   reporting.statement s
  join   reporting.period p on p.month_start = s.month_start
  join   sectors_dim n on n.sector_name = s.sector and n.kind <> 'bucket'
  cross join reporting_clock c
  left join lateral (select * from statement_decisions x where x.month_start = s.month_start and x.sector_id = n.sector_id
                     order by x.decision_id desc limit 1) d on true
  -- As the acceptance wrote it down: a hash over what every line says, without the numbers of lines.
  left join lateral (
    select encode(sha256(convert_to(string_agg(line, e'\n' order by line), 'UTF8')), 'hex') as hash
    from   (select concat_ws('|', charge_month, app_id, chargeback_cycle, adjusted_cycle, corrected_line, cause, rule_id, usd_amount) as line
            from   chargeback_fact f where f.month_start = s.month_start and f.sector_id = n.sector_id) lines
    where  d.decision = 'accepted') present on true;
comment on view reporting.acceptance is
  'What sectors said of their statements: one row per month and sector that was charged, with its last word, and whether an acceptance still holds for the statement as it is now. US dollars. Silence through the deadline counts as acceptance, by the date of the last run. Buckets are accepted by nobody.';
