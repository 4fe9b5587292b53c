import type { Day } from '../../pipeline/run.ts';
import type { Basis } from './commitment.ts';

/** Which use a commitment counts. */
export interface CountedUse {
  readonly capabilityId: number;
  /** Null: every tier. */
  readonly tier: string | null;
  readonly basis: Basis;
  readonly start: Day;
  /** First day after the term. */
  readonly end: Day;
}

/**
 * Do both count the same use on some day? Then one unit would be over (or unused) twice. Units and dollars are two measures: an
 * entitlement and a spending commitment may stand side by side.
 */
export function countSameUse(left: CountedUse, right: CountedUse): boolean {
  return (
    left.capabilityId === right.capabilityId &&
    (left.tier === null || right.tier === null || left.tier === right.tier) &&
    (left.basis === 'amount') === (right.basis === 'amount') &&
    left.start < right.end &&
    right.start < left.end
  );
}
