import { addMonths } from '../../pipeline/days.ts';
import { InvariantError } from '../../pipeline/errors.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import { groupBy } from '../group-by.ts';
import { fromCents, sumDecimals, toCents } from '../money.ts';
import {
  explainChange,
  type ChangeExplanation,
  type DirectCost,
  type MonthOfChange,
} from './explain-change.ts';
import type { Series } from './split-change.ts';
import type {
  BucketAge,
  MonthHeader,
  MonthProof,
  Statement,
  StatementLine,
  StatementOwner,
  StatementPart,
  StatementTotals,
} from './statement.ts';

/** A line, and on whose statement it stands. */
export interface OwnedLine extends StatementLine {
  readonly sectorId: number;
  readonly sector: string;
  /** What a direct line is made of, in exact figures. */
  readonly series: readonly Series[];
}

/** Everything that was charged in a month. */
export interface MonthBill {
  readonly header: MonthHeader;
  readonly owners: readonly StatementOwner[];
  readonly lines: readonly OwnedLine[];
  readonly proof: MonthProof;
  /** Hash over the lines of a sector, by sector id. */
  readonly hashes: ReadonlyMap<number, string>;
  /** Per bucket: the first month whose cost is still in it. */
  readonly bucketSince: ReadonlyMap<number, Month>;
}

/** The lines of the month before, and which applications continue which. */
export interface EarlierBill {
  readonly month: Month;
  readonly lines: readonly OwnedLine[];
  readonly familyOf: (appId: number) => number;
}

/**
 * The statements of a month, those of sectors first, by name; then those of buckets.
 *
 * @throws InvariantError when the reasons of an allocated line, or of a change, do not add up to it.
 */
export function buildStatements(bill: MonthBill, earlier: EarlierBill | null): Statement[] {
  const linesOf = groupBy(bill.lines, ({ sectorId }) => sectorId);
  return [...bill.owners]
    .sort(sectorsFirst)
    .map((owner) => buildStatement(owner, linesOf.get(owner.sectorId) ?? [], bill, earlier));
}

function sectorsFirst(a: StatementOwner, b: StatementOwner): number {
  const rank = ({ kind }: StatementOwner): number => (kind === 'bucket' ? 1 : 0);
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}

function buildStatement(
  owner: StatementOwner,
  owned: readonly OwnedLine[],
  bill: MonthBill,
  earlier: EarlierBill | null,
): Statement {
  const { header, proof, hashes, bucketSince } = bill;
  const totals = totalsOf(owned);
  owned.forEach(proveShares);
  return {
    header,
    owner,
    hash: hashes.get(owner.sectorId) ?? '',
    totals,
    lines: owned.map(({ sectorId: _id, sector: _name, series: _series, ...line }) => line),
    change: earlier && changeOf(owner.sectorId, bill, earlier, totals),
    proof,
    bucketAge: ageOf(bucketSince.get(owner.sectorId), header.month),
  };
}

function totalsOf(lines: readonly StatementLine[]): StatementTotals {
  const sum = (part: StatementPart): Decimal =>
    fromCents(lines.reduce((total, line) => (line.part === part ? total + toCents(line.amount) : total), 0n));
  return {
    direct: sum('direct'),
    sharedIn: sum('shared in'),
    sharedOut: sum('shared out'),
    adjustments: sum('adjustment'),
    total: fromCents(lines.reduce((total, { amount }) => total + toCents(amount), 0n)),
  };
}

/** R27: every allocated cent has its reason. */
function proveShares({ lineId, part, amount, shares }: StatementLine): void {
  if (part !== 'shared in' && part !== 'shared out') return;
  const sum = sumDecimals(shares.map((share) => share.amount));
  if (toCents(sum) === toCents(amount)) return;
  throw new InvariantError(
    `Line ${lineId} is ${amount} and its allocated parts add up to ${sum}.`,
    'No statement was made; keep the line number and tell us.',
  );
}

function changeOf(
  sectorId: number,
  bill: MonthBill,
  { month, lines, familyOf }: EarlierBill,
  { total }: StatementTotals,
): ChangeExplanation {
  const present = monthOfChange(bill.header.month, bill.lines, sectorId);
  const change = explainChange({
    sectorId,
    previous: monthOfChange(month, lines, sectorId),
    present,
    familyOf,
  });
  const sum = sumDecimals([change.previousTotal, ...Object.values(change.parts)]);
  if (toCents(sum) === toCents(total)) return change;
  throw new InvariantError(
    `The statement is ${total} and its change from ${month} explains ${sum}.`,
    'No statement was made; keep sector and month and tell us.',
  );
}

function monthOfChange(month: Month, lines: readonly OwnedLine[], sectorId: number): MonthOfChange {
  const own = (...parts: readonly StatementPart[]): OwnedLine[] =>
    lines.filter((line) => line.sectorId === sectorId && parts.includes(line.part));
  return {
    month,
    direct: lines.filter(({ part }) => part === 'direct') satisfies readonly DirectCost[],
    shared: own('shared in', 'shared out'),
    adjustments: own('adjustment'),
  };
}

function ageOf(since: Month | undefined, month: Month): BucketAge | null {
  if (since === undefined) return null;
  let months = 1;
  for (let next = since; next < month; next = addMonths(next, 1)) months += 1;
  return { since, months };
}
