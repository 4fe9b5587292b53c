import { compareDecimals, sumDecimals } from '../money.ts';
import type { Decimal } from '../../pipeline/run.ts';

/** That the parts of an amount are the amount. */
export interface Proof {
  readonly whole: Decimal;
  readonly parts: Decimal;
  readonly count: number;
  readonly addsUp: boolean;
}

/** What a fact may be in JSON. */
export type Fact = string | number | boolean | null;

/** One step from an amount to where it came from, with the steps below it (R31). */
export interface Explanation {
  /** What the step is: line, charges, cost, usage, source, run, price, allocation, sender, correction, ... */
  readonly kind: string;
  /** For people: one line. */
  readonly title: string;
  /** US dollars; null where a step has no amount. */
  readonly amount: Decimal | null;
  /** Is the amount a part of the step above? */
  readonly isPart: boolean;
  /** For programs. */
  readonly facts: Readonly<Record<string, Fact>>;
  /** Null where nothing is to be added up. */
  readonly proof: Proof | null;
  readonly children: readonly Explanation[];
}

/** What a step is made of. */
export interface Step {
  readonly kind: string;
  readonly title: string;
  readonly amount?: Decimal | null;
  /** @default false */
  readonly isPart?: boolean;
  readonly facts?: Explanation['facts'];
  readonly children?: readonly Explanation[];
  /** Must it be proven, even by no part at all? @default false */
  readonly isMadeOfParts?: boolean;
}

/** The step with the proof of its sum: the children that are parts of it add up to its amount, or it says that they do not. */
export function explained(step: Step): Explanation {
  const {
    kind,
    title,
    amount = null,
    isPart = false,
    facts = {},
    children = [],
    isMadeOfParts = false,
  } = step;
  const parts = children.flatMap((child) => (child.isPart && child.amount !== null ? [child.amount] : []));
  const proof = amount !== null && (parts.length > 0 || isMadeOfParts) ? prove(amount, parts) : null;
  return { kind, title, amount, isPart, facts, proof, children };
}

function prove(whole: Decimal, amounts: readonly Decimal[]): Proof {
  const parts = amounts.length === 0 ? '0.00' : sumDecimals(amounts);
  return { whole, parts, count: amounts.length, addsUp: compareDecimals(whole, parts) === 0 };
}

/** Does every sum of the tree add up? */
export function isProven({ proof, children }: Explanation): boolean {
  return (proof?.addsUp ?? true) && children.every(isProven);
}
