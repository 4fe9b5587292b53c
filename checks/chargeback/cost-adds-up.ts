import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** The product's first invariant: nothing is charged that was not used, and nothing used goes uncharged (R3, R13). */
export const costAddsUp = rowsCheck({
  id: 'cost-adds-up',
  family: 'chargeback',
  says: 'Sectors and buckets together carry exactly the cost of the month.',
  requirement: ['000-221', 'R3', 'R13'],
  severity: 'blocking',
  needs: ['allocate'],
  remedy: 'Rerun from allocate; if the difference stays, this is a defect of ours: keep the run id.',
  rows: 'months that do not add up',
  among: 'select count(*) from month_balance',
  money: 'missing',
  failingRows: sql`
    select month_start, total_cost, charged, total_cost - charged as missing
    from   month_balance
    where  total_cost <> charged`,
});
