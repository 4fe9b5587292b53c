import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** After a close a month is corrected by adding to a later one, never by changing (R14): no later run may have written it. */
export const closedMonthsAreUntouched = rowsCheck({
  id: 'closed-months-are-untouched',
  family: 'chargeback',
  says: 'No charge of a closed month was written by a run that began after the close.',
  requirement: ['G-1', 'R12', 'R14', '2.4'],
  severity: 'blocking',
  needs: [],
  remedy:
    'Compare the lines listed with the exported statement and restore them from the lineage; book the rest as adjustments.',
  rows: 'charges written after their month was closed',
  among: `select count(*) from chargeback_periods where state in ('closed', 'restated')`,
  money: 'amount',
  failingRows: sql`
    select f.month_start, f.chargeback_id, f.app_id, f.sector_id, f.chargeback_cycle, f.usd_amount as amount, f.run_id,
           p.closed_at, r.started_at as run_started_at
    from   chargeback_fact f
    join   chargeback_periods p on p.month_start = f.month_start
    join   pipeline_runs r on r.run_id = f.run_id
    where  p.state in ('closed', 'restated') and r.started_at > p.closed_at`,
});
