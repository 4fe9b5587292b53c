create view reporting.price as
  select k.capability_code as capability, p.tier, p.pricing_model as model, p.unit_rate, p.currency, p.price_list, p.start_date, p.end_date, p.version, p.created_by, p.reason,
         p.start_date <= v.data_through and (p.end_date is null or p.end_date > v.data_through) as is_in_force,
         case when p.start_date > v.data_through then 'announced' when p.end_date <= v.data_through then 'ended' else 'in force' end as standing,
         concat_ws(', ',
           case p.pricing_model
             when 'per_unit' then trim_scale(p.unit_rate) || ' ' || p.currency || ' a unit and day'
             when 'flat' then trim_scale(p.unit_rate) || ' ' || p.currency || ' a month'
             when 'package' then trim_scale(p.unit_rate) || ' ' || p.currency || ' per package of ' || trim_scale(p.package_size)
             else p.pricing_model || ' ' || s.slices || ' ' || p.currency end,
           'at least ' || trim_scale(p.minimum_amount), 'at most ' || trim_scale(p.maximum_amount)) as terms
  from   price_config p
  join   capabilities_dim k on k.capability_id = p.capability_id
  left join view_refreshes v on v.view_name = 'mv_monthly_cost_summary'
  left join lateral (
    select string_agg('above ' || trim_scale(t.from_units) || ': ' || trim_scale(t.unit_rate)
                      || case when t.flat_amount <> 0 then ' and ' || trim_scale(t.flat_amount) || ' once' else '' end, '; ' order by t.from_units) as slices
    from   price_tiers t where t.price_id = p.price_id) s on true
  where  p.superseded_at is null;
comment on view reporting.price is
  'The price list: one row per price that was not replaced, of a capability and tier from start_date until before end_date. unit_rate: in currency, for a unit and day, or as terms say. standing: in force on the last day of usage in the figures, announced or ended. For everybody: a bill can be followed to its prices.';
