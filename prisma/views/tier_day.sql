create view reporting.tier_day with (security_invoker = true) as
  select u.app_id, u.capability_id, u.tier, u.ts, u.units_consumed as units
  from   license_usage_fact u;
comment on view reporting.tier_day is
  'One row per day, application, capability and tier that was used, by ids; units: license units of the day. Ask it with app_id and a range of ts, never for everything.';
