import type { Decimal } from '../../pipeline/run.ts';
import { groupBy } from '../group-by.ts';
import { compareDecimals, sumDecimals } from '../money.ts';
import type { AnyFocusRow } from './columns.ts';

/** What the rows of a file must add up to. */
export interface FocusSums {
  /** EffectiveCost by x_Sector: the total of each statement. */
  readonly bySector: ReadonlyMap<string, Decimal>;
  /** BilledCost by InvoiceId: what the vendor invoiced for the month. */
  readonly byInvoice: ReadonlyMap<string, Decimal>;
}

/** EffectiveCost and BilledCost of all rows. */
export function focusTotals(rows: readonly AnyFocusRow[]): {
  readonly effective: Decimal;
  readonly billed: Decimal;
} {
  return { effective: sumOf(rows, 'EffectiveCost'), billed: sumOf(rows, 'BilledCost') };
}

/** Where the sums of the rows are not what was charged and invoiced. */
export function sumProblems(rows: readonly AnyFocusRow[], { bySector, byInvoice }: FocusSums): string[] {
  return [
    ...differences(rows, 'x_Sector', 'EffectiveCost', bySector),
    ...differences(rows, 'InvoiceId', 'BilledCost', byInvoice),
  ];
}

function differences(
  rows: readonly AnyFocusRow[],
  key: string,
  cost: string,
  expected: ReadonlyMap<string, Decimal>,
): string[] {
  const groups = groupBy(rows, (row) => row[key] ?? null);
  const names = new Set([...expected.keys(), ...groups.keys()]);
  return [...names].flatMap((name) => {
    const found = sumOf(groups.get(name) ?? [], cost);
    const wanted = name === null ? '0' : (expected.get(name) ?? '0');
    if (compareDecimals(found, wanted) === 0) return [];
    return [`sum of ${cost} for ${key} ${name ?? 'null'}: found ${found}; expected ${wanted}`];
  });
}

function sumOf(rows: readonly AnyFocusRow[], cost: string): Decimal {
  return sumDecimals(rows.map((row) => row[cost] ?? '0'));
}
