create view reporting.rate_today as
  with priced as (
    select p.*, p.pricing_model <> 'per_unit' or p.maximum_amount is not null as is_rated, v.data_through as through
    from   view_refreshes v
    join   price_config p on p.superseded_at is null and p.start_date <= v.data_through and (p.end_date is null or p.end_date > v.data_through)
    where  v.view_name = 'mv_monthly_cost_summary'
  )
  select k.capability_code as capability, p.tier, p.price_list, p.pricing_model as model, p.currency, p.unit_rate, p.is_rated,
         case when p.is_rated then null when p.currency = 'USD' then p.unit_rate else round(p.unit_rate * x.usd_rate, 8) end as usd_rate,
         p.start_date, p.end_date, p.through
  from   priced p
  join   capabilities_dim k using (capability_id)
  left join exchange_rates x on x.currency = p.currency and x.month_start = date_trunc('month', p.through)::date;
comment on view reporting.rate_today is
  'The price in force on the last day of usage in the figures: one row per capability and tier. usd_rate: US dollars for a unit and day; null when the price is rated by the units of the month (is_rated), so that a unit has no price of its own, or when its currency has no rate for the month. For everybody.';
