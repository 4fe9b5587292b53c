import { expectedCost } from '../expected-cost.ts';
import { ratioCheck } from '../ratio-check.ts';
import { asked, sql } from '../sql.ts';

/**
 * The seed's figure: the sum of all differences between expected and stored cost, whatever their sign, in percent of the
 * expected cost, which is the stored cost plus what the failing rows lack. With exact decimals it is 0; the target stays as
 * the alert for cost that comes from elsewhere (C24).
 */
export const costVarianceIsSmall = ratioCheck({
  id: 'cost-variance-is-small',
  family: 'cost',
  says: 'Stored cost differs from expected cost by no more than the allowed share.',
  requirement: ['000-221', '000-327', 'C24'],
  severity: 'warn',
  needs: ['appdynamics'],
  remedy: 'See cost-is-exact for the rows behind it.',
  part: sql`select coalesce(sum(abs(difference)), 0) from failing`,
  whole: sql`(select coalesce(sum(usd_cost), 0) from license_cost_fact)
             + (select coalesce(sum(expected_cost - stored_cost), 0) from failing)`,
  unit: 'USD',
  target: { is: 'at most', percent: asked.costVariancePct },
  money: 'difference',
  failingRows: sql`
    select month_start, capability_code, sum(coalesce(expected_cost, 0)) as expected_cost, sum(stored_cost) as stored_cost,
           sum(abs(coalesce(expected_cost, 0) - stored_cost)) as difference
    from   (${expectedCost}) e
    where  expected_cost is distinct from stored_cost
    group  by 1, 2`,
});
