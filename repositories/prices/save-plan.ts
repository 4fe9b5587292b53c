import { movesOnlyTheEnd, type PriceChange, type PricePlan } from '../../domain/pricing/plan-prices.ts';
import type { Price } from '../../domain/pricing/price.ts';
import type { Session } from '../database.ts';

/** Where prices come from, and who brought them. */
export interface PriceOrigin {
  readonly priceList: string;
  readonly createdBy: string;
  readonly reason: string | null;
}

/**
 * Writes a plan; gives how many prices got a new version. Ranges make room before others take it: the database looks at every
 * single row.
 */
export async function savePlan(tx: Session, plan: PricePlan, origin: PriceOrigin): Promise<number> {
  const { versions, ends, corrections } = await sortChanges(tx, plan.changed);
  await tx.run('superseding prices', supersede, [versions.map(({ before }) => before.priceId)]);
  const inPlace = [
    ...ends.map((change) => ({ change, save: () => moveEnd(tx, change) })),
    ...corrections.map((change) => ({ change, save: () => correct(tx, change, origin) })),
  ];
  for (const { save } of inPlace.toSorted((a, b) => Number(grows(a.change)) - Number(grows(b.change))))
    await save();
  for (const { before, after } of versions)
    await insert(tx, after, origin, { priceId: before.priceId, version: before.version });
  for (const price of plan.added) await insert(tx, price, origin, null);
  return versions.length;
}

interface SortedChanges {
  /** Of prices that were used: a new version stands instead. */
  readonly versions: readonly PriceChange[];
  /** Only the end moves, over days for which nothing was charged. */
  readonly ends: readonly PriceChange[];
  /** Of prices that were never used. */
  readonly corrections: readonly PriceChange[];
}

async function sortChanges(tx: Session, changes: readonly PriceChange[]): Promise<SortedChanges> {
  const rows = await tx.rows<{ priceId: number; isUsed: boolean; isEndUsed: boolean }>(
    'looking whether prices were used',
    whetherUsed,
    [changes.map(({ before }) => before.priceId), changes.map(({ after }) => after.endDate)],
  );
  const used = new Map(rows.map((row) => [row.priceId, row]));
  const sorted = {
    versions: [] as PriceChange[],
    ends: [] as PriceChange[],
    corrections: [] as PriceChange[],
  };
  for (const change of changes) {
    const facts = used.get(change.before.priceId);
    if (movesOnlyTheEnd(change)) (facts?.isEndUsed ? sorted.versions : sorted.ends).push(change);
    else (facts?.isUsed ? sorted.versions : sorted.corrections).push(change);
  }
  return sorted;
}

function grows({ before, after }: PriceChange): boolean {
  return after.endDate === null || (before.endDate !== null && after.endDate > before.endDate);
}

async function moveEnd(tx: Session, { before, after }: PriceChange): Promise<void> {
  await tx.run('moving the end of a price', 'update price_config set end_date = $2 where price_id = $1', [
    before.priceId,
    after.endDate,
  ]);
}

async function correct(tx: Session, { before, after }: PriceChange, origin: PriceOrigin): Promise<void> {
  await tx.run('correcting a price', correctPrice, [before.priceId, ...termsOf(after, origin)]);
  await tx.run('correcting a price', 'delete from price_tiers where price_id = $1', [before.priceId]);
  await saveSlices(tx, before.priceId, after);
}

async function insert(
  tx: Session,
  price: Price,
  origin: PriceOrigin,
  replaced: { readonly priceId: number; readonly version: number } | null,
): Promise<void> {
  const { price_id: priceId } = await tx.one<{ price_id: number }>('adding a price', addPrice, [
    replaced?.priceId ?? null,
    ...termsOf(price, origin),
    price.tool,
    price.capability,
    price.tier,
    price.startDate,
    (replaced?.version ?? 0) + 1,
  ]);
  await saveSlices(tx, priceId, price);
}

function termsOf(price: Price, origin: PriceOrigin): (string | null)[] {
  return [
    price.currency,
    price.model,
    price.unitRate,
    price.packageSize,
    price.minimumAmount,
    price.maximumAmount,
    price.endDate,
    origin.priceList,
    origin.createdBy,
    origin.reason,
  ];
}

async function saveSlices(tx: Session, priceId: number, { slices }: Price): Promise<void> {
  if (slices.length === 0) return;
  await tx.run('adding the slices of a price', addSlices, [priceId, JSON.stringify(slices)]);
}

const whetherUsed = `
  select p.price_id as "priceId", is_price_used(p.price_id, '-infinity') as "isUsed", is_end_used(p, e.end_date) as "isEndUsed"
  from   unnest($1::integer[], $2::date[]) as e(price_id, end_date)
  join   price_config p using (price_id)`;

const supersede = 'update price_config set superseded_at = now() where price_id = any($1::integer[])';

const correctPrice = `
  update price_config
  set    currency = $2, pricing_model = $3, unit_rate = $4, package_size = $5, minimum_amount = $6, maximum_amount = $7,
         end_date = $8, price_list = $9, created_by = $10, reason = $11
  where  price_id = $1`;

const addPrice = `
  insert into price_config (supersedes_price_id, currency, pricing_model, unit_rate, package_size, minimum_amount, maximum_amount,
                            end_date, price_list, created_by, reason, capability_id, tier, start_date, version)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, c.capability_id, $14, $15, $16
  from   capabilities_dim c
  where  c.tool = $12 and c.capability_code = $13
  returning price_id`;

const addSlices = `
  insert into price_tiers (price_id, from_units, unit_rate, flat_amount)
  select $1, e."fromUnits", e."unitRate", e."flatAmount"
  from   jsonb_to_recordset($2::jsonb) as e("fromUnits" numeric, "unitRate" numeric, "flatAmount" numeric)`;
