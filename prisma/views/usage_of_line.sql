-- A function, not a view: it knows the month before it plans, so that one partition is planned and not all of them.
create function reporting.usage_of_line(line bigint)
returns table (run_id integer, tool text, instance text, first_day date, last_day date, usage_rows bigint, units numeric, attribution text)
language plpgsql stable set plan_cache_mode = force_custom_plan as $$
declare
  origin record;
begin
  for origin in
    select o.app_id, o.sector_id, o.charge_month::timestamp as from_ts, o.charge_month + interval '1 month' as to_ts
    from   reporting.line_origin o where o.line_id = line
  loop
    return query
      select u.run_id, u.tool, u.instance, min(u.ts)::date, max(u.ts)::date, count(*), sum(u.units_consumed), string_agg(distinct u.attribution, ', ')
      from   reporting.charged_row c
      join   public.license_usage_fact u on u.tool = c.tool and u.instance = c.instance and u.app_id = c.app_id
             and u.capability_id = c.capability_id and u.tier = c.tier and u.ts = c.ts
      where  c.app_id = origin.app_id and c.sector_id = origin.sector_id and c.ts >= origin.from_ts and c.ts < origin.to_ts
      and    u.app_id = origin.app_id and u.ts >= origin.from_ts and u.ts < origin.to_ts
      group  by u.run_id, u.tool, u.instance;
  end loop;
end $$;
comment on function reporting.usage_of_line is
  'The usage under a charged line: one row per run that read it from a source. units: unit-days. Gives readers of single sectors nothing.';
