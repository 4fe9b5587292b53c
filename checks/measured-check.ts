import type { Check } from './check.ts';
import { judged } from './sql.ts';

/** What every check states about itself. */
export type CheckFacts = Omit<Check, 'measure'>;

/**
 * A check that measures in its own way. `measurement` is SQL for one row: finding (see `judged`), numerator, denominator,
 * expected, observed.
 */
export function measuredCheck({
  measurement,
  ...facts
}: CheckFacts & { readonly measurement: string }): Check {
  return Object.freeze({ ...facts, measure: judged(facts.severity, measurement) });
}
