import type { PriceRow } from '../../domain/pricing/price.ts';
import { actingAs, type Acting, type Actor } from '../acting.ts';
import type { Database, Session } from '../database.ts';
import { changePrices, lockPrices, type PricesChanged } from './change-prices.ts';
import { readSeries } from './read-prices.ts';

/** Where a price list comes from, and who brings it. */
export interface PriceImport {
  readonly priceList: string;
  /** Whoever the token belongs to, when there is one. */
  readonly createdBy: string | null;
  readonly token?: string | null;
  readonly reason?: string | null;
}

/**
 * Brings the price list into the warehouse, all of it or nothing. A price is known by tool, capability, tier and first day: one
 * that is there already gets what the list says, as a new version when it was used; a second import of the same list changes
 * nothing. Months that a change touches are priced anew by the next run (R21).
 *
 * @throws ConfigError with the lines of every overlap and gap, and of every currency without a rate.
 */
export async function importPrices(
  database: Database,
  rows: readonly PriceRow[],
  { priceList, createdBy, token = null, reason = null }: PriceImport,
): Promise<PricesChanged> {
  const actor: Actor = { name: createdBy, token, reason: reason ?? `price list ${priceList}` };
  return actingAs(database, actor, (tx, who) => importInto(tx, who, rows, { priceList, reason }));
}

/** The import as a part of a transaction that somebody else opened. */
export async function importInto(
  tx: Session,
  who: Acting,
  rows: readonly PriceRow[],
  { priceList, reason }: { readonly priceList: string; readonly reason: string | null },
): Promise<PricesChanged> {
  await lockPrices(tx);
  await tx.run('registering capabilities', registerCapabilities, [
    rows.map((row) => row.tool),
    rows.map((row) => row.capability),
  ]);
  const changed = await changePrices(
    tx,
    {
      stored: await readSeries(tx, rows),
      wanted: rows,
      mayLeaveGaps: false,
      remedy: 'Correct the price list; nothing of it was used.',
    },
    { priceList, createdBy: who.name, reason },
  );
  if (changed.touched.length > 0)
    await tx.run('noting the import', noteImport, [
      who.name,
      priceList,
      reason,
      JSON.stringify(countsOf(changed)),
    ]);
  return changed;
}

function countsOf({ inserted, updated, versions, unchanged }: PricesChanged): object {
  return { inserted, updated, versions, unchanged };
}

const registerCapabilities = `
  insert into capabilities_dim (tool, capability_code, capability_name)
  select distinct tool, code, code from unnest($1::text[], $2::text[]) as listed(tool, code)
  order  by 1, 2
  on conflict (tool, capability_code) do nothing`;

/** Each price stands in audit_log with what it was; this says that they came together. */
const noteImport = `
  insert into user_actions (actor, action, entity, entity_key, reason, after)
  values ($1, 'import prices', 'price_config', $2, coalesce($3, 'price list'), $4::jsonb)`;
