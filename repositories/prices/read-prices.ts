import { describeTerms, type StoredPrice } from '../../domain/pricing/price.ts';
import type { PriceTerms } from '../../domain/pricing/rate-period.ts';
import { InvariantError } from '../../pipeline/errors.ts';
import type { Session } from '../database.ts';

/** One row of price_config with names and slices, as text where it must be exact. */
export const priceColumns = `
  p.price_id as "priceId", p.capability_id as "capabilityId", c.tool, c.capability_code as capability, p.tier, p.version,
  p.unit_rate::text as "unitRate", p.currency, p.start_date as "startDate", p.end_date as "endDate",
  p.pricing_model as model, p.package_size::text as "packageSize", p.minimum_amount::text as "minimumAmount",
  p.maximum_amount::text as "maximumAmount",
  coalesce((select json_agg(json_build_object('fromUnits', t.from_units::text, 'unitRate', t.unit_rate::text,
                                              'flatAmount', t.flat_amount::text) order by t.from_units)
            from price_tiers t where t.price_id = p.price_id), '[]') as slices`;

/** The prices in force of the series given, locked until the transaction ends. */
export function readSeries(
  tx: Session,
  series: readonly { readonly tool: string; readonly capability: string; readonly tier: string }[],
): Promise<StoredPrice[]> {
  return tx.rows<StoredPrice>('reading prices', lockPrices, [
    series.map(({ tool }) => tool),
    series.map(({ capability }) => capability),
    series.map(({ tier }) => tier),
  ]);
}

/** The terms of prices by id. `get` of one that was not asked for is a defect of ours. */
export async function readTerms(
  tx: Session,
  priceIds: readonly number[],
): Promise<{ readonly get: (priceId: number) => PriceTerms }> {
  const rows = await tx.rows<StoredPrice>('reading prices', readByIds, [[...new Set(priceIds)]]);
  const byId = new Map(rows.map((price) => [price.priceId, price]));
  return {
    get(priceId) {
      const price = byId.get(priceId);
      if (price) return price;
      throw new InvariantError(`Price ${priceId} is unknown.`, 'Keep the run id and tell us.');
    },
  };
}

/** A price as the list shows it. */
export interface ListedPrice extends StoredPrice {
  /** What it charges, in a few words. */
  readonly terms: string;
  readonly priceList: string;
  readonly createdBy: string;
  readonly reason: string | null;
  /** The version that stands instead; null while in force. */
  readonly replacedBy: number | null;
  readonly isInForce: boolean;
  /** Was anything charged by it? Then it stays as it is (R7). */
  readonly isUsed: boolean;
}

/** Prices in force, with `all` also the versions before them; by series and first day. */
export async function listPrices(
  session: Session,
  { capability, all }: { readonly capability: string | null; readonly all: boolean },
): Promise<ListedPrice[]> {
  const rows = await session.rows<Omit<ListedPrice, 'terms'>>('listing prices', list, [capability, all]);
  return rows.map((price) => ({ ...price, terms: describeTerms(price) }));
}

/** How many prices are in force; a production database starts without any (C61). */
export async function countPrices(session: Session): Promise<number> {
  const { prices } = await session.one<{ prices: number }>(
    'counting prices',
    'select count(*)::integer as prices from price_config where superseded_at is null',
  );
  return prices;
}

const from = 'from price_config p join capabilities_dim c using (capability_id)';

const lockPrices = `
  select ${priceColumns} ${from}
  where  p.superseded_at is null
  and    (c.tool, c.capability_code, p.tier) in (select * from unnest($1::text[], $2::text[], $3::text[]))
  order  by p.price_id
  for    update of p`;

const readByIds = `select ${priceColumns} ${from} where p.price_id = any($1::integer[])`;

const list = `
  select ${priceColumns}, p.price_list as "priceList", p.created_by as "createdBy", p.reason,
         (select n.price_id from price_config n where n.supersedes_price_id = p.price_id) as "replacedBy",
         p.superseded_at is null as "isInForce", is_price_used(p.price_id, '-infinity') as "isUsed"
  ${from}
  where  ($1::text is null or c.capability_code = $1) and ($2 or p.superseded_at is null)
  order  by c.tool, c.capability_code, p.tier, p.start_date, p.version`;
