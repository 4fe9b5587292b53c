import type { Check } from './check.ts';
import { measuredCheck, type CheckFacts } from './measured-check.ts';
import { sql } from './sql.ts';

interface RowsCheck extends CheckFacts {
  /** What a failing row is called, in the plural, e.g. "usage rows without cost". */
  readonly rows: string;
  /** SQL value: how many things were looked at. */
  readonly among: string;
}

/** A check that no row may fail. Nothing to look at is a pass: of no rows, none is wrong. */
export function rowsCheck({ rows, among, ...facts }: RowsCheck): Check {
  const stake = facts.money
    ? sql` || coalesce(', ' || nullif(round(sum(abs(${facts.money})), 2), 0) || ' USD at stake', '')`
    : '';
  return measuredCheck({
    ...facts,
    measurement: sql`
      select case when count(*) = 0 then 'none' else 'found' end as finding,
             count(*)::numeric as numerator,
             (${among})::numeric as denominator,
             'no ${rows}' as expected,
             case when count(*) = 0 then 'no ${rows}' else '${rows}: ' || count(*)${stake} end as observed
      from   failing`,
  });
}
