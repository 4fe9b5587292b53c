import type { Session } from '../database.ts';
import type { StoredRule } from './read-versions.ts';

/** Writes a version with its parts and receivers; gives its id. */
export async function insertVersion(tx: Session, rule: StoredRule): Promise<number> {
  const { id } = await tx.one<{ id: number }>('writing an allocation rule', insertRule, [
    rule.ruleName,
    rule.version,
    ...contentOf(rule),
    rule.createdBy,
    rule.reason,
  ]);
  await insertBelongings(tx, id, rule);
  return id;
}

/** Replaces what a draft says. */
export async function replaceDraft(tx: Session, ruleId: number, rule: StoredRule): Promise<void> {
  await tx.run('changing a draft', updateRule, [ruleId, ...contentOf(rule)]);
  await tx.run('changing a draft', 'delete from allocation_rule_parts where rule_id = $1', [ruleId]);
  await tx.run('changing a draft', 'delete from allocation_rule_receivers where rule_id = $1', [ruleId]);
  await insertBelongings(tx, ruleId, rule);
}

function contentOf(rule: StoredRule): unknown[] {
  return [
    rule.priority,
    rule.step,
    rule.hCodePattern,
    rule.senderSectorId,
    rule.method,
    rule.driver,
    rule.driverCapabilityId,
    rule.driverTable,
    rule.fallback,
    rule.hCodePattern === null && rule.senderSectorId === null,
    rule.startDate,
    rule.endDate,
  ];
}

async function insertBelongings(tx: Session, ruleId: number, rule: StoredRule): Promise<void> {
  await tx.run('writing the parts of a rule', insertParts, [ruleId, JSON.stringify(rule.parts)]);
  await tx.run('writing the receivers of a rule', insertReceivers, [ruleId, JSON.stringify(rule.receivers)]);
}

const content = [
  'priority',
  'step',
  'h_code_pattern',
  'sender_sector_id',
  'method',
  'driver',
  'driver_capability_id',
  'driver_table',
  'fallback',
  'is_default',
  'start_date',
  'end_date',
];

const insertRule = `
  insert into allocation_rules (rule_name, version, ${content.join(', ')}, created_by, reason)
  values (${Array.from({ length: content.length + 4 }, (_, index) => `$${index + 1}`).join(', ')})
  returning rule_id as id`;

const updateRule = `
  update allocation_rules set ${content.map((column, index) => `${column} = $${index + 2}`).join(', ')} where rule_id = $1`;

const insertParts = `
  insert into allocation_rule_parts (rule_id, part_no, method, driver, driver_capability_id, driver_table, weight)
  select $1, p.ordinality, p.value ->> 'method', p.value ->> 'driver', (p.value ->> 'driverCapabilityId')::integer,
         p.value ->> 'driverTable', (p.value ->> 'weight')::numeric
  from   jsonb_array_elements($2::jsonb) with ordinality p`;

const insertReceivers = `
  insert into allocation_rule_receivers (rule_id, sector_id, percent)
  select $1, (r ->> 'sectorId')::integer, (r ->> 'percent')::numeric from jsonb_array_elements($2::jsonb) r`;
