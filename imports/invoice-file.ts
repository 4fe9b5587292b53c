import { z } from 'zod';
import { amount, currency, day, month, units, word } from './cells.ts';
import { readUploadLines, refuseUpload, type UploadLine } from './read-upload.ts';

/** A line of a vendor's invoice. */
export interface InvoiceRow {
  readonly tool: string;
  readonly invoiceNumber: string;
  readonly invoiceDate: string;
  readonly currency: string;
  /** Month of service. */
  readonly month: string;
  /** Null when the line is for no single capability, e.g. tax. */
  readonly capability: string | null;
  readonly tier: string | null;
  readonly units: string | null;
  /** In the currency of the invoice. */
  readonly amount: string;
  readonly description: string;
}

export type InvoiceLine = UploadLine<InvoiceRow>;

const columns = [
  'tool',
  'invoice_number',
  'invoice_date',
  'currency',
  'month',
  'capability',
  'tier',
  'units',
  'amount',
  'description',
];

const invoiceRow = z
  .object({
    tool: word,
    invoice_number: word.max(60, 'expected at most 60 characters'),
    invoice_date: day,
    currency,
    month,
    capability: word.optional(),
    tier: word.optional(),
    units: units.optional(),
    amount,
    description: word.optional(),
  })
  .transform((row): InvoiceRow => ({
    tool: row.tool,
    invoiceNumber: row.invoice_number,
    invoiceDate: row.invoice_date,
    currency: row.currency,
    month: row.month,
    capability: row.capability ?? null,
    tier: row.tier ?? null,
    units: row.units ?? null,
    amount: row.amount,
    description: row.description ?? '',
  }));

/**
 * The lines of one or several invoices.
 *
 * @throws ConfigError with every line that cannot be used.
 */
export function readInvoiceFile(path: string, allowBom: boolean): InvoiceLine[] {
  const words = ['invoice_number', 'description', 'tier'];
  const lines = readUploadLines(path, invoiceRow, { columns, words, allowBom });
  refuseUpload(path, contradictions(lines));
  return lines;
}

/** An invoice has one date and one currency. */
function contradictions(lines: readonly InvoiceLine[]): { line: number; what: string }[] {
  const first = new Map<string, InvoiceLine>();
  return lines.flatMap(({ line, row }) => {
    const key = JSON.stringify([row.tool, row.invoiceNumber]);
    const said = first.get(key) ?? { line, row };
    first.set(key, said);
    if (said.row.invoiceDate === row.invoiceDate && said.row.currency === row.currency) return [];
    return [
      {
        line,
        what: `invoice ${row.invoiceNumber} is of ${row.invoiceDate} in ${row.currency} here, and of ${said.row.invoiceDate} in ${said.row.currency} on line ${said.line}; expected one date and one currency`,
      },
    ];
  });
}
