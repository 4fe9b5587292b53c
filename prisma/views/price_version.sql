create view reporting.price_version as
  select p.price_id, k.capability_code as capability, p.tier, p.version, p.supersedes_price_id, p.pricing_model, p.currency, p.unit_rate, p.price_list,
         p.start_date, p.end_date, p.created_by, p.created_at, p.reason, p.superseded_at
  from   price_config p
  join   capabilities_dim k on k.capability_id = p.capability_id;
comment on view reporting.price_version is
  'One row per version of a price, also of those that another version replaced; unit_rate: per license unit and day in the currency, where the model is per_unit. For everybody.';
