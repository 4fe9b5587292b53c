import { ratePeriod } from '../../domain/pricing/rate-period.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { readTerms } from '../prices/read-prices.ts';
import {
  anyRatedPrice,
  createExpected,
  distributeRated,
  fillExpected,
  ratedMonths,
} from './cost-statements.ts';

/** Where usage is read from: tables or subqueries with the columns of license_usage_fact. */
export interface UsageToPrice {
  /** What is to be priced. */
  readonly usage: string;
  /** Removed usage, which changes the units of its month. */
  readonly gone?: string | null;
  /** All usage of the months concerned: a price that looks at a month needs it whole. */
  readonly all?: string;
}

/**
 * Makes the temporary table expected_cost: what usage costs by the prices in force. Of a price that looks at a whole month it
 * holds the whole month (R9).
 */
export async function expectCost(tx: Session, { usage, gone = null, all }: UsageToPrice): Promise<void> {
  await tx.run('pricing usage', createExpected);
  await tx.run('pricing usage', fillExpected(usage));
  await expectRatedMonths(tx, { usage, gone, ...(all !== undefined && { all }) });
}

/** Adds the rated months that the usage touches to expected_cost. */
export async function expectRatedMonths(
  tx: Session,
  { usage, gone = null, all = 'license_usage_fact' }: UsageToPrice,
): Promise<void> {
  if ((await tx.rows('looking for rated prices', anyRatedPrice)).length === 0) return;
  const columns = 'select capability_id, tier, ts from';
  const touched = gone === null ? usage : `(${columns} ${usage} a union all ${columns} ${gone} b)`;
  const months = await tx.rows<RatedMonth>('adding up rated months', ratedMonths(touched, all));
  const terms = await readTerms(
    tx,
    months.map(({ priceId }) => priceId),
  );
  const rated = months.map((month) => {
    const amount = ratePeriod(terms.get(month.priceId), month).amount;
    return { price_id: month.priceId, month: month.month, units: month.units, amount };
  });
  await tx.run('distributing rated months', distributeRated(all), [JSON.stringify(rated)]);
}

interface RatedMonth {
  readonly priceId: number;
  readonly month: Month;
  readonly days: number;
  readonly daysOfMonth: number;
  readonly units: Decimal;
}
