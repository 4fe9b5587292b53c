import type { CmdbService, RejectedRow } from '../connector.ts';
import { displayOf, instantOf, markOf, referenceOf, valueOf, type WireRow } from './fields.ts';
import type { AskedField } from './require-fields.ts';
import type { Settings } from './settings.ts';

/** The fields of a service; those that a requirement maps must come back. */
export function serviceFields(settings: Settings): readonly AskedField[] {
  const fixed = (field: string, required = true): AskedField => ({ field, setting: null, required });
  const named = (setting: keyof Settings & `SERVICENOW_FIELD_${string}`, required = true): AskedField => {
    return { field: settings[setting], setting, required };
  };
  return [
    fixed('sys_id'),
    fixed('name'),
    named('SERVICENOW_FIELD_OWNER'),
    named('SERVICENOW_FIELD_SECTOR'),
    named('SERVICENOW_FIELD_H_CODE'),
    named('SERVICENOW_FIELD_ARCHITECTURE'),
    named('SERVICENOW_FIELD_SUPPORT_GROUP'),
    fixed('install_status'),
    fixed('operational_status'),
    named('SERVICENOW_FIELD_COST_CENTER', false),
    named('SERVICENOW_FIELD_OWNER_DEPARTMENT', false),
    named('SERVICENOW_FIELD_OWNER_MANAGER', false),
    named('SERVICENOW_FIELD_DEPARTMENT', false),
    named('SERVICENOW_FIELD_ENVIRONMENT', false),
    ...(settings.SERVICENOW_FIELD_MONITORED ? [named('SERVICENOW_FIELD_MONITORED', false)] : []),
    fixed('sys_updated_on', false),
  ];
}

/**
 * A service in our words. Status fields keep their raw value, since labels are edited by customers; whoever filters by them
 * counts what is dropped. An empty H-code falls back to the cost center, an empty department of the owner to the service's.
 */
export function fromServiceNowService(row: WireRow, settings: Settings): CmdbService | RejectedRow {
  const sysId = valueOf(row['sys_id']);
  const name = displayOf(row['name']);
  if (sysId === null || name === null) return rejectedItem('service', sysId, row);
  const owner = referenceOf(row[settings.SERVICENOW_FIELD_OWNER]);
  const costCenter = displayOf(row[settings.SERVICENOW_FIELD_COST_CENTER]);
  return {
    sysId,
    name,
    ownerSysId: owner.sysId,
    ownerName: owner.name,
    ownerDepartment:
      displayOf(row[settings.SERVICENOW_FIELD_OWNER_DEPARTMENT]) ??
      displayOf(row[settings.SERVICENOW_FIELD_DEPARTMENT]),
    ownerParentName: displayOf(row[settings.SERVICENOW_FIELD_OWNER_MANAGER]),
    sectorName: displayOf(row[settings.SERVICENOW_FIELD_SECTOR]),
    architectureName: displayOf(row[settings.SERVICENOW_FIELD_ARCHITECTURE]),
    hCode: displayOf(row[settings.SERVICENOW_FIELD_H_CODE]) ?? costCenter,
    costCenter,
    supportGroup: displayOf(row[settings.SERVICENOW_FIELD_SUPPORT_GROUP]),
    environment: displayOf(row[settings.SERVICENOW_FIELD_ENVIRONMENT]),
    installStatus: valueOf(row['install_status']),
    operationalStatus: valueOf(row['operational_status']),
    isMarkedMonitored: markOf(row[settings.SERVICENOW_FIELD_MONITORED]),
    updatedAt: instantOf(row['sys_updated_on']),
  };
}

/** A service or server without sys_id or name, as it is kept. */
export function rejectedItem(entity: string, sysId: string | null, row: WireRow): RejectedRow {
  const field = sysId === null ? 'sys_id' : 'name';
  return {
    entity,
    sourceKey: sysId ?? '',
    reason: sysId === null ? 'sys-id-missing' : 'name-missing',
    detail: `a ${entity} without ${field}; it can be neither matched nor charged`,
    row,
  };
}
