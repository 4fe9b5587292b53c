create view reporting.open_work as
  select (select count(*) from reporting.check_result where is_latest and severity = 'blocking' and outcome = 'fail') as blocking_failures,
         (select count(*) from reporting.check_result
          where  is_latest and not (severity = 'blocking' and outcome = 'fail') and outcome in ('fail', 'warn', 'not_evaluated')) as findings,
         (select count(*) from review_queue where status = 'open') as open_reviews,
         (select count(*) from allocation_rules where status = 'draft' and end_date is null)
           + (select count(*) from contracts where status = 'draft') as drafts,
         (select count(*) from chargeback_periods where state = 'in_review') as months_in_review,
         (select count(*) from disputes where status in ('open', 'answered')) as open_disputes
  where  (select sees_everything());
comment on view reporting.open_work is
  'One row: how much waits for a person: blocking checks that failed and other findings of the newest validated run, open reviews of matches, allocation rules and contracts that nobody approved, months in review, and disputes that are not decided. Empty for readers of single sectors.';
