import { dayOf, isDay } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';
import type { RejectedRow } from '../connector.ts';
import { addExact, compareExact, exactText, readExact, zero, type Exact } from './decimal.ts';
import { usagePoint, type PointWire } from './schema.ts';

/** A usage point that can be counted. */
export interface UsagePoint {
  readonly atMs: number;
  readonly day: Day;
  readonly units: Exact;
  /** Null when the vendor gives none that can be read. */
  readonly average: Exact | null;
  /** Registered entities over all types; null when the vendor does not say. */
  readonly nodes: number | null;
}

/** Which points are ours. */
export interface PointLimits {
  readonly from: Day;
  readonly to: Day;
  /** The first instant after the window. */
  readonly endMs: number;
  /** The first day that is not over yet; a point of it, or later, cannot be final. */
  readonly today: Day;
  readonly mostUnits: Exact;
}

/** A point, why it is none, or null for the one point at the end of the window that belongs to the next day. */
export type ReadPoint =
  UsagePoint | { readonly reason: string; readonly detail: string; readonly day: Day | null } | null;

/** What one element of `data` says. */
export function readPoint(wire: unknown, limits: PointLimits): ReadPoint {
  const parsed = usagePoint.safeParse(wire);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      reason: 'point-malformed',
      detail: `at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      day: dayIn(wire),
    };
  }
  const point = parsed.data;
  const atMs = instantOf(point.timestamp);
  if (atMs === null) {
    const detail = `timestamp "${String(point.timestamp).slice(0, 40)}" is no ISO 8601 instant`;
    return { reason: 'timestamp-unreadable', detail, day: null };
  }
  const day = dayOf(atMs);
  if (atMs === limits.endMs) return null;
  const reject = (reason: string, detail: string): ReadPoint => ({ reason, detail, day });
  if (day >= limits.today) return reject('future-day', `${day} is not over (today is ${limits.today}, UTC)`);
  if (day < limits.from || day > limits.to) {
    return reject('outside-window', `${day} was not asked for (${limits.from} to ${limits.to})`);
  }
  const units = readExact(point.used.max);
  if (units === null)
    return reject('units-not-numeric', `used.max is ${shown(point.used.max)}, expected a number`);
  if (units.digits < 0n)
    return reject('negative-units', `used.max is ${exactText(units)}, expected 0 or more`);
  if (compareExact(units, limits.mostUnits) > 0) {
    return reject(
      'absurd-units',
      `used.max is ${exactText(units)}, expected at most ${exactText(limits.mostUnits)}`,
    );
  }
  const average = readExact(point.used.avg);
  return {
    atMs,
    day,
    units,
    average: average && average.digits >= 0n ? average : null,
    nodes: nodesOf(point),
  };
}

/** Epoch milliseconds; a text without a zone is UTC, as the vendor's documents say. Null when it is no real instant. */
export function instantOf(timestamp: string | number): number | null {
  if (typeof timestamp === 'number')
    return Number.isSafeInteger(timestamp) && timestamp > 1e11 ? timestamp : null;
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/i.exec(
    timestamp.trim(),
  );
  if (!parts?.[1] || !isDay(parts[1])) return null;
  const zone = (parts[4] ?? 'Z').toUpperCase().replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
  const atMs = Date.parse(`${parts[1]}T${parts[2]}${(parts[3] ?? '').slice(0, 4)}${zone}`);
  return Number.isFinite(atMs) ? atMs : null;
}

/** Do two points of one instant say the same? */
export function sayTheSame(a: UsagePoint, b: UsagePoint): boolean {
  const averages =
    a.average && b.average ? compareExact(a.average, b.average) === 0 : a.average === b.average;
  return compareExact(a.units, b.units) === 0 && averages && a.nodes === b.nodes;
}

/** A rejected point as it is kept. */
export function rejectedPoint(key: string, reason: string, detail: string, row: unknown): RejectedRow {
  return { entity: 'usage point', sourceKey: key, reason, detail, row };
}

function nodesOf(point: PointWire): number | null {
  if (!point.registrations?.length) return null;
  const counts = point.registrations.map((registration) => readExact(registration.registered?.max));
  if (counts.some((count) => count === null || count.digits < 0n)) return null;
  const sum = Number(exactText(counts.reduce<Exact>((total, count) => addExact(total, count ?? zero), zero)));
  return Number.isSafeInteger(sum) ? sum : null;
}

function dayIn(wire: unknown): Day | null {
  const timestamp = (wire as { timestamp?: unknown } | null)?.timestamp;
  const atMs = typeof timestamp === 'string' || typeof timestamp === 'number' ? instantOf(timestamp) : null;
  return atMs === null ? null : dayOf(atMs);
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value).slice(0, 40);
}
