import { rowsCheck } from '../rows-check.ts';
import { asked, sql } from '../sql.ts';

/** A price of zero is allowed, since contracts know free tiers, and more often a mistake: a person should have seen it. */
export const pricesAreAboveZero = rowsCheck({
  id: 'prices-are-above-zero',
  family: 'prices',
  says: 'No price in force in the window is zero or negative.',
  requirement: ['R6', '2.3(5)'],
  severity: 'warn',
  needs: [],
  remedy: 'Compare with the contract; correct the price, and open months are priced anew by the next run.',
  rows: 'prices of zero or less',
  among: 'select count(*) from price_config where superseded_at is null',
  failingRows: sql`
    select p.price_id, c.capability_code, p.tier, p.unit_rate, p.start_date, p.end_date, p.price_list
    from   price_config p
    join   capabilities_dim c on c.capability_id = p.capability_id
    where  p.superseded_at is null
    and    case when p.pricing_model in ('graduated', 'volume')
                then not exists (select from price_tiers t where t.price_id = p.price_id and (t.unit_rate > 0 or t.flat_amount > 0))
                else p.unit_rate <= 0 end
    and    p.start_date <= ${asked.to} and (p.end_date is null or p.end_date > ${asked.from})`,
});
