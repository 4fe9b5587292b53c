create view reporting.busiest_minute as
  select n.run_id, n.tool, n.instance, b.minute, b.answers
  from   (select distinct on (tool, instance) run_id, stage, tool, instance from source_snapshots order by tool, instance, snapshot_id desc) n
  cross join lateral (
    select date_trunc('minute', w.received_at) as minute, count(*) as answers
    from   raw_source_answers w
    where  w.run_id = n.run_id and w.stage = n.stage and w.tool = n.tool and w.instance = n.instance
    group  by 1 order by 2 desc, 1 limit 1) b
  where  (select sees_everything());
comment on view reporting.busiest_minute is
  'One row per source: the minute of its last extraction in which most answers came, to compare with its limit of requests a minute. Empty for readers of single sectors.';
