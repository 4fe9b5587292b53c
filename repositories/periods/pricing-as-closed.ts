import { InvariantError } from '../../pipeline/errors.ts';
import type { Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { readClosing } from './closing.ts';

/**
 * Lets `work` price usage of a closed month by the very statements of every day, with the licensed metrics of the close and, for
 * a rebuild, the price versions of the close: temporary tables of the same names stand before those of the warehouse.
 */
export async function pricingAsClosed(
  tx: Session,
  month: Month,
  prices: 'prices of the close' | 'prices of now',
  work: () => Promise<void>,
): Promise<void> {
  const closing = await readClosing(tx, month);
  if (!closing)
    throw new InvariantError(`${month} has no record of its close.`, 'Keep the run id and tell us.');
  await tx.run(
    'taking the metrics of the close',
    'create temp table capabilities_dim on commit drop as table capabilities_dim',
  );
  await tx.run('taking the metrics of the close', closedMetrics, [
    JSON.stringify(closing.inputs.licensedMetrics),
  ]);
  if (prices === 'prices of the close')
    await tx.run('taking the prices of the close', closedPrices(month, closing.closingNo));
  await work();
  await tx.run('leaving the close', 'drop table pg_temp.capabilities_dim');
  if (prices === 'prices of the close')
    await tx.run('leaving the close', 'drop table pg_temp.price_in_force');
}

const closedMetrics = `
  update pg_temp.capabilities_dim
  set    licensed_metric = coalesce($1::jsonb ->> capability_id::text, licensed_metric)`;

const closedPrices = (month: Month, closingNo: number): string => `
  create temp table price_in_force on commit drop as
  select known.* from prices_known_at((select closed_at from period_closings
                                       where month_start = date '${month}' and closing_no = ${closingNo})) known`;
