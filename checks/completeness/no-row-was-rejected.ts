import { rowsCheck } from '../rows-check.ts';
import { asked, sql } from '../sql.ts';

/** A rejected row is kept with its reason, but it is in no number: somebody should know. */
export const noRowWasRejected = rowsCheck({
  id: 'no-row-was-rejected',
  family: 'completeness',
  says: 'Every row that a source sent in this run could be used.',
  requirement: ['000-212', '2.3(1)'],
  severity: 'warn',
  needs: ['servicenow', 'appdynamics'],
  remedy: 'The reason names the rule; correct the records at their source and run the days again.',
  rows: 'rejected rows',
  among: sql`select coalesce(sum(rows_in), 0) from data_lineage where run_id = ${asked.runId} and snapshot_id is not null`,
  failingRows: sql`
    select source_key, stage, tool, instance, entity, reason, detail
    from   rejected_rows
    where  run_id = ${asked.runId}`,
});
