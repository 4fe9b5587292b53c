import { planPrices, rangeProblems, type PricePlan } from '../../domain/pricing/plan-prices.ts';
import { completePrice, type PriceRow, type StoredPrice } from '../../domain/pricing/price.ts';
import { ConfigError } from '../../pipeline/errors.ts';
import type { Day } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { missingRates } from './missing-rates.ts';
import { savePlan, type PriceOrigin } from './save-plan.ts';

/** The prices that shall be in force, and what is in force of their series. */
export interface PriceOrder {
  readonly stored: readonly StoredPrice[];
  readonly wanted: readonly PriceRow[];
  /** Whether days between two prices may stay without one: only who ends a price wants that. */
  readonly mayLeaveGaps: boolean;
  readonly remedy: string;
}

/** What a change of prices did. */
export interface PricesChanged {
  readonly inserted: number;
  /** Unused prices corrected in place, and ends moved where nothing was charged. */
  readonly updated: number;
  /** Used prices that a new version stands for now (R7). */
  readonly versions: number;
  readonly unchanged: number;
  /** The series that changed, and from which day on. */
  readonly touched: readonly TouchedSeries[];
}

export interface TouchedSeries {
  readonly capabilityId: number;
  readonly tier: string;
  readonly from: Day;
}

/** Holds off everybody else who wants to change prices until the transaction ends. */
export async function lockPrices(tx: Session): Promise<void> {
  await tx.run('locking prices', 'select pg_advisory_xact_lock(7305)');
}

/**
 * Brings the prices in force to what is wanted. A price that was used gets a new version instead of being changed; months that
 * a change touches are priced anew by the next run (R21).
 *
 * @throws ConfigError with both ranges of every overlap and gap, and with every month that lacks an exchange rate.
 */
export async function changePrices(
  tx: Session,
  { stored, wanted, mayLeaveGaps, remedy }: PriceOrder,
  origin: PriceOrigin,
): Promise<PricesChanged> {
  const problems = rangeProblems(stored, wanted).filter(
    (line) => !mayLeaveGaps || line.includes(' overlaps '),
  );
  if (problems.length > 0) throw new ConfigError(problems, remedy, 'The prices do not fit together');
  const lacking = await missingRates(tx, wanted);
  if (lacking.length > 0)
    throw new ConfigError(
      lacking,
      'Bring the rates first. Nothing was changed.',
      'Exchange rates are missing',
    );
  const plan = planPrices(stored, wanted);
  const versions = await savePlan(tx, plan, origin);
  return {
    inserted: plan.added.length,
    updated: plan.changed.length - versions,
    versions,
    unchanged: plan.unchanged,
    touched: await touchedBy(tx, plan),
  };
}

async function touchedBy(tx: Session, { added, changed }: PricePlan): Promise<TouchedSeries[]> {
  const changes = [...added, ...changed.map(({ after }) => completePrice(after))];
  return tx.rows<TouchedSeries>('finding changed series', touchedSeries, [JSON.stringify(changes)]);
}

const touchedSeries = `
  select c.capability_id as "capabilityId", e.tier, min(e."startDate") as "from"
  from   jsonb_to_recordset($1::jsonb) as e(tool text, capability text, tier text, "startDate" date)
  join   capabilities_dim c on c.tool = e.tool and c.capability_code = e.capability
  group  by 1, 2
  order  by 1, 2`;
