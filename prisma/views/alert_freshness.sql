create view reporting.alert_freshness as
  select s.tool || ' ' || s.instance as subject,
         round((extract(epoch from now() - case when s.delivers = 'inventory' then s.last_snapshot_at
           else (coalesce(s.last_complete_day, c.logical_date - 91) + 1)::timestamp at time zone 'UTC' end) / 3600)::numeric, 1) as value,
         s.delivers as detail
  from   reporting.source_state s
  cross join reporting_clock c
  union all
  select 'dashboards', round((extract(epoch from now() - (h.data_through_day + 1)::timestamp at time zone 'UTC') / 3600)::numeric, 1), 'data through ' || h.data_through
  from   reporting.header h
  where  h.data_through_day is not null and (select sees_everything());
comment on view reporting.alert_freshness is
  'One row per source, and one for the dashboards: hours by the real clock since the end of the last complete day of usage, since the last inventory was read, since the end of the last day that dashboards show. The only figure here that is not measured against the logical date: when nothing runs, that date stands still. What an alert watches. Empty for readers of single sectors.';
