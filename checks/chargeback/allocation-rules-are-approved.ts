import { rowsCheck } from '../rows-check.ts';
import { asked, sql } from '../sql.ts';

/**
 * Seeded rules are a proposal that nobody agreed on: a month can be computed with them and not be closed (C61, R29). Drafts that
 * people made count for nothing, and are not looked at.
 */
export const allocationRulesAreApproved = rowsCheck({
  id: 'allocation-rules-are-approved',
  family: 'chargeback',
  says: 'Every allocation rule in force is approved by somebody else than its author.',
  requirement: ['C61', 'R29', 'R32'],
  severity: 'info',
  needs: [],
  remedy:
    'Have finance approve the rules listed ("rules approve"), or replace them; until then no month can be closed.',
  rows: 'unapproved rules in force',
  among: 'select count(*) from allocation_rules',
  failingRows: sql`
    select rule_name, version, rule_id, h_code_pattern, method, created_by, start_date
    from   (select distinct on (rule_name) * from allocation_rules
            where  start_date <= ${asked.date} and (end_date is null or end_date > ${asked.date})
            and    (status = 'approved' or created_by = 'seed')
            order  by rule_name, status = 'approved' desc, version desc) in_force
    where  status <> 'approved' or approved_by is not distinct from created_by`,
});
