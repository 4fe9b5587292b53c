-- A function, not a view: it knows the month before it plans, so that one partition is planned and not all of them.
create function reporting.cost_of_line(line bigint)
returns table (part text, capability text, tier text, price_id integer, first_day date, last_day date, cost_rows bigint, units numeric, cost_exact numeric, cost numeric)
language plpgsql stable set plan_cache_mode = force_custom_plan as $$
declare
  origin record;
begin
  for origin in
    select o.app_id, o.sector_id, o.month_start, o.charge_month, o.charge_month::timestamp as from_ts, o.charge_month + interval '1 month' as to_ts
    from   reporting.line_origin o where o.line_id = line
  loop
    if origin.month_start = origin.charge_month then
      return query
        select 'usage', k.capability_code, c.tier, c.price_id, min(c.ts)::date, max(c.ts)::date, count(*), sum(c.units), sum(c.cost_exact), sum(c.usd_cost)
        from   reporting.charged_row c
        join   public.capabilities_dim k on k.capability_id = c.capability_id
        where  c.app_id = origin.app_id and c.sector_id = origin.sector_id and c.ts >= origin.from_ts and c.ts < origin.to_ts
        group  by k.capability_code, c.tier, c.price_id
        union all
        select t.kind, k.capability_code, null, t.price_id, t.month_start, (t.month_start + interval '1 month')::date - 1, 1, t.units, t.cost_exact, t.usd_cost
        from   public.contract_charge_fact t
        join   public.capabilities_dim k on k.capability_id = t.capability_id
        where  t.app_id = origin.app_id and t.sector_id = origin.sector_id and t.month_start = origin.charge_month;
    else
      return query
        select 'correction: ' || x.cause, k.capability_code, x.tier, x.price_id, min(x.ts)::date, max(x.ts)::date, count(*), sum(x.units),
               sum(x.cost_exact), sum(x.usd_cost)
        from   public.cost_adjustment_fact x
        join   public.capabilities_dim k on k.capability_id = x.capability_id
        where  x.app_id = origin.app_id and x.sector_id = origin.sector_id and x.month_start = origin.month_start
        and    x.ts >= origin.from_ts and x.ts < origin.to_ts
        group  by x.cause, k.capability_code, x.tier, x.price_id;
    end if;
  end loop;
end $$;
comment on function reporting.cost_of_line is
  'The cost under a charged line: one row per part (usage, a contract charge, a correction), capability, tier and price. units: unit-days; cost: US dollars, before allocation, so that a received part shows the whole cost of its sender. Gives readers of single sectors nothing.';
