import { measuredCheck } from '../measured-check.ts';
import { asked, plain, sql } from '../sql.ts';

const lastGoodRun = sql`
  (select max(logical_date) from pipeline_runs r
   where r.run_id < ${asked.runId} and r.ended_at is not null and r.trigger <> 'import' and r.status in ('succeeded', 'degraded'))`;

/**
 * A source's data ends at its last complete day; the age is counted from the end of that day to the logical date, so a run is
 * judged alike whenever it happens (C56). The first run has nothing to be stale against (C25).
 */
export const dataIsFresh = measuredCheck({
  id: 'data-is-fresh',
  family: 'completeness',
  says: 'Every source has delivered the days up to the logical date.',
  requirement: ['000-215', 'C25', 'C54', 'C56'],
  severity: 'warn',
  needs: [],
  remedy: 'Look at the last attempts of the usage stage and at the vendor; then run the missing days again.',
  failingRows: sql`
    select tool, instance, data_through, hours_behind
    from   (select d.tool, d.instance, max(d.day) filter (where d.is_complete) as data_through,
                   24 * (${asked.date} - 1 - coalesce(max(d.day) filter (where d.is_complete), min(d.day) - 1)) as hours_behind
            from   source_days d
            where  d.day < ${asked.date}
            group  by 1, 2) s
    where  hours_behind >= ${asked.freshnessWarnHours}`,
  measurement: sql`
    select case when ${lastGoodRun} is null then 'excluded'
                when s.data_through is null then 'nothing'
                when f.hours > ${asked.freshnessStaleHours} then 'alarm'
                when f.hours is not null then 'found'
                else 'none' end as finding,
           coalesce(f.hours, 0)::numeric as numerator,
           ${asked.freshnessStaleHours}::numeric as denominator,
           'below ' || ${plain(asked.freshnessWarnHours)} || ' h behind the logical date, stale above '
             || ${plain(asked.freshnessStaleHours)} || ' h' as expected,
           'data through ' || coalesce(s.data_through::text, 'no day') || ', ' || coalesce(f.hours, 0)
             || ' h behind at most; last good run ' || coalesce(${lastGoodRun}::text, 'none') as observed
    from   (select max(hours_behind) as hours from failing) f
    cross join (select max(day) as data_through from source_days where is_complete and day < ${asked.date}) s`,
});
