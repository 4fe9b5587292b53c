import { rowsCheck } from '../rows-check.ts';
import { coreTables, tooEmpty } from '../table-minimums.ts';

/** An empty core table means that a run which looks fine loaded nothing. */
export const coreTablesPopulated = rowsCheck({
  id: 'core-tables-populated',
  family: 'completeness',
  says: 'Every table that a bill cannot do without has rows.',
  requirement: ['000-212', 'C54'],
  severity: 'blocking',
  needs: ['servicenow', 'appdynamics', 'reconcile', 'allocate'],
  remedy:
    'Look at the stage that fills the table: rows read, rows rejected and warnings of its last attempts.',
  rows: 'core tables with too few rows',
  among: String(coreTables.length),
  failingRows: tooEmpty(coreTables),
});
