import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** Usage whose price is in another currency costs nothing until the month has a rate (R5): one rate per month, never guessed. */
export const currenciesHaveRates = rowsCheck({
  id: 'currencies-have-rates',
  family: 'prices',
  says: 'Every currency that usage of a month is priced in has an exchange rate for the month.',
  requirement: ['R5'],
  severity: 'blocking',
  needs: ['appdynamics'],
  remedy:
    'Bring the rates of the months listed (rates import FILE.csv); open months are priced anew by the next run.',
  rows: 'currencies and months without an exchange rate',
  among: `select count(*) from price_config where superseded_at is null and currency <> 'USD'`,
  failingRows: sql`
    select p.currency, date_trunc('month', u.ts)::date as month_start, c.capability_code, u.tier, min(u.ts)::date as first_day,
           count(*) as usage_rows, sum(u.units_consumed) as units
    from   price_config p
    join   capabilities_dim c on c.capability_id = p.capability_id
    join   license_usage_fact u on u.capability_id = p.capability_id and u.tier = p.tier
           and u.ts >= p.start_date and (p.end_date is null or u.ts < p.end_date)
    join   chargeback_periods m on m.month_start = date_trunc('month', u.ts)::date and m.state in ('open', 'in_review')
    where  p.superseded_at is null and p.currency <> 'USD'
    and    not exists (select from exchange_rates x where x.currency = p.currency and x.month_start = m.month_start)
    group  by 1, 2, 3, 4`,
});
