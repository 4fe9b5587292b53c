import type { MonitoredApplication, SourceName } from '../connectors/connector.ts';
import type { Database, Session } from './database.ts';
import { hashOfRows, recordSave, type Changes } from './lineage.ts';

/** An application with the id that facts use. */
export interface RegisteredApplication {
  readonly appId: number;
  readonly nativeId: string;
}

/** The registry of monitored applications and license types. */
export function createApplications(database: Database) {
  return {
    /**
     * Registers what the tool lists now and gives the surrogate id of each, in order of native id. A renamed application
     * keeps its row; one that the tool no longer lists stays, marked as not listed.
     */
    async register(
      source: SourceName,
      runId: number,
      applications: readonly MonitoredApplication[],
    ): Promise<RegisteredApplication[]> {
      const values = [
        source.tool,
        source.instance,
        runId,
        applications.map((a) => a.nativeId),
        applications.map((a) => a.name),
      ];
      return database.transaction(async (tx) => {
        const changed = await tx.one<{ inserted: number; updated: number }>(
          'registering applications',
          upsertApplications,
          values,
        );
        const deleted = await tx.run('unlisting applications', unlistApplications, values.slice(0, 4));
        await recordRegistration(tx, source, runId, applications, { ...changed, deleted });
        return tx.rows<RegisteredApplication>('reading application ids', readIds, values.slice(0, 2));
      });
    },

    /** The surrogate id of every capability of the tool, registering codes that are new. */
    async capabilities(tool: string, codes: readonly string[]): Promise<Map<string, number>> {
      await database.run('registering capabilities', insertCapabilities, [tool, [...new Set(codes)].sort()]);
      const rows = await database.prisma.capabilities_dim.findMany({ where: { tool } });
      return new Map(rows.map((row) => [row.capability_code, row.capability_id]));
    },
  };
}

async function recordRegistration(
  tx: Session,
  { tool, instance }: SourceName,
  runId: number,
  applications: readonly MonitoredApplication[],
  changes: Changes,
): Promise<void> {
  const hashes = await tx.one<{ hashIn: string; hashOut: string }>('hashing applications', hashRegistered, [
    tool,
    instance,
    applications.map((application) => application.nativeId),
    applications.map((application) => application.name),
  ]);
  await recordSave(tx, {
    runId,
    // What was listed is part of the extraction that has not ended yet.
    snapshotId: null,
    stage: 'appdynamics',
    table: 'applications_dim',
    slice: `${tool}/${instance} applications`,
    rowsIn: applications.length,
    ...hashes,
    ...changes,
  });
}

const upsertApplications = `
  with saved as (
  insert into applications_dim as a (kind, tool, instance, appd_application_id, appd_application_name, run_id)
  select 'application', $1, $2, incoming.native_id, incoming.name, $3
  from   unnest($4::text[], $5::text[]) as incoming(native_id, name)
  order  by incoming.native_id
  on conflict (tool, instance, appd_application_id) do update
    set appd_application_name = excluded.appd_application_name, is_listed = true, run_id = excluded.run_id, updated_at = now()
    where (a.appd_application_name, a.is_listed) is distinct from (excluded.appd_application_name, true)
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

const hashRegistered = `
  select (select ${hashOfRows(['native_id', 'name'])} from unnest($3::text[], $4::text[]) as incoming(native_id, name)) as "hashIn",
         (select ${hashOfRows(['appd_application_id', 'appd_application_name'])} from applications_dim
          where kind = 'application' and tool = $1 and instance = $2 and is_listed) as "hashOut"`;

const unlistApplications = `
  update applications_dim set is_listed = false, run_id = $3, updated_at = now()
  where  kind = 'application' and tool = $1 and instance = $2 and is_listed and appd_application_id <> all($4::text[])`;

const readIds = `
  select app_id as "appId", appd_application_id as "nativeId" from applications_dim
  where  kind = 'application' and tool = $1 and instance = $2 and is_listed
  order  by appd_application_id collate "C"`;

const insertCapabilities = `
  insert into capabilities_dim (tool, capability_code, capability_name)
  select $1, code, code from unnest($2::text[]) as incoming(code)
  on conflict (tool, capability_code) do nothing`;
