import type { Decimal, Month } from '../../pipeline/run.ts';
import { groupBy } from '../group-by.ts';
import { fromCents, toCents } from '../money.ts';
import { splitChange, type Series } from './split-change.ts';

/** Why a total moved. `unsplit` is cost whose units are not known, e.g. of months taken over from spreadsheets. */
export const changeParts = [
  'volume',
  'price',
  'moves',
  'newApplications',
  'retiredApplications',
  'sharedCost',
  'adjustments',
  'unsplit',
] as const;
export type ChangePart = (typeof changeParts)[number];

/** The direct cost of one application in one sector and month. */
export interface DirectCost {
  readonly sectorId: number;
  readonly sector: string;
  readonly appId: number;
  readonly application: string;
  readonly amount: Decimal;
  /** What the amount is made of; when they do not add up to it, its change is not split. */
  readonly series: readonly Series[];
}

/** An amount that is no direct cost, with the application it comes from. */
export interface OtherAmount {
  readonly application: string;
  readonly amount: Decimal;
}

/** What is compared: the direct cost of every sector, and what else stands on the statement of this one. */
export interface MonthOfChange {
  readonly month: Month;
  readonly direct: readonly DirectCost[];
  readonly shared: readonly OtherAmount[];
  readonly adjustments: readonly OtherAmount[];
}

/** One reason for a part. */
export interface ChangeDetail {
  readonly part: ChangePart;
  readonly application: string;
  readonly amount: Decimal;
  /** E.g. `came from Foods`; empty when the part says it all. */
  readonly note: string;
}

/** Every part of the difference between two months; they add up to it, to the cent. */
export interface ChangeExplanation {
  readonly previousMonth: Month;
  readonly previousTotal: Decimal;
  readonly total: Decimal;
  readonly difference: Decimal;
  readonly parts: Readonly<Record<ChangePart, Decimal>>;
  /** The largest first. The details of a part add up to it. */
  readonly details: readonly ChangeDetail[];
}

interface Comparison {
  readonly sectorId: number;
  readonly previous: MonthOfChange;
  readonly present: MonthOfChange;
  /** Applications that are a continuation of another one (merged, split off) have the same family. */
  readonly familyOf: (appId: number) => number;
}

interface Reason {
  readonly part: ChangePart;
  readonly application: string;
  readonly cents: bigint;
  readonly note: string;
}

/**
 * Why the total of a sector is another one than in the month before. An application is taken together with those it continues:
 *
 * - with cost in another sector in either month, its change is a **move**;
 * - without any cost in the month before it is **new**, without any in this one **retired**;
 * - otherwise its change is split into **volume** and **price**, see {@link splitChange}.
 *
 * What the sector receives and gives away of shared services, and its adjustments, are compared as wholes.
 */
export function explainChange(comparison: Comparison): ChangeExplanation {
  const { previous, present } = comparison;
  const reasons = [
    ...directReasons(comparison),
    ...otherReasons('sharedCost', previous.shared, present.shared),
    ...otherReasons('adjustments', previous.adjustments, present.adjustments),
  ].filter(({ cents }) => cents !== 0n);
  const [before, after] = [totalOf(previous, comparison.sectorId), totalOf(present, comparison.sectorId)];
  return {
    previousMonth: previous.month,
    previousTotal: fromCents(before),
    total: fromCents(after),
    difference: fromCents(after - before),
    parts: partsOf(reasons),
    details: reasons.sort(bySize).map(({ cents, ...reason }) => ({ ...reason, amount: fromCents(cents) })),
  };
}

function partsOf(reasons: readonly Reason[]): Record<ChangePart, Decimal> {
  const sum = (part: ChangePart): bigint =>
    reasons.reduce((total, reason) => (reason.part === part ? total + reason.cents : total), 0n);
  return Object.fromEntries(changeParts.map((part) => [part, fromCents(sum(part))])) as Record<
    ChangePart,
    Decimal
  >;
}

function totalOf({ direct, shared, adjustments }: MonthOfChange, sectorId: number): bigint {
  const own = direct.filter((cost) => cost.sectorId === sectorId);
  return centsOf([...own, ...shared, ...adjustments]);
}

function centsOf(amounts: readonly { readonly amount: Decimal }[]): bigint {
  return amounts.reduce((sum, { amount }) => sum + toCents(amount), 0n);
}

/** The largest first; equal ones in the order of their names. */
function bySize(a: Reason, b: Reason): number {
  return (
    compare(sizeOf(b.cents), sizeOf(a.cents)) ||
    compare(a.application, b.application) ||
    compare(a.part, b.part) ||
    compare(a.note, b.note)
  );
}

function sizeOf(cents: bigint): bigint {
  return cents < 0n ? -cents : cents;
}

function compare<Value extends string | bigint>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function directReasons({ sectorId, previous, present, familyOf }: Comparison): Reason[] {
  const before = groupBy(previous.direct, ({ appId }) => familyOf(appId));
  const after = groupBy(present.direct, ({ appId }) => familyOf(appId));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((family) =>
    familyReasons(sectorId, before.get(family) ?? [], after.get(family) ?? []),
  );
}

function familyReasons(
  sectorId: number,
  before: readonly DirectCost[],
  after: readonly DirectCost[],
): Reason[] {
  const isOwn = (cost: DirectCost): boolean => cost.sectorId === sectorId;
  const [ownBefore, ownAfter] = [before.filter(isOwn), after.filter(isOwn)];
  if (ownBefore.length + ownAfter.length === 0) return [];
  const application = nameOf(ownAfter.length > 0 ? ownAfter : ownBefore);
  const cents = centsOf(ownAfter) - centsOf(ownBefore);
  const elsewhere = [...before, ...after].filter((cost) => !isOwn(cost));
  if (elsewhere.length > 0) {
    const others = cents < 0n ? after.filter((cost) => !isOwn(cost)) : before.filter((cost) => !isOwn(cost));
    const names = [...new Set((others.length > 0 ? others : elsewhere).map(({ sector }) => sector))].sort();
    const note = `${cents < 0n ? 'went to' : 'came from'} ${names.join(', ')}`;
    return [{ part: 'moves', application, cents, note }];
  }
  if (before.length === 0) return [{ part: 'newApplications', application, cents, note: '' }];
  if (after.length === 0) return [{ part: 'retiredApplications', application, cents, note: '' }];
  const split = splitChange(ownBefore, ownAfter);
  if (!split) return [{ part: 'unsplit', application, cents, note: 'its units are not known' }];
  return [
    { part: 'volume', application, cents: split.volumeCents, note: '' },
    { part: 'price', application, cents: split.priceCents, note: '' },
  ];
}

/** The name of the member that costs most. */
function nameOf(costs: readonly DirectCost[]): string {
  const [first] = [...costs].sort(
    (a, b) => compare(toCents(b.amount), toCents(a.amount)) || compare(a.application, b.application),
  );
  return first?.application ?? '';
}

function otherReasons(
  part: 'sharedCost' | 'adjustments',
  previous: readonly OtherAmount[],
  present: readonly OtherAmount[],
): Reason[] {
  const before = groupBy(previous, ({ application }) => application);
  const after = groupBy(present, ({ application }) => application);
  return [...new Set([...before.keys(), ...after.keys()])].map((application) => ({
    part,
    application,
    cents: centsOf(after.get(application) ?? []) - centsOf(before.get(application) ?? []),
    note: part === 'adjustments' && !after.has(application) ? 'of the month before, does not return' : '',
  }));
}
