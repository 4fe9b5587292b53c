import { ConfigError } from '../pipeline/errors.ts';
import type { Day, Decimal } from '../pipeline/run.ts';
import type { Database, Session } from './database.ts';

/** One row of a price list; the range is half-open (C55). */
export interface PriceRow {
  readonly tool: string;
  readonly capability: string;
  readonly tier: string;
  /** US dollars per license unit and day, above or equal to zero. */
  readonly unitRate: Decimal;
  readonly currency: string;
  readonly startDate: Day;
  /** The first day on which the price no longer holds; null when no end is known. */
  readonly endDate: Day | null;
}

/** Where a price list comes from, and who brought it. */
export interface PriceImport {
  readonly priceList: string;
  readonly createdBy: string;
}

/** How many prices an import added, corrected and found as they were. */
export interface PricesImported {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

type StoredPrice = PriceRow & { readonly priceId: number; readonly capabilityId: number };

/**
 * Brings the price list into the warehouse, all of it or nothing. A price is known by tool, capability, tier and first day: one
 * that is there already is corrected, e.g. ended; a second import of the same list changes nothing. Open months that a change
 * touches are priced anew by the next run (R21).
 *
 * @throws ConfigError with both ranges of every overlap.
 */
export async function importPrices(
  database: Database,
  rows: readonly PriceRow[],
  origin: PriceImport,
): Promise<PricesImported> {
  return database.transaction(async (tx) => {
    await tx.run('locking prices', 'select pg_advisory_xact_lock(7305)');
    await tx.run('registering capabilities', registerCapabilities, [
      rows.map((row) => row.tool),
      rows.map((row) => row.capability),
    ]);
    const stored = await tx.rows<StoredPrice>('reading prices', readPrices, [
      rows.map((row) => row.tool),
      rows.map((row) => row.capability),
      rows.map((row) => row.tier),
    ]);
    const plan = planImport(rows, stored);
    refuseOverlaps(rows, stored);
    await save(tx, plan, origin);
    return {
      inserted: plan.added.length,
      updated: plan.changed.length,
      unchanged: rows.length - plan.added.length - plan.changed.length,
    };
  });
}

/** How many prices there are; a production database starts without any (C61). */
export async function countPrices(database: Database): Promise<number> {
  return database.prisma.price_config.count();
}

interface ImportPlan {
  readonly added: readonly PriceRow[];
  readonly changed: readonly { readonly before: StoredPrice; readonly after: PriceRow }[];
}

function planImport(rows: readonly PriceRow[], stored: readonly StoredPrice[]): ImportPlan {
  const known = new Map(stored.map((price) => [keyOf(price), price]));
  const pairs = rows.map((after) => ({ before: known.get(keyOf(after)), after }));
  return {
    added: pairs.flatMap(({ before, after }) => (before ? [] : [after])),
    changed: pairs.flatMap(({ before, after }) =>
      before && !isSame(before, after) ? [{ before, after }] : [],
    ),
  };
}

function refuseOverlaps(rows: readonly PriceRow[], stored: readonly StoredPrice[]): void {
  const replaced = new Set(rows.map(keyOf));
  const after = [...stored.filter((price) => !replaced.has(keyOf(price))), ...rows];
  const series = new Map<string, PriceRow[]>();
  for (const price of after) series.set(seriesOf(price), [...(series.get(seriesOf(price)) ?? []), price]);

  const problems = [...series].flatMap(([name, prices]) =>
    prices
      .toSorted((a, b) => compare(a.startDate, b.startDate))
      .flatMap((price, index, sorted) => {
        const next = sorted[index + 1];
        if (!next || (price.endDate !== null && price.endDate <= next.startDate)) return [];
        return [
          `${name}: ${describe(price)} overlaps ${describe(next)}. An end date is the first day no longer valid.`,
        ];
      }),
  );
  if (problems.length > 0) throw new ConfigError(problems, 'Correct the price list; nothing of it was used.');
}

/** Ranges that end earlier make room before others take it: the database looks at every single row. */
async function save(tx: Session, { added, changed }: ImportPlan, origin: PriceImport): Promise<void> {
  if (added.length + changed.length === 0) return;
  const shrinkingFirst = changed.toSorted((a, b) => Number(grows(a)) - Number(grows(b)));
  for (const { before, after } of shrinkingFirst)
    await tx.run('correcting a price', correctPrice, [
      before.priceId,
      after.unitRate,
      after.currency,
      after.endDate,
      origin.priceList,
      origin.createdBy,
    ]);
  await tx.run('adding prices', addPrices, [JSON.stringify(added), origin.priceList, origin.createdBy]);
  await tx.run('noting the import', noteImport, [
    origin.createdBy,
    origin.priceList,
    JSON.stringify(changed.map(({ before }) => valueOf(before))),
    JSON.stringify([...changed.map(({ after }) => after), ...added].map(valueOf)),
  ]);
}

function grows({ before, after }: ImportPlan['changed'][number]): boolean {
  return after.endDate === null || (before.endDate !== null && after.endDate > before.endDate);
}

function valueOf({ tool, capability, tier, unitRate, currency, startDate, endDate }: PriceRow): PriceRow {
  return { tool, capability, tier, unitRate, currency, startDate, endDate };
}

function seriesOf({ tool, capability, tier }: PriceRow): string {
  return `${tool} ${capability} ${tier}`;
}

function keyOf(price: PriceRow): string {
  return JSON.stringify([price.tool, price.capability, price.tier, price.startDate]);
}

function isSame(a: PriceRow, b: PriceRow): boolean {
  return plain(a.unitRate) === plain(b.unitRate) && a.currency === b.currency && a.endDate === b.endDate;
}

/** The rate without zeros that say nothing: 1.25 and 1.2500 are one price. */
function plain(rate: Decimal): string {
  const text = rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate;
  return text.replace(/^0+(?=\d)/, '');
}

function describe({ unitRate, currency, startDate, endDate }: PriceRow): string {
  return `${plain(unitRate)} ${currency} for [${startDate}, ${endDate ?? 'open'})`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const registerCapabilities = `
  insert into capabilities_dim (tool, capability_code, capability_name)
  select distinct tool, code, code from unnest($1::text[], $2::text[]) as listed(tool, code)
  order  by 1, 2
  on conflict (tool, capability_code) do nothing`;

const readPrices = `
  select p.price_id as "priceId", p.capability_id as "capabilityId", c.tool, c.capability_code as capability, p.tier,
         p.unit_rate::text as "unitRate", p.currency, p.start_date as "startDate", p.end_date as "endDate"
  from   price_config p
  join   capabilities_dim c using (capability_id)
  where  (c.tool, c.capability_code, p.tier) in (select * from unnest($1::text[], $2::text[], $3::text[]))
  order  by p.price_id
  for    update of p`;

const correctPrice = `
  update price_config
  set    unit_rate = $2, currency = $3, end_date = $4, price_list = $5, created_by = $6
  where  price_id = $1`;

const addPrices = `
  insert into price_config (capability_id, tier, currency, price_list, created_by, unit_rate, start_date, end_date)
  select c.capability_id, n.tier, n.currency, $2, $3, n."unitRate", n."startDate", n."endDate"
  from   jsonb_to_recordset($1::jsonb) as n(tool text, capability text, tier text, "unitRate" numeric, currency text,
                                            "startDate" date, "endDate" date)
  join   capabilities_dim c on c.tool = n.tool and c.capability_code = n.capability
  order  by n.tool, n.capability, n.tier, n."startDate"`;

const noteImport = `
  insert into user_actions (actor, action, entity, entity_key, reason, before, after)
  values ($1, 'import prices', 'price_config', $2, 'price list', $3::jsonb, $4::jsonb)`;
