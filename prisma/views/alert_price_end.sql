create view reporting.alert_price_end as
  with used as (
    select distinct u.capability_id, u.tier from usage_by_day u where u.day > (select max(day) from usage_by_day) - 30
  ), prices as (
    select p.* from price_config p where p.superseded_at is null
  ), uncovered as (
    select u.capability_id, u.tier, least(
             case when not exists (select from prices p where p.capability_id = u.capability_id and p.tier = u.tier
                                   and daterange(p.start_date, p.end_date) @> current_date) then current_date end,
             (select min(p.end_date) from prices p
              where  p.capability_id = u.capability_id and p.tier = u.tier and p.end_date > current_date
              and    not exists (select from prices n where n.capability_id = u.capability_id and n.tier = u.tier
                                 and daterange(n.start_date, n.end_date) @> p.end_date))) as first_day
    from   used u
    where  exists (select from prices p where p.capability_id = u.capability_id and p.tier = u.tier)
  )
  select k.capability_code || ' ' || n.tier as subject, least(coalesce(n.first_day - current_date, 366), 366) as value,
         coalesce('until ' || n.first_day, 'no end known') as detail
  from   uncovered n
  join   capabilities_dim k on k.capability_id = n.capability_id
  where  (select sees_everything());
comment on view reporting.alert_price_end is
  'One row per capability and tier that was used in the last thirty days of data and ever had a price: days from today, by the real clock, to the first day without a price; 0 is today, 366 a year or more, or no end. What an alert watches. Empty for readers of single sectors.';
