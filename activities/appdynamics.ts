import type { RejectedRow, UsageSource } from '../connectors/connector.ts';
import { InvariantError } from '../pipeline/errors.ts';
import type { RunSlice, StageReport } from '../pipeline/run.ts';
import { createApplications } from '../repositories/applications.ts';
import { createLanding } from '../repositories/landing.ts';
import { replaceMonitoredHosts, type ReportingHosts } from '../repositories/monitored-hosts.ts';
import { createUsage, type UsageBatch } from '../repositories/usage.ts';
import { openLanding } from './connector-tools.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { readAhead } from './read-ahead.ts';
import { report } from './report.ts';

/** So many answers are fetched while the one before is staged; the vendor's rate limit still holds. */
const applicationsAtOnce = 3;

/** What is collected while usage streams into the warehouse. */
interface Gathered {
  readonly rejected: RejectedRow[];
  readonly warnings: string[];
  /** Of applications whose hosts are known. */
  readonly hosts: ReportingHosts[];
  read: number;
  daysWithGaps: number;
}

/** Stage 2: usage per application and day, and its cost, replace the window of the run; the hosts that report come with it. */
export function createAppdynamics({ database, openUsage, hashSecret }: ActivityDependencies) {
  const landing = createLanding(database);
  const applications = createApplications(database);
  const usage = createUsage(database);

  return async function appdynamics({ runId, from, to }: RunSlice): Promise<StageReport> {
    const { source, slice } = await openLanding(
      { landing, runId, stage: 'appdynamics', hashSecret },
      openUsage,
    );
    const listed = await source.extractApplications();
    const known = await applications.register(source, runId, listed.applications);
    const gathered: Gathered = {
      rejected: [...listed.rejected],
      warnings: [],
      hosts: [],
      read: 0,
      daysWithGaps: 0,
    };
    const idsOf = rememberIds((codes) => applications.capabilities(source.tool, codes));
    const saved = await usage.replace(
      {
        source,
        runId,
        from,
        to,
        snapshot: () => landing.snapshot(slice),
        alongside: async (tx, snapshotId) => {
          await landing.reject(tx, slice, gathered.rejected);
          await replaceMonitoredHosts(tx, { source, runId, snapshotId }, gathered.hosts);
        },
      },
      readUsage(source, { from, to }, known, idsOf, gathered),
    );
    await usage.analyze();

    return report({
      read: gathered.read,
      written: saved.usage.inserted + saved.usage.updated + saved.usage.deleted,
      rejected: gathered.rejected.length,
      warnings: [...gathered.warnings, ...gapWarning(gathered.daysWithGaps), ...lateWarning(saved.late)],
      facts: {
        applications: listed.applications.length,
        usageRows: saved.usageRows,
        costRows: saved.costRows,
        usageInserted: saved.usage.inserted,
        usageUpdated: saved.usage.updated,
        usageDeleted: saved.usage.deleted,
        daysWithGaps: gathered.daysWithGaps,
        lateUsage: saved.late,
        hosts: gathered.hosts.reduce((sum, { hosts }) => sum + hosts.length, 0),
      },
    });
  };
}

async function* readUsage(
  source: UsageSource,
  window: { readonly from: string; readonly to: string },
  applications: readonly { readonly nativeId: string; readonly appId: number }[],
  idsOf: IdsOf,
  gathered: Gathered,
): AsyncGenerator<UsageBatch> {
  const answers = readAhead(applications, applicationsAtOnce, async ({ nativeId, appId }) => ({
    appId,
    answer: await source.extractUsageMetrics(nativeId, window.from, window.to),
    reporting: await source.extractHosts(nativeId),
  }));
  for await (const { appId, answer, reporting } of answers) {
    gathered.rejected.push(...answer.rejected);
    gathered.warnings.push(...reporting.warnings, ...answer.warnings);
    if (reporting.hosts) gathered.hosts.push({ appId, hosts: reporting.hosts });
    gathered.read += answer.metrics.length + answer.rejected.length;
    gathered.daysWithGaps += answer.days.filter((day) => day.missing.length > 0).length;
    const capabilityIds = await idsOf(answer.metrics.map((metric) => metric.capability));
    yield {
      rows: answer.metrics.map(({ capability, day, tier, units, unitsAverage, nodeCount }) => ({
        appId,
        capabilityId: idOf(capabilityIds, capability),
        tier,
        day,
        units,
        unitsAverage,
        nodeCount,
      })),
      days: answer.days.map(({ day, missing }) => ({ appId, day, missing })),
    };
  }
  gathered.warnings.push(...(await source.compareWithAccountTotal(window.from, window.to)));
}

type IdsOf = (codes: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/** Asks again only when a code comes up that was not there before. */
function rememberIds(ask: IdsOf): IdsOf {
  let known: ReadonlyMap<string, number> = new Map();
  return async (codes) => {
    if (!codes.every((code) => known.has(code))) known = await ask(codes);
    return known;
  };
}

function idOf(ids: ReadonlyMap<string, number>, code: string): number {
  const id = ids.get(code);
  if (id === undefined)
    throw new InvariantError(`Capability ${code} was not registered.`, 'Keep the run id and tell us.');
  return id;
}

function lateWarning(rows: number): string[] {
  return rows > 0 ? [`${rows} usage rows of closed months came late; they are booked in an open month.`] : [];
}

function gapWarning(daysWithGaps: number): string[] {
  return daysWithGaps > 0 ? [`${daysWithGaps} application days have gaps; their last good data stays.`] : [];
}
