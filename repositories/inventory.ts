import type { CmdbRunsOn, CmdbServer, CmdbService, SourceName } from '../connectors/connector.ts';
import type { CopyRow } from './copy-rows.ts';
import type { Database, Session } from './database.ts';
import { changedRows, hashOfRows, recordSave, type Changes } from './lineage.ts';
import {
  countScope,
  createStaging,
  deleteRelations,
  insertManagers,
  insertPatterns,
  insertRelations,
  insertSectors,
  linkManagers,
  refreshMerged,
  unlistServers,
  unlistServices,
  upsertOwners,
  upsertServers,
  upsertServices,
  savedHash,
  type InventoryTable,
} from './inventory-statements.ts';

/** Everything the CMDB said in one run. */
export interface Inventory {
  readonly services: readonly CmdbService[];
  readonly servers: readonly CmdbServer[];
  readonly runsOn: readonly CmdbRunsOn[];
}

/** Which raw status values mean that a service is in use; an empty list lets every value pass. */
export interface ScopeFilter {
  readonly installStatus: readonly string[];
  readonly operationalStatus: readonly string[];
}

export interface InventorySave {
  readonly source: SourceName;
  readonly runId: number;
  readonly snapshotId: number;
  readonly scope: ScopeFilter;
}

/** What a save of the inventory did. */
export interface InventorySaved {
  readonly written: number;
  readonly inScope: number;
  /** Services kept but left out of matching because of their status. */
  readonly outOfScope: number;
}

/** Services, servers and their relations, as the CMDB tells them now. */
export function createInventory(database: Database) {
  return {
    /**
     * Replaces the inventory of one CMDB. What the CMDB no longer lists stays, marked as not listed: facts refer to it.
     * A merged service hands its new data on to the application that answers for it.
     */
    async replace(save: InventorySave, inventory: Inventory): Promise<InventorySaved> {
      return database.transaction(async (tx) => {
        await tx.run('locking the inventory', `select pg_advisory_xact_lock(7302, hashtext($1))`, [
          save.source.instance,
        ]);
        await stage(tx, inventory);
        const written = [
          await saveDimensions(tx, save),
          await saveServices(tx, save),
          await saveServers(tx, save),
          await saveRelations(tx, save),
        ];
        const scope = await tx.one<{ in_scope: number; out_of_scope: number }>(
          'counting services',
          countScope,
          [save.source.tool, save.source.instance],
        );
        return {
          written: written.reduce((sum, changes) => sum + changedRows(changes), 0),
          inScope: scope.in_scope,
          outOfScope: scope.out_of_scope,
        };
      });
    },
  };
}

async function stage(tx: Session, { services, servers, runsOn }: Inventory): Promise<void> {
  await tx.run('staging the inventory', createStaging);
  await tx.run(
    'staging the inventory',
    'create temp table staged_servers (sn_sys_id text, server_name text, host_name text, os text, environment text, operational_status text, cpu_count integer) on commit drop',
  );
  await tx.run(
    'staging the inventory',
    'create temp table staged_runs_on (service_key text, server_key text, relation text) on commit drop',
  );
  await tx.copy('staging services', 'staged_services', serviceColumns, services.map(toServiceRow));
  await tx.copy(
    'staging servers',
    'staged_servers',
    ['sn_sys_id', 'server_name', 'host_name', 'os', 'environment', 'operational_status', 'cpu_count'],
    servers.map((s) => [s.sysId, s.name, s.hostName, s.os, s.environment, s.operationalStatus, s.cpuCount]),
  );
  await tx.copy(
    'staging relations',
    'staged_runs_on',
    ['service_key', 'server_key', 'relation'],
    runsOn.map((r) => [r.serviceSysId, r.serverSysId, r.relation]),
  );
}

const serviceColumns = [
  'service_key',
  'sn_service_name',
  'owner_key',
  'owner_name',
  'department',
  'manager_name',
  'sector_name',
  'pattern_name',
  'h_code',
  'cost_center',
  'support_group',
  'environment',
  'install_status',
  'operational_status',
  'is_marked_monitored',
];

function toServiceRow(s: CmdbService): CopyRow {
  return [
    s.sysId,
    s.name,
    s.ownerSysId ?? s.ownerName,
    s.ownerName,
    s.ownerDepartment,
    s.ownerParentName,
    s.sectorName,
    s.architectureName,
    s.hCode ?? s.costCenter,
    s.costCenter,
    s.supportGroup,
    s.environment,
    s.installStatus,
    s.operationalStatus,
    s.isMarkedMonitored,
  ];
}

async function saveDimensions(tx: Session, { source }: InventorySave): Promise<Changes> {
  const key = [source.tool, source.instance];
  const sectors = await tx.run('saving sectors', insertSectors);
  const patterns = await tx.run('saving architecture patterns', insertPatterns);
  const managers = await tx.run('saving managers', insertManagers, key);
  const owners = await tx.run('saving owners', upsertOwners, key);
  const updated = await tx.run('linking owners to managers', linkManagers, key);
  return { inserted: sectors + patterns + managers + owners, updated, deleted: 0 };
}

async function saveServices(
  tx: Session,
  { source, runId, snapshotId, scope }: InventorySave,
): Promise<Changes> {
  const key = [source.tool, source.instance, runId];
  const counted = await tx.one<Changes>('saving services', upsertServices, [
    ...key,
    scope.installStatus,
    scope.operationalStatus,
  ]);
  const deleted = await tx.run('unlisting services', unlistServices, key);
  await tx.run('handing data on to merged applications', refreshMerged, [
    source.tool,
    source.instance,
    runId,
  ]);
  await record(tx, runId, snapshotId, source, 'applications_dim', 'staged_services', serviceColumns, {
    ...counted,
    deleted,
  });
  return { ...counted, deleted };
}

async function saveServers(tx: Session, { source, runId, snapshotId }: InventorySave): Promise<Changes> {
  const key = [source.tool, source.instance, runId];
  const counted = await tx.one<Changes>('saving servers', upsertServers, key);
  const deleted = await tx.run('unlisting servers', unlistServers, key);
  const changes = { ...counted, deleted };
  await record(
    tx,
    runId,
    snapshotId,
    source,
    'servers_dim',
    'staged_servers',
    ['sn_sys_id', 'server_name', 'operational_status'],
    changes,
  );
  return changes;
}

async function saveRelations(tx: Session, { source, runId, snapshotId }: InventorySave): Promise<Changes> {
  const key = [source.tool, source.instance, runId];
  const inserted = await tx.run('saving relations', insertRelations, key);
  const deleted = await tx.run('removing relations', deleteRelations, key.slice(0, 2));
  const changes = { inserted, updated: 0, deleted };
  await record(
    tx,
    runId,
    snapshotId,
    source,
    'app_server_mapping',
    'staged_runs_on',
    ['service_key', 'server_key', 'relation'],
    changes,
  );
  return changes;
}

async function record(
  tx: Session,
  runId: number,
  snapshotId: number,
  source: SourceName,
  table: InventoryTable,
  staging: string,
  columns: readonly string[],
  changes: Changes,
): Promise<void> {
  const { hash, rows } = await tx.one<{ hash: string; rows: number }>(
    'hashing the inventory',
    `select ${hashOfRows(columns)} as hash, count(*)::integer as rows from ${staging}`,
  );
  const saved = await tx.one<{ hash: string }>('hashing the inventory', savedHash(table), [
    source.tool,
    source.instance,
  ]);
  await recordSave(tx, {
    runId,
    snapshotId,
    stage: 'servicenow',
    table,
    slice: `${source.tool}/${source.instance}`,
    rowsIn: rows,
    hashIn: hash,
    hashOut: saved.hash,
    ...changes,
  });
}
