create view reporting.announced_price as
  select k.capability_code as capability, p.tier, p.start_date as begins_on, p.end_date as ends_on, p.price_list, p.pricing_model as model, p.currency,
         p.unit_rate, earlier.unit_rate as rate_before, earlier.currency as currency_before, earlier.pricing_model as model_before,
         p.pricing_model = 'per_unit' and p.maximum_amount is null as is_projected
  from   price_config p
  join   capabilities_dim k on k.capability_id = p.capability_id
  left join lateral (
    select e.unit_rate, e.currency, e.pricing_model
    from   price_config e
    where  e.superseded_at is null and e.capability_id = p.capability_id and e.tier = p.tier and e.start_date < p.start_date
    order  by e.start_date desc limit 1) earlier on true
  where  p.superseded_at is null and p.start_date > (select v.as_of from reporting.forecast_version v);
comment on view reporting.announced_price is
  'Prices that begin after the logical date of the newest forecast, with what they replace: one row per capability, tier and first day. unit_rate: per license unit and day in the currency; is_projected: the cost at announced prices counts it, which it does for prices per unit without a maximum. For everybody.';
