create view reporting.contract_rate as
  select m.month_start, p.capability_id, k.capability_code as capability, p.tier,
         case when bool_or(d.is_rated) then null else sum(d.days * d.usd_rate) / nullif(sum(d.days) filter (where d.usd_rate is not null), 0) end as usd_rate,
         (array_agg(d.usd_rate order by p.start_date desc))[1] as usd_rate_at_end, count(*) as prices, sum(d.days)::integer as days, m.days as days_of_month,
         bool_or(d.is_rated) as is_rated
  from   reporting.billed_month m
  join   price_config p on p.superseded_at is null and p.start_date < m.month_start + m.days and (p.end_date is null or p.end_date > m.month_start)
  join   capabilities_dim k on k.capability_id = p.capability_id
  left join exchange_rates x on x.currency = p.currency and x.month_start = m.month_start
  cross join lateral (
    select least(m.month_start + m.days, coalesce(p.end_date, 'infinity')) - greatest(m.month_start, p.start_date) as days,
           case p.currency when 'USD' then p.unit_rate else p.unit_rate * x.usd_rate end as usd_rate,
           p.pricing_model <> 'per_unit' or p.maximum_amount is not null as is_rated) d
  group  by 1, 2, 3, 4, m.days;
comment on view reporting.contract_rate is
  'What a unit should cost by the price list: one row per month that has a bill, capability and tier with a price. usd_rate: US dollars for a unit and day, the mean over the days of the month that have a price; usd_rate_at_end: of the last price in the month. Null when its currency has no rate, and usd_rate when the price depends on the units of the month (is_rated). For everybody: a bill can be followed to its prices.';
