create view reporting.table_size as
  select p.relname as table_name, sum(pg_total_relation_size(t.oid)) as bytes, sum(pg_indexes_size(t.oid)) as index_bytes,
         sum(greatest(t.reltuples, 0))::bigint as estimated_rows, count(*) as partitions
  from   pg_class t
  left join pg_inherits i on i.inhrelid = t.oid
  join   pg_class p on p.oid = coalesce(i.inhparent, t.oid)
  where  t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'm')
  group  by 1;
comment on view reporting.table_size is
  'One row per table or materialized view with its partitions added up: bytes with indexes and large values, bytes of indexes, and rows as the planner estimates them. For everybody.';
