import type { Day } from '../../../pipeline/run.ts';
import type { UsageSaved } from '../../../repositories/usage.ts';
import type { Warehouse } from '../../support/warehouse.ts';

interface Units {
  readonly appId: number;
  readonly tier: string;
  /** Units per day. */
  readonly days: Readonly<Record<Day, string>>;
  readonly capability?: string;
  /** The logical date of the run; by default the day after the last one. */
  readonly date?: Day;
}

/** Stage 2 for a few days of one series: usage is saved and priced. Other days of the run's window stay as they are. */
export async function useUnits(
  warehouse: Warehouse,
  { appId, tier, days, capability = 'APM', date = '2025-11-05' }: Units,
): Promise<UsageSaved> {
  const capabilityId = await warehouse.capability(capability);
  const sorted = Object.keys(days).sort();
  const run = await warehouse.openRun(date, sorted[0] ?? date, sorted.at(-1) ?? date);
  const rows = Object.entries(days).map(([day, units]) => ({
    appId,
    capabilityId,
    tier,
    day,
    units,
    unitsAverage: null,
    nodeCount: 1,
  }));
  return warehouse.saveUsage(run, rows, []);
}
