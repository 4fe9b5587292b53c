import type { RateLine } from '../../imports/exchange-rates.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { Acting } from '../acting.ts';
import type { Session } from '../database.ts';

/** What one unit of a currency is in US dollars, fixed for a month (R5). */
export interface ExchangeRate {
  readonly month: Month;
  readonly currency: string;
  readonly usdRate: Decimal;
  readonly source: string;
}

export interface RatesImported {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** A rate as the list shows it. */
export interface ListedRate extends ExchangeRate {
  readonly createdBy: string;
  readonly state: string | null;
}

/**
 * Brings the rates into the warehouse. Months that are not closed are priced anew by the next run; a closed month keeps the rate
 * that it was closed with (R5, R14).
 *
 * @throws PolicyError with the lines that would change a closed month.
 */
export async function importRates(
  tx: Session,
  who: Acting,
  lines: readonly RateLine[],
): Promise<RatesImported> {
  const given = JSON.stringify(lines);
  const closed = await tx.rows<ClosedRate>('looking for closed months', changesOfClosedMonths, [given]);
  if (closed.length > 0)
    throw new PolicyError(
      'Rates of closed months stay.',
      closed.map(sayClosed),
      'Leave these lines out; nothing of the file was used.',
    );
  const changed = await tx.one<{ inserted: number; updated: number }>('saving rates', upsertRates, [
    given,
    who.name,
  ]);
  return { ...changed, unchanged: lines.length - changed.inserted - changed.updated };
}

/** The rates of all months, newest first. */
export function listRates(session: Session): Promise<ListedRate[]> {
  return session.rows<ListedRate>('listing rates', readRates);
}

interface ClosedRate extends RateLine {
  readonly stored: Decimal;
  readonly state: string;
}

function sayClosed({ line, month, currency, usdRate, stored, state }: ClosedRate): string {
  return `line ${line}: ${month.slice(0, 7)} is ${state} with ${currency} at ${stored}; found ${usdRate}`;
}

const linesGiven = `jsonb_to_recordset($1::jsonb)
  as e(line integer, month date, currency text, "usdRate" numeric, source text)`;

const changesOfClosedMonths = `
  select e.line, e.month, e.currency, e."usdRate"::text as "usdRate", trim_scale(x.usd_rate)::text as stored, p.state
  from   ${linesGiven}
  join   chargeback_periods p on p.month_start = e.month and p.state in ('closed', 'restated')
  join   exchange_rates x on x.month_start = e.month and x.currency = e.currency and x.usd_rate <> e."usdRate"
  order  by e.line`;

const upsertRates = `
  with saved as (
    insert into exchange_rates as x (month_start, currency, usd_rate, source, created_by)
    select e.month, e.currency, e."usdRate", e.source, $2 from ${linesGiven}
    order  by e.month, e.currency
    on conflict (month_start, currency) do update
      set usd_rate = excluded.usd_rate, source = excluded.source, created_by = excluded.created_by
      where x.usd_rate <> excluded.usd_rate
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

const readRates = `
  select x.month_start as month, x.currency, trim_scale(x.usd_rate)::text as "usdRate", x.source, x.created_by as "createdBy", p.state
  from   exchange_rates x
  left join chargeback_periods p using (month_start)
  order  by 1 desc, 2`;
