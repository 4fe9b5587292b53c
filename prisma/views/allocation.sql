create view reporting.allocation with (security_invoker = true) as
  select a.allocation_id, a.month_start, a.charge_month, p.fiscal_month, coalesce(d.appd_application_name, d.sn_service_name) as service, k.capability_code as capability,
         coalesce(o.sector_name, '(another sector)') as sender, s.sector_name as receiver, s.kind as receiver_kind,
         r.rule_name as rule, a.rule_version, a.step, a.method, a.driver, a.driver_unit, a.driver_quantity, a.driver_total, a.ratio,
         a.sender_total, a.usd_amount as amount
  from   allocation_fact a
  join   applications_dim d on d.app_id = a.app_id
  join   capabilities_dim k on k.capability_id = a.capability_id
  join   sectors_dim s on s.sector_id = a.sector_id
  left join sectors_dim o on o.sector_id = a.sender_sector_id
  left join allocation_rules r on r.rule_id = a.rule_id
  left join reporting.period p on p.month_start = a.month_start;
comment on view reporting.allocation is
  'How shared services were distributed: one row per month in which it is booked, month of the cost, shared service, capability, receiver, rule and step. sender_total: US dollars that the service distributed of the capability; amount: US dollars that the receiver got; ratio: its share of one, for information; driver quantities in driver_unit.';
