import { plainRate, seriesOf, type PriceRow } from '../../domain/pricing/price.ts';
import type { Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/**
 * A line for every price in another currency that lacks the exchange rate of a month, from its first through the newest month
 * that is not closed and has usage: such usage would cost nothing (R5).
 */
export async function missingRates(tx: Session, prices: readonly PriceRow[]): Promise<string[]> {
  const foreign = prices.filter(({ currency }) => currency !== 'USD');
  if (foreign.length === 0) return [];
  const ranges = foreign.map(({ currency, startDate, endDate }, index) => ({
    index,
    currency,
    startDate,
    endDate,
  }));
  const rows = await tx.rows<{ index: number; months: Month[] }>(
    'looking for exchange rates',
    lackingMonths,
    [JSON.stringify(ranges)],
  );
  return rows.flatMap(({ index, months }) => {
    const price = foreign[index];
    return price ? [sayMissing(price, months)] : [];
  });
}

function sayMissing(price: PriceRow, months: readonly Month[]): string {
  const place = price.line === undefined ? '' : `line ${price.line}, `;
  const names = months.map((month) => month.slice(0, 7)).join(', ');
  return `${place}${seriesOf(price)}: ${plainRate(price.unitRate)} ${price.currency} from ${price.startDate} needs an exchange rate for ${names}; bring it with "rates import".`;
}

const lackingMonths = `
  with newest as (
    select max(p.month_start) as month_start
    from   chargeback_periods p
    where  p.state in ('open', 'in_review')
    and    exists (select from license_usage_fact u where u.ts >= p.month_start and u.ts < p.month_start + interval '1 month')
  )
  select e.index, array_agg(m.month_start::date::text order by m.month_start) as months
  from   newest n
  cross join jsonb_to_recordset($1::jsonb) as e(index integer, currency text, "startDate" date, "endDate" date)
  cross join lateral generate_series(date_trunc('month', e."startDate"), n.month_start, interval '1 month') as m(month_start)
  where  (e."endDate" is null or m.month_start < e."endDate")
  and    not exists (select from exchange_rates x where x.currency = e.currency and x.month_start = m.month_start::date)
  group  by e.index
  order  by e.index`;
