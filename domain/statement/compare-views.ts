import type { Decimal, Month } from '../../pipeline/run.ts';
import { groupBy } from '../group-by.ts';
import { fromCents, toCents } from '../money.ts';

/** What a sector was charged in a month, and what it would be by the organization of today. */
export interface SectorMonthCost {
  readonly sector: string;
  readonly month: Month;
  readonly charged: Decimal;
  readonly today: Decimal;
}

/** The two sums of a month, which must be equal: a reorganization moves cost and neither makes nor loses any. */
export interface ViewProof {
  readonly month: Month;
  readonly charged: Decimal;
  readonly today: Decimal;
  readonly difference: Decimal;
}

/** Both views of every month added up. */
export function compareViews(costs: readonly SectorMonthCost[]): ViewProof[] {
  return [...groupBy(costs, ({ month }) => month)]
    .map(([month, rows]): ViewProof => {
      const charged = rows.reduce((sum, row) => sum + toCents(row.charged), 0n);
      const today = rows.reduce((sum, row) => sum + toCents(row.today), 0n);
      return {
        month,
        charged: fromCents(charged),
        today: fromCents(today),
        difference: fromCents(today - charged),
      };
    })
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** Which of the two. */
export type View = 'charged' | 'today';

/** A row of {@link tabulateView}. */
export interface ViewRow {
  readonly sector: string;
  /** In the order of the months; null where the sector has nothing in either view. */
  readonly amounts: readonly (Decimal | null)[];
  readonly total: Decimal;
  /** What today's organization makes of the total, minus what was charged. */
  readonly moved: Decimal;
}

/** One view as a table of sectors and months, with the sums of both. */
export interface ViewTable {
  readonly months: readonly Month[];
  readonly rows: readonly ViewRow[];
  readonly sums: ViewRow;
}

/** One view as a table; sectors in the order in which they come. */
export function tabulateView(costs: readonly SectorMonthCost[], view: View): ViewTable {
  const months = [...new Set(costs.map(({ month }) => month))].sort();
  const rows = [...groupBy(costs, ({ sector }) => sector)].map(([sector, own]) =>
    viewRow(sector, months, own, view),
  );
  return { months, rows, sums: viewRow('Total', months, costs, view) };
}

function viewRow(
  sector: string,
  months: readonly Month[],
  costs: readonly SectorMonthCost[],
  view: View,
): ViewRow {
  const sum = (rows: readonly SectorMonthCost[], of: View): bigint =>
    rows.reduce((total, row) => total + toCents(row[of]), 0n);
  const amounts = months.map((month) => {
    const own = costs.filter((cost) => cost.month === month);
    return own.length === 0 ? null : fromCents(sum(own, view));
  });
  return {
    sector,
    amounts,
    total: fromCents(sum(costs, view)),
    moved: fromCents(sum(costs, 'today') - sum(costs, 'charged')),
  };
}
