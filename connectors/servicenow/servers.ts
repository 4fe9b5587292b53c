import type { CmdbServer, RejectedRow } from '../connector.ts';
import { countOf, displayOf, valueOf, type WireRow } from './fields.ts';
import type { AskedField } from './require-fields.ts';
import { rejectedItem } from './services.ts';

/** The fields of a server. */
export const serverFields: readonly AskedField[] = [
  { field: 'sys_id', setting: null, required: true },
  { field: 'name', setting: null, required: true },
  { field: 'operational_status', setting: null, required: true },
  { field: 'host_name', setting: null, required: false },
  { field: 'os', setting: null, required: false },
  { field: 'environment', setting: null, required: false },
  { field: 'cpu_count', setting: null, required: false },
];

/** A server in our words. */
export function fromServiceNowServer(row: WireRow): CmdbServer | RejectedRow {
  const sysId = valueOf(row['sys_id']);
  const name = displayOf(row['name']);
  if (sysId === null || name === null) return rejectedItem('server', sysId, row);
  return {
    sysId,
    name,
    hostName: displayOf(row['host_name']),
    os: displayOf(row['os']),
    environment: displayOf(row['environment']),
    cpuCount: countOf(row['cpu_count']),
    operationalStatus: valueOf(row['operational_status']),
  };
}
