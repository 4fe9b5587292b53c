import type { BlendPart } from '../../domain/allocate/allocation.ts';
import type { RuleVersion } from '../../domain/allocate/rules-in-force.ts';
import type { Session } from '../database.ts';

/** A rule version with the names that people read. */
export interface StoredRule extends RuleVersion {
  /** The code of the driver's capability, for `capability_units`. */
  readonly driverCapability: string | null;
  readonly parts: readonly (BlendPart & { readonly driverCapability: string | null })[];
}

/** Every version of every rule, or of one, by name and version. */
export async function readVersions(session: Session, ruleName: string | null = null): Promise<StoredRule[]> {
  return session.rows<StoredRule>('reading allocation rules', allVersions, [ruleName]);
}

const allVersions = `
  select r.rule_id as "ruleId", r.rule_name as "ruleName", r.version, r.step, r.priority, r.method, r.driver,
         r.driver_capability_id as "driverCapabilityId", c.capability_code as "driverCapability", r.driver_table as "driverTable",
         r.h_code_pattern as "hCodePattern", r.sender_sector_id as "senderSectorId", s.sector_name as "senderSectorName",
         r.fallback, r.status, r.created_by as "createdBy", r.approved_by as "approvedBy", r.reason,
         r.start_date as "startDate", r.end_date as "endDate",
         (select coalesce(jsonb_agg(jsonb_build_object('method', p.method, 'driver', p.driver, 'driverCapabilityId', p.driver_capability_id,
                                                       'driverCapability', k.capability_code, 'driverTable', p.driver_table,
                                                       'weight', trim_scale(p.weight)::text) order by p.part_no), '[]')
          from   allocation_rule_parts p left join capabilities_dim k on k.capability_id = p.driver_capability_id
          where  p.rule_id = r.rule_id) as parts,
         (select coalesce(jsonb_agg(jsonb_build_object('sectorId', g.sector_id, 'sectorName', d.sector_name,
                                                       'percent', trim_scale(g.percent)::text) order by d.sector_name), '[]')
          from   allocation_rule_receivers g join sectors_dim d using (sector_id)
          where  g.rule_id = r.rule_id) as receivers
  from   allocation_rules r
  left join capabilities_dim c on c.capability_id = r.driver_capability_id
  left join sectors_dim s on s.sector_id = r.sender_sector_id
  where  $1::text is null or r.rule_name = $1
  order  by r.rule_name, r.version`;
