import { ConfigError } from '../../pipeline/errors.ts';
import type { Day, Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/** An invoice that was imported. */
export interface StoredInvoice {
  readonly tool: string;
  readonly number: string;
  readonly date: Day;
  readonly currency: string;
  readonly lines: number;
  readonly amount: Decimal;
  readonly usdAmount: Decimal;
  readonly months: readonly Month[];
  readonly importedBy: string;
  readonly file: string;
}

/** Every invoice, the newest first. */
export async function listInvoices(session: Session): Promise<StoredInvoice[]> {
  return session.rows<StoredInvoice>('listing invoices', list);
}

/** Why what was charged and what was invoiced may differ. */
export interface Explanation {
  readonly month: Month;
  /** Null explains the whole month. */
  readonly capability: string | null;
  readonly reason: string;
  readonly by: string;
}

/**
 * Explains the difference of a month, or of one capability in it.
 *
 * @throws ConfigError when the month has no invoice or nothing of the capability.
 */
export async function explainDifference(
  tx: Session,
  { month, capability, reason, by }: Explanation,
): Promise<void> {
  const name = month.slice(0, 7);
  const there = await tx.rows<{ id: number | null; code: string | null }>('finding capabilities', inMonth, [
    month,
  ]);
  if (there.length === 0)
    throw new ConfigError(
      [`${name} has no invoice`],
      'Import the invoice first.',
      'There is nothing to explain',
    );
  const meant = there.filter(({ code }) => code === capability);
  if (capability !== null && meant.length === 0) {
    const codes = there.flatMap(({ code }) => code ?? []).join(', ');
    throw new ConfigError(
      [`${name} has neither cost nor an invoice for "${capability}"; expected ${codes}`],
      'Name one of them, or leave it out to explain the whole month.',
      'There is nothing to explain',
    );
  }
  const ids = capability === null ? [null] : meant.map(({ id }) => id);
  await tx.run('explaining a difference', explain, [month, ids, reason, by]);
}

const list = `
  select v.tool, v.invoice_number as number, v.invoice_date as date, v.currency, count(*)::integer as lines,
         sum(l.amount)::text as amount, sum(l.usd_amount)::text as "usdAmount",
         array_agg(distinct l.month_start::text order by l.month_start::text) as months, v.imported_by as "importedBy",
         v.source_file as file
  from   vendor_invoices v join vendor_invoice_lines l using (invoice_id)
  group  by v.invoice_id
  order  by v.invoice_date desc, v.invoice_id desc`;

const inMonth = `
  select d.capability_id as id, c.capability_code as code
  from   invoice_difference d left join capabilities_dim c using (capability_id)
  where  d.month_start = $1
  order  by 2`;

const explain = `
  insert into invoice_explanations (month_start, capability_id, reason, created_by)
  select $1, id, $3, $4 from unnest($2::integer[]) as id`;
