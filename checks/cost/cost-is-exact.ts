import { expectedCost } from '../expected-cost.ts';
import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** With exact decimals nothing but equality is right: both the ledger amount and the unrounded cost (C24). */
export const costIsExact = rowsCheck({
  id: 'cost-is-exact',
  family: 'cost',
  says: 'Every cost, recomputed from usage and price in force, equals the stored cost to the last digit.',
  requirement: ['000-164', '000-221', 'C24', 'R1', 'R8'],
  severity: 'blocking',
  needs: ['appdynamics'],
  remedy:
    'A price that was changed after the run is applied by the next one; anything else is a defect of ours: keep the run id.',
  rows: 'cost rows that differ from units times rate',
  among: 'select count(*) from license_cost_fact',
  money: 'difference',
  failingRows: sql`
    select day, app_id, capability_code, tier, units, unit_rate, expected_cost, stored_cost,
           coalesce(expected_cost, 0) - stored_cost as difference
    from   (${expectedCost}) e
    where  (expected_cost, expected_exact) is distinct from (stored_cost, stored_exact)`,
});
