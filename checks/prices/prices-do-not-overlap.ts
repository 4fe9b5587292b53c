import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** Two prices for one day would charge it twice (R6). Ranges are half-open: one may begin where the other ends (C55). */
export const pricesDoNotOverlap = rowsCheck({
  id: 'prices-do-not-overlap',
  family: 'prices',
  says: 'A capability and tier have at most one price on a day.',
  requirement: ['G-4', 'R6', 'C55'],
  severity: 'blocking',
  needs: [],
  remedy: 'End the older range on the day the newer one begins.',
  rows: 'pairs of overlapping prices',
  among: 'select count(*) from price_config where superseded_at is null',
  failingRows: sql`
    select c.capability_code, a.tier, a.price_id, b.price_id as other_price_id, a.unit_rate, b.unit_rate as other_rate,
           greatest(a.start_date, b.start_date) as first_day, least(a.end_date, b.end_date) as first_day_after
    from   price_config a
    join   price_config b on b.capability_id = a.capability_id and b.tier = a.tier and b.price_id > a.price_id
           and a.superseded_at is null and b.superseded_at is null
           and daterange(a.start_date, a.end_date) && daterange(b.start_date, b.end_date)
    join   capabilities_dim c on c.capability_id = a.capability_id`,
});
