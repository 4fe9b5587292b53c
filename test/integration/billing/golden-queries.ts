/** What the golden month shows, as a reader would ask for it; $1 is the month. Every column is text. */
export const goldenQueries = {
  usage: `
    select a.appd_application_name as application, c.capability_code as capability, u.tier, u.ts::date::text as day,
           trim_scale(u.units_consumed)::text as units
    from   license_usage_fact u join applications_dim a using (app_id) join capabilities_dim c using (capability_id)
    where  date_trunc('month', u.ts) = $1::date order by 1, 4`,
  prices: `
    select c.capability_code as capability, p.tier, trim_scale(p.unit_rate)::text as unit_rate, p.currency,
           p.start_date::text as start_date, coalesce(p.end_date::text, '') as end_date
    from   price_config p join capabilities_dim c using (capability_id)
    where  p.superseded_at is null and p.start_date < $1::date + interval '1 month' order by 5`,
  owners: `
    select a.appd_application_name as application, s.sector_name as sector, coalesce(o.h_code, '') as h_code,
           o.valid_from::text as valid_from, coalesce(o.valid_to::text, '') as valid_to
    from   application_ownership o join applications_dim a using (app_id) join sectors_dim s on s.sector_id = o.sector_id
    where  o.valid_from < $1::date + interval '1 month' order by 1, 4`,
  rules: `
    select r.rule_name as rule, r.version::text as version, coalesce(r.h_code_pattern, '') as pattern, r.method, r.driver, r.fallback,
           coalesce((select string_agg(trim_scale(p.weight) || ' ' || p.method, ' + ' order by p.part_no)
                     from allocation_rule_parts p where p.rule_id = r.rule_id), '') as parts
    from   allocation_rules r where r.start_date <= $1 order by r.priority`,
  cost: `
    select a.appd_application_name as application, s.sector_name as sector, c.ts::date::text as day, trim_scale(c.units)::text as units,
           trim_scale(c.unit_rate)::text as unit_rate, c.usd_cost::text as usd_cost
    from   charged_cost c join applications_dim a using (app_id) join sectors_dim s on s.sector_id = c.sector_id
    where  c.month_start = $1 order by 1, 3`,
  allocation: `
    select a.appd_application_name as sender, g.sector_name as sender_sector, s.sector_name as receiver, r.rule_name as rule,
           f.method, f.driver_unit, trim_scale(f.driver_quantity)::text as quantity, trim_scale(f.driver_total)::text as of_total,
           f.ratio::text as ratio, f.sender_total::text as sender_total, f.usd_amount::text as usd_amount
    from   allocation_fact f join applications_dim a using (app_id) join sectors_dim s on s.sector_id = f.sector_id
    join   sectors_dim g on g.sector_id = f.sender_sector_id join allocation_rules r using (rule_id)
    where  f.month_start = $1 order by 1, 3`,
  bill: `
    select sector_name as sector, app_name as application, part, usd_amount::text as usd_amount
    from   statement_line where month_start = $1 order by 1, 2, 3`,
  statement: `
    select sector_name as sector, coalesce(direct, 0)::numeric(14, 2)::text as direct, coalesce(shared_in, 0)::numeric(14, 2)::text as shared_in,
           coalesce(shared_out, 0)::numeric(14, 2)::text as shared_out, coalesce(adjustments, 0)::numeric(14, 2)::text as adjustments,
           total::text as total
    from   sector_statement where month_start = $1 order by 1`,
} as const;
