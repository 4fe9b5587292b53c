import type { Month } from '../../pipeline/run.ts';
import type { BillingSettings } from '../../pipeline/settings.ts';
import type { Session } from '../database.ts';
import { readDifferences } from './differences.ts';

/** What the vendor's invoice has against closing the month, a sentence each (R13). */
export async function invoiceProblems(
  tx: Session,
  month: Month,
  { isInvoiceRequired, invoiceTolerancePct }: BillingSettings,
): Promise<string[]> {
  const name = month.slice(0, 7);
  const { hasInvoice, isWaived } = await tx.one<{ hasInvoice: boolean; isWaived: boolean }>(
    'looking for invoices',
    findInvoice,
    [month],
  );
  if (!hasInvoice)
    return isInvoiceRequired && !isWaived
      ? [
          `invoice: none for ${name}; "invoice import" it, or "periods waive ${name} invoice-missing" with a reason`,
        ]
      : [];
  const differences = await readDifferences(tx, month, invoiceTolerancePct);
  return differences
    .filter(({ isWithinTolerance, explanations }) => !isWithinTolerance && explanations.length === 0)
    .map(
      ({ capability, cost, invoiced, difference }) =>
        `invoice: ${capability ?? 'no single capability'} cost ${cost} and was invoiced ${invoiced}, difference ${difference}, more than ${invoiceTolerancePct} %; explain it with "invoice explain ${name}"`,
    );
}

const findInvoice = `
  select exists (select from vendor_invoice_lines where month_start = $1) as "hasInvoice",
         exists (select from period_waivers where month_start = $1 and item = 'invoice-missing') as "isWaived"`;
