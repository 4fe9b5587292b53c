create view reporting.config_change as
  select g.audit_id, g.happened_at, g.actor, g.is_proven, g.source, g.run_id, g.reason, g.operation,
         case when g.entity in ('price_config', 'price_tiers', 'exchange_rates') then 'price'
              when g.entity in ('contracts', 'contract_lines') then 'contract'
              when g.entity like 'allocation%' then 'rule'
              when g.entity = 'mapping_overrides' then 'override'
              when g.entity = 'forecast_models' then 'forecast'
              else 'organization' end as topic,
         case g.entity
           when 'price_config' then
             (select k.capability_code from capabilities_dim k where k.capability_id = (f.now ->> 'capability_id')::integer)
               || ' ' || (f.now ->> 'tier') || ' from ' || (f.now ->> 'start_date')
           when 'price_tiers' then 'slice of price ' || (f.now ->> 'price_id')
           when 'exchange_rates' then (f.now ->> 'currency') || ' of ' || left(f.now ->> 'month_start', 7)
           when 'contracts' then f.now ->> 'contract_name'
           when 'contract_lines' then 'line of ' || (select c.contract_name from contracts c where c.contract_id = (f.now ->> 'contract_id')::integer)
           when 'allocation_rules' then (f.now ->> 'rule_name') || ' v' || (f.now ->> 'version')
           when 'allocation_drivers' then 'driver ' || (f.now ->> 'driver_table')
           when 'mapping_overrides' then
             (select coalesce(a.appd_application_name, a.sn_service_name) from applications_dim a where a.app_id = (f.now ->> 'app_id')::integer)
           when 'forecast_models' then f.now ->> 'model_name'
           when 'sectors_dim' then f.now ->> 'sector_name'
           when 'capabilities_dim' then f.now ->> 'capability_code'
           else 'part of ' || coalesce((select l.rule_name || ' v' || l.version from allocation_rules l where l.rule_id = (f.now ->> 'rule_id')::integer),
                                       'rule ' || (f.now ->> 'rule_id')) end as subject,
         d.before, d.after
  from   audit_log g
  cross join lateral (select coalesce(g.after, g.before) as now) f
  cross join lateral (
    select string_agg(field || ' ' || coalesce(was, '(none)'), ', ' order by field) filter (where was is not null or g.operation = 'update') as before,
           string_agg(field || ' ' || coalesce("is", '(none)'), ', ' order by field) filter (where "is" is not null or g.operation = 'update') as after
    from   (select coalesce(b.key, a.key) as field, b.value as was, a.value as "is"
            from   jsonb_each_text(coalesce(g.before, '{}')) as b
            full join jsonb_each_text(coalesce(g.after, '{}')) as a on a.key = b.key
            where  a.value is distinct from b.value) changed
    where  field !~ '_id$' and field not in ('created_at', 'created_by', 'approved_at', 'approved_by')) d
  where  g.entity in ('price_config', 'price_tiers', 'exchange_rates', 'contracts', 'contract_lines', 'allocation_rules', 'allocation_rule_parts',
                      'allocation_rule_receivers', 'allocation_drivers', 'mapping_overrides', 'forecast_models', 'sectors_dim', 'capabilities_dim')
  and    (select sees_everything());
comment on view reporting.config_change is
  'One row per change of prices, contracts, rules, overrides, forecast models, sectors and capabilities, with the fields that changed before and after, who did it and why. Actors and their tokens are not in it. Empty for readers of single sectors.';
