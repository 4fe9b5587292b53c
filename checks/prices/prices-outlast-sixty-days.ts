import { rowsCheck } from '../rows-check.ts';
import { asked, sql } from '../sql.ts';

/**
 * What is used now and has a price on the logical date must have one on each of the sixty days after it: time enough to agree
 * on the next contract. The money is the cost of the last thirty days, which is what a month without a price would hide.
 */
export const pricesOutlastSixtyDays = rowsCheck({
  id: 'prices-outlast-sixty-days',
  family: 'prices',
  says: 'Every price in use lasts sixty days more, or has a successor.',
  requirement: ['R6', '2.3(5)'],
  severity: 'warn',
  needs: [],
  remedy: 'Import the prices of the next contract before the first day listed.',
  rows: 'prices that end within sixty days',
  among: sql`select count(*) from (select distinct capability_id, tier from license_cost_fact where ts >= ${asked.date} - 30) used`,
  money: 'cost_of_thirty_days',
  failingRows: sql`
    select c.capability_code, u.tier, min(d.day)::date as first_day_without, min(d.day)::date - ${asked.date} as days_left,
           u.cost as cost_of_thirty_days
    from   (select capability_id, tier, sum(usd_cost) as cost from license_cost_fact
            where ts >= ${asked.date} - 30 and ts < ${asked.date} group by 1, 2) u
    join   capabilities_dim c on c.capability_id = u.capability_id
    join   price_config now_in_force on now_in_force.capability_id = u.capability_id and now_in_force.tier = u.tier
           and now_in_force.superseded_at is null
           and daterange(now_in_force.start_date, now_in_force.end_date) @> ${asked.date}
    cross join lateral generate_series(${asked.date}, ${asked.date} + 60, interval '1 day') d(day)
    where  not exists (select from price_config p where p.superseded_at is null and p.capability_id = u.capability_id and p.tier = u.tier
                       and daterange(p.start_date, p.end_date) @> d.day::date)
    group  by 1, 2, u.cost`,
});
