import { addDecimals, multiplyDecimals } from '../../domain/money.ts';
import type { Day, Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { dropExpected } from '../costs/cost-statements.ts';
import { expectCost } from '../costs/expect-cost.ts';
import { priceCharges } from '../costs/price-charges.ts';
import type { PricesChanged, TouchedSeries } from './change-prices.ts';

/** What a change of prices would move in one month and sector; US dollars. */
export interface PriceEffect {
  readonly month: Month;
  /** Of the period: what is closed gets the difference as an adjustment in an open month (R14). */
  readonly state: string;
  readonly sector: string;
  readonly before: Decimal;
  readonly after: Decimal;
  readonly difference: Decimal;
}

/** What a change of prices would do. */
export interface PricePreview {
  readonly changed: PricesChanged;
  readonly effects: readonly PriceEffect[];
}

/**
 * Makes the change, looks what the usage of the changed series costs, takes the change back and looks again (R7). Whatever
 * happens, the change does not stay.
 */
export async function previewPrices(
  tx: Session,
  change: (tx: Session) => Promise<PricesChanged>,
): Promise<PricePreview> {
  await tx.run('trying a change', 'savepoint before_the_change');
  const changed = await change(tx);
  const after = await costOf(tx, changed.touched);
  await tx.run('taking a change back', 'rollback to savepoint before_the_change');
  return { changed, effects: differences(await costOf(tx, changed.touched), after) };
}

interface SectorCost {
  readonly month: Month;
  readonly state: string;
  readonly sector: string;
  readonly cost: Decimal;
}

async function costOf(tx: Session, touched: readonly TouchedSeries[]): Promise<SectorCost[]> {
  const usage = usageOf(touched);
  await expectCost(tx, { usage, all: usage });
  const rows = await tx.rows<SectorCost>('adding up cost per sector', costPerSector);
  const charges = await chargesOf(tx, touched);
  await tx.run('pricing usage', dropExpected);
  return [...rows, ...charges];
}

/** Flat fees and minimums of the series; those of other prices do not move. */
async function chargesOf(tx: Session, touched: readonly TouchedSeries[]): Promise<SectorCost[]> {
  const { date } = await tx.one<{ date: Day | null }>(
    'reading the newest logical date',
    'select max(logical_date) as date from pipeline_runs',
  );
  if (date === null) return [];
  const charges = await priceCharges(tx, date, 'expected_cost');
  const known = new Set(touched.map(({ capabilityId, tier }) => `${capabilityId} ${tier}`));
  const ours = charges.filter(({ capabilityId, tier }) => known.has(`${capabilityId} ${tier}`));
  return ours.map(({ month, state, usdCost }) => ({
    month,
    state,
    sector: '(flat fees and minimums)',
    cost: usdCost,
  }));
}

function differences(before: readonly SectorCost[], after: readonly SectorCost[]): PriceEffect[] {
  const effects = new Map<string, PriceEffect>();
  const add = ({ month, state, sector }: SectorCost, was: Decimal, becomes: Decimal): void => {
    const key = JSON.stringify([month, sector]);
    const so = effects.get(key) ?? { before: '0.00', after: '0.00', difference: '0.00' };
    effects.set(key, {
      month,
      state,
      sector,
      before: addDecimals(so.before, was),
      after: addDecimals(so.after, becomes),
      difference: addDecimals(so.difference, addDecimals(becomes, multiplyDecimals(was, '-1'))),
    });
  };
  for (const row of before) add(row, row.cost, '0.00');
  for (const row of after) add(row, '0.00', row.cost);
  return [...effects.values()]
    .filter(({ difference }) => /[1-9]/.test(difference))
    .sort((a, b) => compare(a.month, b.month) || compare(a.sector, b.sector));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The usage of the changed series; a closed month is charged for the units that it was closed with. */
function usageOf(touched: readonly TouchedSeries[]): string {
  const series = touched.map(
    ({ capabilityId, tier, from }) =>
      `(u.capability_id = ${capabilityId} and u.tier = '${tier.replaceAll("'", "''")}' and u.ts >= date_trunc('month', date '${from}'))`,
  );
  return `(
    select u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts, coalesce(k.units, u.units_consumed) as units_consumed,
           coalesce(k.units, u.units_average) as units_average
    from   license_usage_fact u
    left join chargeback_periods p on p.month_start = date_trunc('month', u.ts)::date and p.state in ('closed', 'restated')
    left join license_cost_fact k on p.month_start is not null and k.tool = u.tool and k.instance = u.instance
           and k.app_id = u.app_id and k.capability_id = u.capability_id and k.tier = u.tier and k.ts = u.ts
    where  ${series.join(' or ') || 'false'})`;
}

const costPerSector = `
  select p.month_start as month, p.state, s.sector_name as sector, sum(e.usd_cost)::numeric(20, 2)::text as cost
  from   expected_cost e
  join   chargeback_periods p on p.month_start = date_trunc('month', e.ts)::date
  left join closed_ownership f on p.state in ('closed', 'restated') and f.month_start = p.month_start and f.app_id = e.app_id
         and e.ts >= f.valid_from and e.ts < f.valid_to
  left join application_ownership o on p.state in ('open', 'in_review') and o.app_id = e.app_id
         and e.ts >= o.valid_from and (o.valid_to is null or e.ts < o.valid_to)
  cross join (select sector_id from sectors_dim where sector_name = '__unassigned__') u
  join   sectors_dim s on s.sector_id = coalesce(f.sector_id, o.sector_id, u.sector_id)
  group  by 1, 2, 3
  order  by 1, 3`;
