import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** Ratios explain an allocation; each is rounded to ten places, so a sum may be off by half a unit of the last one per part. */
export const allocationRatiosSumToOne = rowsCheck({
  id: 'allocation-ratios-sum-to-one',
  family: 'chargeback',
  says: 'The ratios of a distributed amount sum to one, and none is negative.',
  requirement: ['R27', '2.3(7)'],
  severity: 'blocking',
  needs: ['allocate'],
  remedy: 'Run allocate again for the month; if it stays, this is a defect of ours: keep the run id.',
  rows: 'distributed amounts whose ratios do not sum to one',
  among:
    'select count(*) from (select distinct month_start, charge_month, app_id, sender_sector_id, capability_id, rule_id from allocation_fact) amount',
  money: 'sender_total',
  failingRows: sql`
    select month_start, charge_month, app_id, sender_sector_id, capability_id, rule_id, count(*) as parts, sum(ratio) as ratio_sum,
           max(sender_total) as sender_total
    from   allocation_fact
    group  by 1, 2, 3, 4, 5, 6
    having abs(sum(ratio) - 1) > count(*) * 0.0000000001 or min(ratio) < 0`,
});
