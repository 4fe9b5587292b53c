import type { Day, RunSlice } from '../../pipeline/run.ts';
import { createApplications } from '../../repositories/applications.ts';
import { openDatabase, type Database } from '../../repositories/database.ts';
import { createRuns } from '../../repositories/runs.ts';
import { createUsage, type KnownDay, type UsageRow, type UsageSaved } from '../../repositories/usage.ts';
import { createTestDatabase } from './test-database.ts';

export const source = { tool: 'appdynamics', instance: 'acme' };

/** A migrated warehouse with a few words to fill it. */
export interface Warehouse {
  readonly database: Database;
  readonly url: string;
  openRun(date: Day, from: Day, to: Day): Promise<RunSlice>;
  /** Registers applications by name, native id = position; gives their ids. */
  applications(...names: string[]): Promise<number[]>;
  /** Gives the id of the capability. */
  capability(code: string): Promise<number>;
  price(capability: string, tier: string, rate: string, from: Day, to?: Day): Promise<void>;
  saveUsage(run: RunSlice, rows: readonly UsageRow[], days?: readonly KnownDay[]): Promise<UsageSaved>;
  /** A service with its sector, as stage 1 leaves it; gives its id. */
  service(key: string, name: string, sector: string | null, hCode?: string): Promise<number>;
  close(): Promise<void>;
}

let runCount = 0;

export async function openWarehouse(name: string): Promise<Warehouse> {
  const testDatabase = await createTestDatabase(name);
  const database = openDatabase(testDatabase.settings);
  const registry = createApplications(database);
  const warehouse: Warehouse = {
    database,
    url: testDatabase.url,
    openRun: (date, from, to) =>
      createRuns(database).open(
        { date, from, to, trigger: 'manual', startedBy: 'test' },
        {
          workflowId: `license-pipeline/${date}`,
          workflowRunId: `test-${++runCount}`,
          codeVersion: 'test',
          configVersion: 'test',
        },
      ),
    async applications(...names) {
      const run = await warehouse.openRun('2025-10-29', '2025-10-28', '2025-10-28');
      const listed = names.map((appName, index) => ({ nativeId: String(index + 1), name: appName }));
      return (await registry.register(source, run.runId, listed)).map((row) => row.appId);
    },
    capability: async (code) => (await registry.capabilities(source.tool, [code])).get(code) ?? 0,
    async price(capability, tier, rate, from, to) {
      await database.run(
        'pricing',
        'insert into price_config (capability_id, tier, unit_rate, start_date, end_date) values ($1, $2, $3, $4, $5)',
        [await warehouse.capability(capability), tier, rate, from, to ?? null],
      );
    },
    saveUsage: (run, rows, days) =>
      createUsage(database).replace(
        { source, runId: run.runId, from: run.from, to: run.to, snapshot: () => Promise.resolve(null) },
        [{ rows, days: days ?? rows.map(({ appId, day }) => ({ appId, day, missing: [] })).filter(isFirst) }],
      ),
    async service(key, serviceName, sector, hCode) {
      const row = await database.one<{ app_id: number }>('adding a service', insertService, [
        key,
        serviceName,
        sector,
        hCode ?? null,
      ]);
      return row.app_id;
    },
    async close() {
      await database.close();
      await testDatabase.drop();
    },
  };
  return warehouse;
}

function isFirst(day: KnownDay, index: number, days: readonly KnownDay[]): boolean {
  return days.findIndex((other) => other.appId === day.appId && other.day === day.day) === index;
}

const insertService = `
  with sector as (
    insert into sectors_dim (sector_name) select $3 where $3::text is not null
    on conflict (sector_name) do update set sector_name = excluded.sector_name
    returning sector_id
  )
  insert into applications_dim (kind, cmdb_tool, cmdb_instance, service_key, sn_sys_id, sn_service_name, sector_id, h_code)
  values ('service', 'servicenow', 'acme', $1, $1, $2, (select sector_id from sector), $4)
  returning app_id`;
