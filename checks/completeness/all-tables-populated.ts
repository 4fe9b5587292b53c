import { rowsCheck } from '../rows-check.ts';
import { otherTables, tooEmpty } from '../table-minimums.ts';

const counted = otherTables.filter(({ rows }) => rows > 0);

/** The tables beside the core, each with its declared minimum; those that may be empty say why (C54). */
export const allTablesPopulated = rowsCheck({
  id: 'all-tables-populated',
  family: 'completeness',
  says: 'Every table that is not rightly empty has rows.',
  requirement: ['000-212', 'C54'],
  severity: 'warn',
  needs: ['servicenow', 'appdynamics', 'reconcile', 'forecast', 'allocate', 'refresh-views'],
  remedy:
    'Look at the stage that fills the table; a CMDB that has no such records is a reason to lower its minimum.',
  rows: 'tables with too few rows',
  among: String(counted.length),
  failingRows: tooEmpty(otherTables),
});
