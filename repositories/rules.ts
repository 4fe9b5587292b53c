import type { AllocationRule } from '../domain/allocate/allocation.ts';
import type { Month } from '../pipeline/run.ts';
import type { Database } from './database.ts';

/** A rule as the allocation chooses and applies it. */
export interface StoredRule extends AllocationRule {
  readonly hCodePattern: string | null;
  readonly priority: number;
}

/** The allocation rules. */
export function createRules(database: Database) {
  return {
    /** The newest version of every rule that is in force on the first day of the month. */
    async inForce(month: Month): Promise<StoredRule[]> {
      return database.rows<StoredRule>('reading allocation rules', rulesInForce, [month]);
    },
  };
}

const rulesInForce = `
  select distinct on (rule_name) rule_id as "ruleId", version, h_code_pattern as "hCodePattern", priority, method, driver,
         proportional_weight::text as "proportionalWeight", equal_weight::text as "equalWeight", fallback
  from   allocation_rules
  where  start_date <= $1 and (end_date is null or end_date > $1)
  order  by rule_name, version desc`;
