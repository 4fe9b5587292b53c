import type { Day } from '../../pipeline/run.ts';
import type { UsageDay, UsageMetric } from '../connector.ts';
import type { DayUsage } from './daily-usage.ts';
import { addExact, exactText, zero, type Exact } from './decimal.ts';
import { packageKey, type PackageMap } from './package-map.ts';
import type { AccountInfo } from './schema.ts';

/** What a package is to us: a series, or nothing. */
export interface Series {
  readonly capability: string;
  readonly tier: string;
}

/** One part of a series: a package of a rule, day by day; null is a gap. */
export interface SeriesPart extends Series {
  readonly days: ReadonlyMap<Day, DayUsage | null>;
}

/** The capability of packages that nobody has mapped yet: their units are kept, for a rejected row would be unbilled (C62). */
const unmapped = 'unmapped';

/**
 * The series of a package; null when the map says to ignore it. An unknown package, or one whose edition the account does not
 * tell, is kept as capability `unmapped` with its own name as tier, and `warn` hears of it.
 */
export function seriesOf(
  name: string,
  map: PackageMap,
  info: AccountInfo | null,
  warn: (text: string) => void,
): Series | null {
  const meaning = map.meaningOf(name);
  if (meaning?.action === 'ignore') return null;
  const tier = meaning === null ? null : (meaning.tier ?? editionOf(name, info));
  if (meaning !== null && tier !== null) return { capability: meaning.capability, tier };
  const why =
    meaning === null
      ? `is not in the package map (version ${map.version})`
      : 'takes its tier from the edition, which the account info does not tell';
  warn(`Package "${name}" ${why}; its units are kept as capability ${unmapped}, tier ${name}.`);
  return { capability: unmapped, tier: name };
}

function editionOf(name: string, info: AccountInfo | null): string | null {
  const own = info?.packages?.find((item) => packageKey(item.packageName ?? '') === packageKey(name));
  const edition = own?.properties?.edition ?? info?.properties?.edition ?? '';
  return edition.trim() === '' ? null : edition.trim().toUpperCase();
}

/**
 * Metrics and completeness of one application from the parts of its series. Parts of one series are added: packages that repeat
 * each other must be ignored by the map. A day on which any part has a gap gives no metric of that series, so that what is
 * stored stays in force; a day of 0 units gives none either, but is complete.
 */
export function combineSeries(
  applicationId: string,
  parts: readonly SeriesPart[],
  days: readonly Day[],
): { readonly metrics: readonly UsageMetric[]; readonly days: readonly UsageDay[] } {
  const series = new Map<string, SeriesPart[]>();
  for (const part of parts) {
    const key = `${part.capability}/${part.tier}`;
    series.set(key, [...(series.get(key) ?? []), part]);
  }
  const metrics: UsageMetric[] = [];
  const states = days.map((day): UsageDay => {
    const missing: string[] = [];
    for (const [key, ofSeries] of series) {
      const usages = ofSeries.map((part) => part.days.get(day) ?? null);
      const whole = usages.filter((usage) => usage !== null);
      if (whole.length < usages.length) missing.push(key);
      else metrics.push(...metricOf(applicationId, day, ofSeries, whole));
    }
    return { applicationId, day, missing: missing.sort() };
  });
  return { metrics, days: states };
}

function metricOf(
  applicationId: string,
  day: Day,
  [series]: readonly Series[],
  usages: readonly DayUsage[],
): UsageMetric[] {
  const units = sum(usages.map((usage) => usage.units));
  if (!series || units === null || units.digits === 0n) return [];
  const average = sum(usages.map((usage) => usage.average));
  const nodes = usages.map((usage) => usage.nodes).filter((count) => count !== null);
  return [
    {
      applicationId,
      day,
      capability: series.capability,
      tier: series.tier,
      units: exactText(units),
      unitsAverage: average && exactText(average),
      nodeCount: nodes.length > 0 ? nodes.reduce((total, count) => total + count, 0) : null,
    },
  ];
}

function sum(values: readonly (Exact | null)[]): Exact | null {
  return values.reduce<Exact | null>(
    (total, value) => (total && value ? addExact(total, value) : null),
    zero,
  );
}
