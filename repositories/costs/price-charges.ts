import { fromCents, toCents } from '../../domain/money.ts';
import { monthCharges, type MonthCharge } from '../../domain/pricing/month-charges.ts';
import { ratePeriod } from '../../domain/pricing/rate-period.ts';
import type { Day, Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import type { Changes } from '../lineage.ts';
import { readTerms } from '../prices/read-prices.ts';

/** What a price charges a month beside its usage: a flat fee that nobody used, or what lacks of a minimum. */
export interface PriceCharge {
  readonly month: Month;
  readonly priceId: number;
  readonly capabilityId: number;
  readonly tier: string;
  /** Of the period. */
  readonly state: string;
  readonly kind: MonthCharge['kind'];
  readonly usdCost: Decimal;
}

/**
 * Brings flat fees without usage and minimums (R9) of every month that is over, and not closed, in line with prices and cost.
 * Whoever prices usage does this afterwards. What is right already is left alone.
 */
export async function settlePriceCharges(tx: Session, runId: number): Promise<Changes> {
  const none = { inserted: 0, updated: 0, deleted: 0 };
  const [concerned] = await tx.rows('looking for monthly prices', anyPriceCharge);
  if (!concerned) return none;
  const { date } = await tx.one<{ date: Day }>('reading the date of the run', logicalDate, [runId]);
  for (const { month } of await tx.rows<{ month: Month }>('finding months that are over', finishedMonths, [
    date,
  ]))
    await tx.run('locking a month', 'select lock_month($1)', [month]);
  const charges = JSON.stringify(await priceCharges(tx, date, 'license_cost_fact'));
  const deleted = await tx.run('removing price charges', deleteCharges, [charges]);
  const changed = await tx.one<{ inserted: number; updated: number }>('saving price charges', upsertCharges, [
    charges,
    runId,
  ]);
  return { ...changed, deleted };
}

/** The price charges of all months that are over on `date` and not closed, by the cost in `cost`. */
export async function priceCharges(tx: Session, date: Day, cost: string): Promise<PriceCharge[]> {
  const months = await tx.rows<PricedMonth>('reading monthly prices', pricedMonths(cost), [date]);
  const terms = await readTerms(
    tx,
    months.map(({ priceId }) => priceId),
  );
  return months.flatMap((month) => {
    const price = terms.get(month.priceId);
    const finished = { ...month, chargedCents: toCents(month.charged) };
    return monthCharges(price, ratePeriod(price, month), finished).map(({ kind, cents }) => ({
      month: month.month,
      priceId: month.priceId,
      capabilityId: month.capabilityId,
      tier: month.tier,
      state: month.state,
      kind,
      usdCost: fromCents(cents),
    }));
  });
}

interface PricedMonth {
  readonly priceId: number;
  readonly capabilityId: number;
  readonly tier: string;
  readonly state: string;
  readonly month: Month;
  readonly days: number;
  readonly daysOfMonth: number;
  readonly exchangeRate: Decimal;
  readonly units: Decimal;
  readonly charged: Decimal;
}

const ours = `kind in ('flat_fee', 'minimum_true_up')`;
const isMonthly = `superseded_at is null and (pricing_model = 'flat' or minimum_amount is not null)`;
const notClosed = `p.state in ('open', 'in_review') and p.origin = 'pipeline'`;

const anyPriceCharge = `
  select 1 where exists (select from price_config where ${isMonthly}) or exists (select from contract_charge_fact where ${ours})`;

const logicalDate = 'select logical_date as date from pipeline_runs where run_id = $1';

const finishedMonths = `
  select p.month_start as month from chargeback_periods p
  where  ${notClosed} and p.month_start + interval '1 month' <= $1::date order by 1`;

const pricedMonths = (cost: string): string => `
  select f.price_id as "priceId", f.capability_id as "capabilityId", f.tier, p.state, p.month_start as month, f.exchange_rate::text as "exchangeRate",
         least(f.end_date, (p.month_start + interval '1 month')::date) - greatest(f.start_date, p.month_start) as days,
         (p.month_start + interval '1 month')::date - p.month_start as "daysOfMonth",
         coalesce(sum(k.units), 0)::text as units, coalesce(sum(k.usd_cost), 0)::text as charged
  from   chargeback_periods p
  join   price_in_force f on f.start_date < p.month_start + interval '1 month' and (f.end_date is null or f.end_date > p.month_start)
  join   price_config c on c.price_id = f.price_id and (c.pricing_model = 'flat' or c.minimum_amount is not null)
  left join ${cost} k on k.price_id = f.price_id and k.ts >= p.month_start and k.ts < p.month_start + interval '1 month'
  where  ${notClosed} and p.month_start + interval '1 month' <= $1::date
  group  by f.price_id, f.capability_id, f.tier, p.state, f.exchange_rate, f.start_date, f.end_date, p.month_start
  order  by p.month_start, f.price_id`;

const chargesGiven = `jsonb_to_recordset($1::jsonb)
  as e(month date, "priceId" integer, "capabilityId" integer, kind text, "usdCost" numeric)`;

const deleteCharges = `
  delete from contract_charge_fact t
  using  chargeback_periods p
  where  t.${ours} and p.month_start = t.month_start and ${notClosed}
  and    not exists (select from ${chargesGiven} where e.month = t.month_start and e.kind = t.kind and e."priceId" = t.price_id)`;

const upsertCharges = `
  with saved as (
    insert into contract_charge_fact as t (app_id, sector_id, capability_id, price_id, run_id, kind, h_code, units, cost_exact, usd_cost,
                                           month_start)
    select a.app_id, a.sector_id, e."capabilityId", e."priceId", $2, e.kind, 'CONTRACT', 0, e."usdCost", e."usdCost", e.month
    from   ${chargesGiven}
    cross join (select app_id, sector_id from applications_dim where kind = 'reserved' and appd_application_name = '__contract__') a
    order  by e.month, e."priceId", e.kind
    on conflict (month_start, kind, capability_id, coalesce(contract_line_id, 0), coalesce(price_id, 0)) do update
      set usd_cost = excluded.usd_cost, cost_exact = excluded.cost_exact, run_id = excluded.run_id
      where t.usd_cost <> excluded.usd_cost
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;
