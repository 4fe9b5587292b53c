create view reporting.largest_line with (security_invoker = true) as
  select f.chargeback_id as line_id
  from   chargeback_fact f
  where  f.month_start = (select c.current_month from reporting_clock c)
  order  by f.chargeback_cycle = 'allocated_shared_service' desc, f.usd_amount desc, f.chargeback_id
  limit  1;
comment on view reporting.largest_line is
  'One row: the largest part of a shared service that a sector received in the current month, or else its largest line; where the lineage begins while nobody has chosen a line.';
