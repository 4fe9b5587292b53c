import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** A view older than the facts shows a total that no fact has. Reserved rows are not in the view of applications. */
export const viewsEqualFacts = rowsCheck({
  id: 'views-equal-facts',
  family: 'completeness',
  says: 'Materialized views and roll-ups add up to what the facts add up to.',
  requirement: ['000-303', 'C19', '2.4'],
  severity: 'warn',
  needs: ['refresh-views'],
  remedy: 'Run refresh-views again; if the difference stays, a view leaves rows out: keep the run id.',
  rows: 'view totals that differ from the facts',
  among: `select count(distinct month_start) + 1 from mv_monthly_cost_summary`,
  money: 'difference',
  failingRows: sql`
    select 'mv_monthly_cost_summary' as view_name, month_start, coalesce(v.total, 0) as view_total,
           coalesce(f.total, 0) as fact_total, coalesce(v.total, 0) - coalesce(f.total, 0) as difference
    from   (select month_start, sum(total_cost) as total from mv_monthly_cost_summary group by 1) v
    full join (select date_trunc('month', ts)::date as month_start, sum(usd_cost) as total from license_cost_fact group by 1) f
           using (month_start)
    where  v.total is distinct from f.total
    union  all
    select 'mv_app_cost_current', r.current_month, v.total, f.total, v.total - f.total
    from   reporting_clock r
    cross join (select coalesce(sum(month_cost), 0) as total from mv_app_cost_current) v
    cross join lateral (
      select coalesce(sum(c.usd_cost), 0) as total
      from   license_cost_fact c
      join   applications_dim a on a.app_id = c.app_id
      where  a.kind <> 'reserved' and c.ts >= r.current_month and c.ts < r.current_month + interval '1 month') f
    where  v.total <> f.total
    union  all
    select 'month_totals', m.month_start, m.total_cost, m.charged, m.total_cost - m.charged
    from   month_totals m
    where  m.total_cost <> m.charged
    union  all
    select 'bill_by_month', month_start, coalesce(b.total, 0), coalesce(f.total, 0), coalesce(b.total, 0) - coalesce(f.total, 0)
    from   (select month_start, sum(total) as total from bill_by_month group by 1) b
    full join (select month_start, sum(usd_amount) as total from chargeback_fact group by 1) f using (month_start)
    where  b.total is distinct from f.total
    union  all
    select 'usage_by_day', m.month_start, u.total, m.usage_cost, u.total - m.usage_cost
    from   month_totals m
    cross join lateral (select coalesce(sum(usd_cost), 0) as total from usage_by_day
                        where day >= m.month_start and day < m.month_start + interval '1 month') u
    where  u.total <> m.usage_cost
    union  all
    select 'application_by_month', m.month_start, u.total, m.usage_cost, u.total - m.usage_cost
    from   month_totals m
    cross join lateral (select coalesce(sum(usd_cost), 0) as total from application_by_month where month_start = m.month_start) u
    where  u.total <> m.usage_cost
    union  all
    select 'sector_by_month', m.month_start, u.total, m.total_cost, u.total - m.total_cost
    from   month_totals m
    cross join lateral (select coalesce(sum(usd_cost), 0) as total from sector_by_month where month_start = m.month_start) u
    where  u.total <> m.total_cost
    union  all
    select 'capability_by_day', m.month_start, u.total, m.usage_cost, u.total - m.usage_cost
    from   month_totals m
    cross join lateral (select coalesce(sum(usd_cost), 0) as total from capability_by_day
                        where day >= m.month_start and day < m.month_start + interval '1 month') u
    where  u.total <> m.usage_cost
    union  all
    select 'forecast_by_month', month_start, coalesce(v.total, 0), coalesce(f.total, 0), coalesce(v.total, 0) - coalesce(f.total, 0)
    from   (select month_start, sum(predicted_cost) as total from forecast_by_month group by 1) v
    full join (select forecast_month as month_start, sum(predicted_cost) as total
               from   forecast_fact where as_of = (select forecast_as_of from reporting_clock) group by 1) f using (month_start)
    where  v.total is distinct from f.total
    union  all
    select 'change_by_month', m.month_start, c.total, m.total_cost, c.total - m.total_cost
    from   month_totals m
    cross join lateral (select coalesce(sum(cost), 0) as total from change_by_month where month_start = m.month_start) c
    where  m.change_signature is not null and c.total <> m.total_cost`,
});
