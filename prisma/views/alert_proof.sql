create view reporting.alert_proof as
  select 'months' as subject, max(abs(difference)) as value,
         coalesce('largest in ' || to_char((array_agg(month_start order by abs(difference) desc) filter (where difference <> 0))[1], 'YYYY-MM'), 'every month') as detail
  from   reporting.month
  having count(*) > 0;
comment on view reporting.alert_proof is
  'One row: the largest difference between what a month cost and what was charged, in US dollars without sign, and its month; 0.00 when every month adds up. What an alert watches. Empty for readers of single sectors.';
