import type { Check } from './check.ts';
import { measuredCheck, type CheckFacts } from './measured-check.ts';
import { plain, sql } from './sql.ts';

interface RatioCheck extends CheckFacts {
  /** SQL values: the part and the whole. */
  readonly part: string;
  readonly whole: string;
  /** What is counted, e.g. "applications". */
  readonly unit: string;
  readonly target: { readonly is: keyof typeof comparisons; /** SQL value. */ readonly percent: string };
}

const comparisons = { 'at least': '>=', above: '>', 'at most': '<=' } as const;

/**
 * A check of a rate against its target, in percent. An empty whole leaves it not evaluated: a rate of nothing is no rate. The
 * failing rows are those that keep the rate from its best, so there may be some when the target is met.
 */
export function ratioCheck({ part, whole, unit, target, ...facts }: RatioCheck): Check {
  return measuredCheck({
    ...facts,
    measurement: sql`
      select case when r.whole = 0 then 'nothing'
                  when 100 * r.part / r.whole ${comparisons[target.is]} ${target.percent} then 'none'
                  else 'found' end as finding,
             r.part as numerator,
             r.whole as denominator,
             '${target.is} ' || ${plain(target.percent)} || ' %' as expected,
             case when r.whole = 0 then 'no ${unit} to measure'
                  else ${plain('100 * r.part / nullif(r.whole, 0)')} || ' % (' || ${plain('r.part')} || ' of '
                       || ${plain('r.whole')} || ' ${unit})' end as observed
      from   (select (${part})::numeric as part, (${whole})::numeric as whole) r`,
  });
}
