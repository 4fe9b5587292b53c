import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** A gap is a day with usage and without a price: it silently costs nothing (R6). Unmapped packages have a check of their own. */
export const pricesHaveNoGap = rowsCheck({
  id: 'prices-have-no-gap',
  family: 'prices',
  says: 'On every day with usage its capability and tier have a price.',
  requirement: ['G-4', 'R6'],
  severity: 'blocking',
  needs: ['appdynamics'],
  remedy:
    'Add the missing price range (prices add, prices import); open months are priced anew by the next run.',
  rows: 'capabilities and tiers used without a price',
  among: 'select count(*) from (select distinct capability_id, tier from license_usage_fact) used',
  failingRows: sql`
    select c.tool, c.capability_code, u.tier, min(u.day) as first_day, max(u.day) as last_day, count(*) as days,
           sum(u.units) as units
    from   (select capability_id, tier, ts::date as day, sum(units_consumed) as units
            from license_usage_fact group by 1, 2, 3) u
    join   capabilities_dim c on c.capability_id = u.capability_id
    where  c.capability_code <> 'unmapped'
    and    not exists (select from price_config p
                       where p.superseded_at is null and p.capability_id = u.capability_id and p.tier = u.tier
                       and   u.day >= p.start_date and (p.end_date is null or u.day < p.end_date))
    group  by 1, 2, 3`,
});
