import type { CmdbPage } from '../connectors/connector.ts';
import { TooManyRejectsError } from '../pipeline/errors.ts';
import type { RunSlice, StageReport } from '../pipeline/run.ts';
import { createInventory } from '../repositories/inventory.ts';
import { createLanding } from '../repositories/landing.ts';
import { openLanding } from './connector-tools.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { report } from './report.ts';

/** Stage 1: the CMDB's services, servers and relations replace the inventory. */
export function createServicenow({ database, openCmdb, hashSecret, settings }: ActivityDependencies) {
  const landing = createLanding(database);
  const inventory = createInventory(database);

  return async function servicenow({ runId }: RunSlice): Promise<StageReport> {
    const { source, slice } = await openLanding(
      { landing, runId, stage: 'servicenow', hashSecret },
      openCmdb,
    );
    const services = await source.extractServices();
    const servers = await source.extractServers();
    const runsOn = await source.extractRunsOn(keysOf(services), keysOf(servers));
    const pages = [services, servers, runsOn];
    const rejected = pages.flatMap((page) => page.rejected);
    await landing.reject(database, slice, rejected);
    refuseTooMany(services, 'services', settings.maxRejectRatio);

    const snapshotId = await landing.snapshot(slice);
    const scope = {
      installStatus: settings.scope.installStatuses,
      operationalStatus: settings.scope.operationalStatuses,
    };
    const saved = await inventory.replace(
      { source, runId, snapshotId, scope },
      { services: services.rows, servers: servers.rows, runsOn: runsOn.rows },
    );
    return report({
      read: pages.reduce((sum, page) => sum + page.rows.length + page.rejected.length, 0),
      written: saved.written,
      rejected: rejected.length,
      warnings: pages.flatMap((page) => page.warnings),
      facts: {
        services: services.rows.length,
        servers: servers.rows.length,
        relations: runsOn.rows.length,
        hidden: pages.reduce((sum, page) => sum + page.hidden, 0),
        servicesInScope: saved.inScope,
        servicesOutOfScope: saved.outOfScope,
      },
    });
  };
}

function keysOf(page: CmdbPage<{ readonly sysId: string }>): ReadonlySet<string> {
  return new Set(page.rows.map((row) => row.sysId));
}

function refuseTooMany(page: CmdbPage<unknown>, what: string, maxRatio: number): void {
  const seen = page.rows.length + page.rejected.length;
  if (seen === 0 || page.rejected.length / seen <= maxRatio) return;
  throw new TooManyRejectsError(
    `servicenow rejected ${page.rejected.length} of ${seen} ${what} (limit ${maxRatio * 100} %); first: ${page.rejected[0]?.detail ?? ''}`,
    'Fix the records, or raise MAX_REJECT_RATIO; the inventory of the last good run stays in force.',
  );
}
