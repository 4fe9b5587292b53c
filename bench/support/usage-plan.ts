import { addDays, daysBetween } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';
import type { UsageBatch, UsageRow } from '../../repositories/usage.ts';

/** Two capabilities of every application on every day of a year, in exactly one of two tiers. */
export interface UsagePlan {
  readonly rows: number;
  readonly applications: number;
  readonly days: readonly Day[];
}

export const capabilityCodes = ['APM', 'MRUM'] as const;
export const tiers = ['PEAK', 'PRO'] as const;

const firstDay = '2024-11-01';
/** A price change in mid-month, so that pricing has to look at the day. */
export const priceChangeDay = '2025-06-15';

/** A year of as many applications as the rows need; the last one has a shorter history. */
export function planUsage(rows: number): UsagePlan {
  const days = daysBetween(firstDay, addDays(firstDay, 364));
  return { rows, applications: Math.ceil(rows / (days.length * capabilityCodes.length)), days };
}

/** One batch per application, as a controller tells it: `ids` name the application and its capabilities. */
export function* usageBatches(
  { rows, days }: UsagePlan,
  appIds: readonly number[],
  capabilityIds: readonly number[],
): Generator<UsageBatch> {
  let left = rows;
  for (const appId of appIds) {
    const batch = rowsOf(appId, capabilityIds, days, left);
    left -= batch.length;
    const known = days.slice(0, Math.ceil(batch.length / capabilityIds.length));
    yield { rows: batch, days: known.map((day) => ({ appId, day, missing: [] })) };
  }
}

function rowsOf(
  appId: number,
  capabilityIds: readonly number[],
  days: readonly Day[],
  atMost: number,
): UsageRow[] {
  const rows: UsageRow[] = [];
  for (const [index, day] of days.entries()) {
    for (const capabilityId of capabilityIds) {
      if (rows.length === atMost) return rows;
      const load = (appId * 7919 + capabilityId * 31 + index * 17) % amounts.length;
      rows.push({
        appId,
        capabilityId,
        tier: (appId + capabilityId) % 3 === 0 ? 'PEAK' : 'PRO',
        day,
        units: amounts[load] ?? '1',
        unitsAverage: amounts[load >> 1] ?? '1',
        nodeCount: 1 + (load % 40),
      });
    }
  }
  return rows;
}

/** Made once: writing numbers as text is not what is measured. */
const amounts = Array.from({ length: 9973 }, (_, index) => `${1 + (index % 400)}.${index % 4}`);
