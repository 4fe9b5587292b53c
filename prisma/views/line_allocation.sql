create view reporting.line_allocation as
  select f.chargeback_id as line_id, a.allocation_id, k.capability_code as capability, o.sector_name as sender, r.sector_name as receiver,
         l.rule_name as rule, a.rule_version, a.step, a.method, a.driver, a.driver_unit, a.driver_quantity, a.driver_total, a.ratio,
         a.sender_total, a.usd_amount as amount, a.run_id
  from   chargeback_fact f
  join   allocation_fact a on a.app_id = f.app_id and a.month_start = f.month_start and a.charge_month = f.charge_month
         and case when 'shared_service_offset' in (f.chargeback_cycle, f.adjusted_cycle) then a.sender_sector_id else a.sector_id end = f.sector_id
  join   capabilities_dim k on k.capability_id = a.capability_id
  join   sectors_dim o on o.sector_id = a.sender_sector_id
  join   sectors_dim r on r.sector_id = a.sector_id
  left join allocation_rules l on l.rule_id = a.rule_id
  where  (f.chargeback_cycle in ('allocated_shared_service', 'shared_service_offset')
          or f.adjusted_cycle in ('allocated_shared_service', 'shared_service_offset'))
  and    (select sees_everything());
comment on view reporting.line_allocation is
  'One row per charged line that distributes a shared service, and allocation it adds up (with the sign of the receiver): rule, driver, ratio, the sender''s total and the amount in US dollars. Ask it for one line. Empty for readers of single sectors.';
