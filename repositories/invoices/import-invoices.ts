import type { InvoiceLine } from '../../imports/invoice-file.ts';
import type { UploadProblem } from '../../imports/read-upload.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/** An invoice as it was taken. */
export interface ImportedInvoice {
  readonly tool: string;
  readonly number: string;
  readonly currency: string;
  readonly lines: number;
  readonly amount: Decimal;
  readonly usdAmount: Decimal;
  readonly months: readonly Month[];
}

/** What only the database can find wrong with the lines: an invoice that is there, a capability or a rate that is not. */
export async function invoiceLineProblems(
  tx: Session,
  lines: readonly InvoiceLine[],
): Promise<UploadProblem[]> {
  return tx.rows<UploadProblem>('checking invoices', `${listed} ${findProblems}`, [asJson(lines)]);
}

/** Saves invoices that have no problem; amounts in US dollars by the rate of the month of service (R5). */
export async function saveInvoices(
  tx: Session,
  { file, by, lines }: { readonly file: string; readonly by: string; readonly lines: readonly InvoiceLine[] },
): Promise<ImportedInvoice[]> {
  return tx.rows<ImportedInvoice>('saving invoices', `${listed} ${saveThem}`, [asJson(lines), file, by]);
}

function asJson(lines: readonly InvoiceLine[]): string {
  return JSON.stringify(lines.map(({ line, row }) => ({ line, ...row })));
}

const listed = `
  with listed as (
    select l.*, c.capability_id, case when l.currency = 'USD' then 1 else r.usd_rate end as usd_rate
    from   jsonb_to_recordset($1::jsonb) as l(line integer, tool text, "invoiceNumber" text, "invoiceDate" date, currency text,
             month date, capability text, tier text, units numeric, amount numeric, description text)
    left join capabilities_dim c on c.tool = l.tool and c.capability_code = l.capability
    left join exchange_rates r on r.month_start = l.month and r.currency = l.currency
  )`;

const findProblems = `
  , known as (
    select tool, string_agg(capability_code, ', ' order by capability_code) as codes from capabilities_dim group by tool
  )
  select l.line, p.what
  from   listed l
  left join known k on k.tool = l.tool
  left join vendor_invoices v on v.tool = l.tool and v.invoice_number = l."invoiceNumber"
  cross join lateral (values
    (k.tool is null, format('tool: found "%s"; expected %s', l.tool,
                            coalesce((select string_agg(tool, ' or ' order by tool) from known), 'a tool that has usage or prices'))),
    (k.tool is not null and l.capability is not null and l.capability_id is null,
     format('capability: found "%s"; expected %s, or nothing when the line is for no single one', l.capability, k.codes)),
    (l.usd_rate is null, format('currency: there is no rate for %s in %s; import it with "rates import" first (R5)',
                                l.currency, to_char(l.month, 'YYYY-MM'))),
    (v.invoice_id is not null, format('invoice_number: %s was imported on %s by %s from %s; book a correction as an invoice of its own',
                                      l."invoiceNumber", to_char(v.imported_at, 'YYYY-MM-DD'), v.imported_by, v.source_file))
  ) as p(is_so, what)
  where  p.is_so
  order  by l.line, p.what`;

const saveThem = `
  , invoices as (
    insert into vendor_invoices (tool, invoice_number, currency, source_file, imported_by, invoice_date)
    select tool, "invoiceNumber", min(currency), $2, $3, min("invoiceDate") from listed group by 1, 2 order by min(line)
    returning invoice_id, tool, invoice_number, currency
  ), numbered as (
    select i.invoice_id, row_number() over (partition by i.invoice_id order by l.line) as line_no, l.*,
           round(l.amount * l.usd_rate, 2) as usd_amount
    from   listed l join invoices i on i.tool = l.tool and i.invoice_number = l."invoiceNumber"
  ), saved as (
    insert into vendor_invoice_lines (invoice_id, line_no, capability_id, tier, description, units, amount, usd_amount, month_start)
    select invoice_id, line_no, capability_id, tier, description, units, amount, usd_amount, month from numbered
    returning invoice_id, month_start, amount, usd_amount
  )
  select i.tool, i.invoice_number as number, i.currency, count(*)::integer as lines, sum(s.amount)::text as amount,
         sum(s.usd_amount)::text as "usdAmount", array_agg(distinct s.month_start::text order by s.month_start::text) as months
  from   saved s join invoices i using (invoice_id)
  group  by i.invoice_id, 1, 2, 3
  order  by i.invoice_id`;
