-- What a charge is, with closed months as they were closed and corrections beside them.

create or replace view charged_cost as
  select c.cost_id, c.ts, date_trunc('month', c.ts)::date as month_start, c.app_id, c.capability_id, c.tier, c.price_id,
         o.ownership_id,
         coalesce(case when p.month_start is null then o.sector_id else f.sector_id end, u.sector_id) as sector_id,
         case when p.month_start is null then o.owner_id else f.owner_id end as owner_id,
         case when p.month_start is null then o.architecture_id else f.architecture_id end as architecture_id,
         coalesce(case when p.month_start is null then o.h_code else f.h_code end, '') as h_code,
         case when p.month_start is null then o.cost_center else f.cost_center end as cost_center,
         c.units, c.unit_rate, c.cost_exact, c.usd_cost, c.tool, c.instance
  from   license_cost_fact c
  cross join (select sector_id from sectors_dim where sector_name = '__unassigned__') u
  left join chargeback_periods p on p.month_start = date_trunc('month', c.ts)::date and p.state in ('closed', 'restated')
  left join closed_ownership f
         on f.month_start = p.month_start and f.app_id = c.app_id and c.ts >= f.valid_from and c.ts < f.valid_to
  left join application_ownership o
         on p.month_start is null and o.app_id = c.app_id and c.ts >= o.valid_from and (o.valid_to is null or c.ts < o.valid_to);
comment on view charged_cost is
  'Cost rows with the sector and owner that were charged: those in force on the usage day, for a closed month as they stood at the close. No owner means the bucket __unassigned__. One row per cost row; US dollars.';

create function prices_known_at(moment timestamptz)
returns table (price_id integer, capability_id integer, tier text, currency character(3), unit_rate numeric(18, 8), exchange_rate numeric(18, 8),
               is_rated boolean, start_date date, end_date date)
language sql stable as $$
  with known as (
    select p.*, p.pricing_model <> 'per_unit' or p.maximum_amount is not null as is_rated
    from   price_config p where p.created_at <= moment and (p.superseded_at is null or p.superseded_at > moment)
  )
  select price_id, capability_id, tier, currency, unit_rate, 1::numeric(18, 8), is_rated, start_date, end_date
  from   known where currency = 'USD'
  union all
  select p.price_id, p.capability_id, p.tier, p.currency, p.unit_rate, x.usd_rate, p.is_rated, greatest(p.start_date, x.month_start),
         least(p.end_date, (x.month_start + interval '1 month')::date)
  from   known p
  join   exchange_rates x on x.currency = p.currency and x.month_start + interval '1 month' > p.start_date
         and (p.end_date is null or x.month_start < p.end_date)
  where  p.currency <> 'USD'
$$;
comment on function prices_known_at is
  'What a day of usage was priced by at a moment: the versions that were in force then; in another currency one row per month that has a rate (R5).';

create view price_in_force as select * from prices_known_at('infinity');
comment on view price_in_force is
  'What a day of usage is priced by: the newest version of each price; in another currency one row per month that has a rate (R5). Ranges are half-open. A rated price looks at the units of the whole month (R9).';

drop view month_balance;
create view month_balance as
  with cost as (
    select date_trunc('month', ts)::date as month_start, sum(usd_cost) as usage_cost, sum(cost_exact) as usage_exact
    from   license_cost_fact group by 1
  ), contract as (
    select month_start, sum(usd_cost) as contract_cost, sum(cost_exact) as contract_exact from contract_charge_fact group by 1
  ), corrected as (
    select date_trunc('month', ts)::date as month_start, sum(usd_cost) as corrections, sum(cost_exact) as corrections_exact
    from   cost_adjustment_fact group by 1
  ), bill as (
    select charge_month as month_start, sum(usd_amount) as charged from chargeback_fact group by 1
  )
  select m.month_start,
         coalesce(usage_cost, 0) + coalesce(contract_cost, 0) + coalesce(corrections, 0) as total_cost,
         coalesce(usage_exact, 0) + coalesce(contract_exact, 0) + coalesce(corrections_exact, 0) as total_exact,
         coalesce(charged, 0) as charged,
         coalesce(usage_cost, 0) as usage_cost, coalesce(contract_cost, 0) as contract_cost, coalesce(corrections, 0) as corrections
  from   (select month_start from cost union select month_start from contract union select month_start from corrected
          union select month_start from bill) m
  left join cost using (month_start)
  left join contract using (month_start)
  left join corrected using (month_start)
  left join bill using (month_start)
  where  not exists (select from chargeback_periods p where p.month_start = m.month_start and p.origin = 'history');
comment on view month_balance is
  'Per month of usage: what it cost (usage, contract charges, corrections since its close), and what sectors and buckets were charged for it. The two must be equal to the cent. Months taken over from history have no cost of their own and are left out.';

create view statement_line as
  select f.chargeback_id as line_id, f.month_start, f.charge_month, f.sector_id, s.sector_name, s.kind as sector_kind, s.charge_mode,
         f.app_id, coalesce(a.appd_application_name, a.sn_service_name) as app_name, f.chargeback_cycle, f.adjusted_cycle,
         case when f.chargeback_cycle = 'direct' then 'direct'
              when f.chargeback_cycle = 'allocated_shared_service' then 'shared in'
              when f.chargeback_cycle = 'shared_service_offset' then 'shared out'
              else 'adjustment' end as part,
         nullif(f.corrected_line, 0) as corrected_line, f.cause, f.rule_id, r.rule_name, r.version as rule_version,
         f.allocation_method, f.sender_total, f.usd_amount, f.run_id, p.state as period_state
  from   chargeback_fact f
  join   sectors_dim s using (sector_id)
  join   applications_dim a using (app_id)
  join   chargeback_periods p on p.month_start = f.month_start
  left join allocation_rules r on r.rule_id = f.rule_id;
comment on view statement_line is
  'One row per charged line with the names a statement shows; US dollars. A sector''s statement of a month is its rows of that month_start.';

create view sector_statement as
  select month_start, sector_id, sector_name, sector_kind, charge_mode, period_state,
         sum(usd_amount) filter (where part = 'direct') as direct,
         sum(usd_amount) filter (where part = 'shared in') as shared_in,
         sum(usd_amount) filter (where part = 'shared out') as shared_out,
         sum(usd_amount) filter (where part = 'adjustment') as adjustments,
         sum(usd_amount) as total
  from   statement_line
  group  by 1, 2, 3, 4, 5, 6;
comment on view sector_statement is 'One row per month and sector or bucket: direct, shared in, shared out, adjustments, total; US dollars.';

create view invoice_difference as
  with charged as (
    select month_start, capability_id, sum(usd_cost) as cost from (
      select date_trunc('month', ts)::date as month_start, capability_id, usd_cost from license_cost_fact
      union all select month_start, capability_id, usd_cost from contract_charge_fact
      union all select date_trunc('month', ts)::date, capability_id, usd_cost from cost_adjustment_fact
    ) costs group by 1, 2
  ), invoiced as (
    select month_start, capability_id, sum(usd_amount) as invoiced from vendor_invoice_lines group by 1, 2
  )
  select coalesce(c.month_start, i.month_start) as month_start, coalesce(c.capability_id, i.capability_id) as capability_id,
         coalesce(cap.capability_code, '(none)') as capability_code, coalesce(c.cost, 0) as cost, coalesce(i.invoiced, 0) as invoiced,
         coalesce(i.invoiced, 0) - coalesce(c.cost, 0) as difference,
         exists (select from invoice_explanations e where e.month_start = coalesce(c.month_start, i.month_start)
                 and (e.capability_id is null or e.capability_id = coalesce(c.capability_id, i.capability_id))) as is_explained
  from   charged c
  full join invoiced i on i.month_start = c.month_start and i.capability_id is not distinct from c.capability_id
  left join capabilities_dim cap on cap.capability_id = coalesce(c.capability_id, i.capability_id)
  where  exists (select from vendor_invoice_lines v where v.month_start = coalesce(c.month_start, i.month_start));
comment on view invoice_difference is
  'Per month with an invoice and capability: what usage and contracts cost, what the vendor invoiced, and the difference; US dollars (G-6).';
