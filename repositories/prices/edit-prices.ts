import { insertPrice } from '../../domain/pricing/insert-price.ts';
import {
  completePrice,
  describeTerms,
  seriesOf,
  type PriceRow,
  type StoredPrice,
} from '../../domain/pricing/price.ts';
import { ConfigError } from '../../pipeline/errors.ts';
import type { Day } from '../../pipeline/run.ts';
import type { Acting } from '../acting.ts';
import type { Session } from '../database.ts';
import { changePrices, lockPrices, type PricesChanged } from './change-prices.ts';
import { priceColumns, readSeries } from './read-prices.ts';

/**
 * Adds one price. A price that holds on its first day ends there, and holds again where the new one ends; without an end the
 * new one lasts until the next begins.
 *
 * @throws ConfigError when the capability is unknown, or when the price would still overlap another.
 */
export async function addPrice(
  tx: Session,
  who: Acting,
  row: PriceRow,
  reason: string | null,
): Promise<PricesChanged> {
  await lockPrices(tx);
  await requireCapability(tx, row);
  const stored = await readSeries(tx, [row]);
  return changePrices(
    tx,
    {
      stored,
      wanted: insertPrice(stored, completePrice(row)),
      mayLeaveGaps: false,
      remedy:
        'Give another first day or an end (--to), or end the price in the way with "prices end". Nothing was changed.',
    },
    { priceList: 'manual', createdBy: who.name, reason },
  );
}

/**
 * Ends a price on the first day on which it shall no longer hold: in place, or as a new version when it was used there (R7).
 *
 * @throws ConfigError when there is no such price in force, or when it begins on that day or later.
 */
export async function endPrice(
  tx: Session,
  who: Acting,
  { priceId, on }: { readonly priceId: number; readonly on: Day },
  reason: string | null,
): Promise<PricesChanged & { readonly price: StoredPrice }> {
  await lockPrices(tx);
  const [price] = await tx.rows<StoredPrice>('reading a price', readOne, [priceId]);
  const see = 'See "prices list".';
  if (!price)
    throw new ConfigError([`There is no price ${priceId} in force.`], see, 'The price cannot be ended');
  if (on <= price.startDate)
    throw new ConfigError(
      [
        `Price ${priceId} (${seriesOf(price)}, ${describeTerms(price)}) begins on ${price.startDate}; expected a later day than ${on}.`,
      ],
      see,
      'The price cannot be ended',
    );
  const changed = await changePrices(
    tx,
    {
      stored: await readSeries(tx, [price]),
      wanted: [{ ...price, endDate: on }],
      mayLeaveGaps: true,
      remedy: 'A price ends where the next begins, or earlier. Nothing was changed.',
    },
    { priceList: 'manual', createdBy: who.name, reason },
  );
  return { ...changed, price };
}

async function requireCapability(tx: Session, { tool, capability }: PriceRow): Promise<void> {
  const known = await tx.rows<{ code: string }>('reading capabilities', knownCapabilities, [tool]);
  if (known.some(({ code }) => code === capability)) return;
  const names = known.map(({ code }) => code).join(', ') || 'none; a price list or the first run brings them';
  throw new ConfigError(
    [`${tool} has no capability "${capability}"; known are: ${names}.`],
    'Correct --tool or --capability.',
    'The price cannot be added',
  );
}

const readOne = `
  select ${priceColumns}
  from   price_config p join capabilities_dim c using (capability_id)
  where  p.price_id = $1 and p.superseded_at is null
  for    update of p`;

const knownCapabilities = `select capability_code as code from capabilities_dim where tool = $1 order by 1`;
