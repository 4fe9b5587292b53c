create view reporting.announced_rate as
  with price as (
    select p.capability_id, p.tier, p.start_date, p.end_date,
           p.unit_rate * case p.currency when 'USD' then 1 else (
             select x.usd_rate from exchange_rates x where x.currency = p.currency and x.month_start <= v.as_of
             order by x.month_start desc limit 1) end as usd_rate
    from   reporting.forecast_version v
    join   price_config p on p.superseded_at is null and p.start_date > v.as_of
    where  p.pricing_model = 'per_unit' and p.maximum_amount is null
  ), dated as (
    select p.capability_id, p.tier, m.month_start::date as month_start, extract(day from m.month_start + interval '1 month' - interval '1 day')::integer as days,
           least((m.month_start + interval '1 month')::date, coalesce(p.end_date, 'infinity')) - greatest(m.month_start::date, p.start_date) as days_announced, p.usd_rate
    from   price p
    cross join lateral generate_series(date_trunc('month', p.start_date::timestamp),
                                       least(p.end_date - 1, (p.start_date + interval '36 months')::date), interval '1 month') as m(month_start)
    where  p.usd_rate is not null
  )
  select capability_id, tier, month_start, max(days) as days, sum(days_announced)::integer as days_announced, sum(days_announced * usd_rate) as rate_days
  from   dated
  group  by 1, 2, 3;
comment on view reporting.announced_rate is
  'What is announced beyond the prices of the newest forecast: one row per capability, tier and month that has days at a price that begins after its logical date. rate_days: the sum of US dollars per unit over these days. Prices per unit without a maximum only; another currency counts by its newest rate. For everybody.';
