create view reporting.line_origin as
  select f.chargeback_id as line_id, f.app_id, f.month_start, f.charge_month, f.run_id,
         case when received.sender_sector_id is null then f.sector_id else received.sender_sector_id end as sector_id
  from   chargeback_fact f
  left join lateral (
    select distinct a.sender_sector_id from allocation_fact a
    where  a.app_id = f.app_id and a.month_start = f.month_start and a.charge_month = f.charge_month and a.sector_id = f.sector_id) received
    on 'allocated_shared_service' in (f.chargeback_cycle, f.adjusted_cycle)
  where  (select sees_everything());
comment on view reporting.line_origin is
  'One row per charged line and sector whose cost it carries: the line''s own sector, or the sender of a received part. Ask it for one line. Empty for readers of single sectors.';
