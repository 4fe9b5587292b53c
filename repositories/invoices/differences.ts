import { sumDecimals } from '../../domain/money.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/** What a capability cost in a month and what the vendor invoiced for it, in US dollars. */
export interface InvoiceDifference {
  readonly tool: string | null;
  /** Null: invoiced for no single capability. */
  readonly capability: string | null;
  readonly capabilityId: number | null;
  readonly cost: Decimal;
  readonly invoiced: Decimal;
  /** Invoiced minus cost. */
  readonly difference: Decimal;
  /** Of the cost; null when there was none. */
  readonly percent: Decimal | null;
  readonly isWithinTolerance: boolean;
  readonly explanations: readonly string[];
}

/** Cost against invoice, by capability. Empty while the month has no invoice. `tolerancePct` is of the cost (C24). */
export async function readDifferences(
  session: Session,
  month: Month,
  tolerancePct: Decimal,
): Promise<InvoiceDifference[]> {
  return session.rows<InvoiceDifference>('comparing invoices', compare, [month, tolerancePct]);
}

/** All capabilities together. */
export function totalDifference(
  rows: readonly InvoiceDifference[],
): Pick<InvoiceDifference, 'cost' | 'invoiced' | 'difference'> {
  return {
    cost: sumDecimals(rows.map(({ cost }) => cost)),
    invoiced: sumDecimals(rows.map(({ invoiced }) => invoiced)),
    difference: sumDecimals(rows.map((row) => row.difference)),
  };
}

/** As the view invoice_difference, but of one month, so that no other month is read. */
const compare = `
  with cost as (
    select capability_id, sum(usd_cost) as cost from (
      select capability_id, usd_cost from license_cost_fact where ts >= $1::date and ts < $1::date + interval '1 month'
      union all select capability_id, usd_cost from contract_charge_fact where month_start = $1
      union all select capability_id, usd_cost from cost_adjustment_fact where ts >= $1::date and ts < $1::date + interval '1 month'
    ) costs group by 1
  ), invoice as (
    select capability_id, sum(usd_amount) as invoiced from vendor_invoice_lines where month_start = $1 group by 1
  ), pair as (
    select coalesce(c.capability_id, i.capability_id) as capability_id, coalesce(cost, 0) as cost, coalesce(invoiced, 0) as invoiced
    from   cost c full join invoice i on i.capability_id = c.capability_id
    where  exists (select from invoice)
  )
  select d.tool, d.capability_code as capability, p.capability_id as "capabilityId",
         cost::numeric(14, 2)::text as cost, invoiced::numeric(14, 2)::text as invoiced,
         (invoiced - cost)::numeric(14, 2)::text as difference,
         round(100 * (invoiced - cost) / nullif(abs(cost), 0), 2)::text as percent,
         abs(invoiced - cost) * 100 <= $2::numeric * abs(cost) as "isWithinTolerance",
         array(select e.reason || ' (' || e.created_by || ')' from invoice_explanations e
               where e.month_start = $1 and (e.capability_id is null or e.capability_id = p.capability_id)
               order by e.explanation_id) as explanations
  from   pair p left join capabilities_dim d using (capability_id)
  order  by d.tool, d.capability_code nulls last`;
