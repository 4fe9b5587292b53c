import { addDays } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';
import type { RejectedRow } from '../connector.ts';
import { exactText, type Exact } from './decimal.ts';
import { packageKey } from './package-map.ts';
import type { UsageWire } from './schema.ts';
import { readPoint, rejectedPoint, sayTheSame, type UsagePoint } from './usage-points.ts';

/** The points of one package, over all answers of a window. */
export interface PackageUsage {
  /** As the vendor writes it. */
  readonly name: string;
  readonly points: ReadonlyMap<number, UsagePoint>;
  /** Days of which a point was rejected: what is left does not tell the day's maximum. */
  readonly spoiled: ReadonlySet<Day>;
  readonly pointsPerDay: number;
}

/** An answer with the window that it was asked for. */
export interface AskedUsage {
  readonly from: Day;
  readonly to: Day;
  readonly answer: UsageWire;
}

/** How a window is read. */
export interface ReadingRules {
  /** Names the owner in rejected rows, e.g. `rule 12`. */
  readonly owner: string;
  readonly today: Day;
  readonly mostUnits: Exact;
  /** For an answer that does not say its granularity. */
  readonly granularityMinutes: number;
}

interface Draft {
  name: string;
  pointsPerDay: number;
  readonly points: Map<number, UsagePoint>;
  readonly spoiled: Set<Day>;
  readonly contradicted: Set<number>;
}

type Reading = { readonly rejected: RejectedRow[]; repeated: number };
type UnitUsage = NonNullable<UsageWire['packages'][number]['unitUsages']>[number];

/**
 * The countable points of each package. A point that repeats another one word for word is dropped and counted; two points of
 * one instant that differ are both rejected, since nothing says which is right.
 */
export function readPackages(
  asked: readonly AskedUsage[],
  rules: ReadingRules,
): {
  readonly packages: readonly PackageUsage[];
  readonly rejected: readonly RejectedRow[];
  readonly repeated: number;
} {
  const drafts = new Map<string, Draft>();
  const reading: Reading = { rejected: [], repeated: 0 };
  for (const window of asked) {
    for (const { name, unitUsages } of window.answer.packages) {
      const key = packageKey(name);
      const draft = drafts.get(key) ?? newDraft(name);
      drafts.set(key, draft);
      for (const usage of unitUsages ?? []) readUnitUsage(usage, draft, window, rules, reading);
    }
  }
  return { packages: [...drafts.values()], ...reading };
}

function newDraft(name: string): Draft {
  return { name, pointsPerDay: 1, points: new Map(), spoiled: new Set(), contradicted: new Set() };
}

function readUnitUsage(
  usage: UnitUsage,
  draft: Draft,
  window: AskedUsage,
  rules: ReadingRules,
  reading: Reading,
): void {
  const minutes = usage.granularityInMinutes ?? rules.granularityMinutes;
  draft.pointsPerDay = Math.max(draft.pointsPerDay, Math.floor(1440 / minutes));
  const unit = usage.usageType ?? 'LICENSE_UNIT';
  const limits = { ...window, ...rules, endMs: Date.parse(`${addDays(window.to, 1)}T00:00:00Z`) };
  for (const wire of usage.data ?? []) {
    const point = readPoint(wire, limits);
    if (point === null) continue;
    const strange = unit === 'LICENSE_UNIT' ? null : `usage type "${unit}" is unknown, expected LICENSE_UNIT`;
    if ('reason' in point || strange) {
      const reason = 'reason' in point ? point.reason : 'usage-type-unknown';
      const detail = 'reason' in point ? point.detail : (strange ?? '');
      reject(draft, point.day, reason, detail, wire, rules, reading);
    } else {
      place(point, wire, draft, rules, reading);
    }
  }
}

function place(point: UsagePoint, wire: unknown, draft: Draft, rules: ReadingRules, reading: Reading): void {
  const known = draft.points.get(point.atMs);
  if (known && sayTheSame(known, point)) {
    reading.repeated++;
  } else if (known || draft.contradicted.has(point.atMs)) {
    const detail = 'two points of one instant differ, and nothing says which is right';
    if (known) reject(draft, point.day, 'contradicting-points', detail, rowOf(known), rules, reading);
    reject(draft, point.day, 'contradicting-points', detail, wire, rules, reading);
    draft.points.delete(point.atMs);
    draft.contradicted.add(point.atMs);
  } else {
    draft.points.set(point.atMs, point);
  }
}

function reject(
  draft: Draft,
  day: Day | null,
  reason: string,
  detail: string,
  wire: unknown,
  rules: ReadingRules,
  reading: Reading,
): void {
  if (day) draft.spoiled.add(day);
  const key = `${rules.owner}/${draft.name}/${day ?? 'no day'}`;
  reading.rejected.push(rejectedPoint(key, reason, `${rules.owner}, package ${draft.name}: ${detail}`, wire));
}

function rowOf(point: UsagePoint): unknown {
  return { timestamp: new Date(point.atMs).toISOString(), units: exactText(point.units) };
}
