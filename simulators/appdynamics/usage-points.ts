import type { DayUsage, LicensePackage } from '../worlds/shape.ts';
import { addUsages, type Readings } from './readings.ts';
import type { Interval } from './usage-window.ts';

/** Minimum, maximum and mean of the five-minute samples of an interval. */
interface Samples {
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly count: number;
}

/** Whose usage is told, and how. */
export interface UsageQuestion {
  readonly granularityMinutes: number;
  readonly intervals: readonly Interval[];
  readonly hasEntityTypes: boolean;
  /** Agent-based accounts report no mean. */
  readonly hasAverage: boolean;
  readonly usageOn: Readings;
}

/** Load over the hours of a day in percent of its peak; the same for all, so that a total's maximum is the sum of maxima. */
const dayCourse = [
  31, 28, 26, 25, 27, 33, 45, 62, 81, 93, 98, 100, 96, 94, 97, 95, 90, 84, 76, 68, 59, 50, 42, 36,
];

/** What a usage answer calls `name`: the sum of `members`. A day without usage data gives no point, not a zero. */
export function renderPackage(
  members: readonly LicensePackage[],
  name: string,
  question: UsageQuestion,
): object {
  const { granularityMinutes } = question;
  const entityTypes = members[0]?.entityTypes ?? [];
  const data: object[] = [];
  for (const interval of question.intervals) {
    const usage = addUsages(members.map((member) => question.usageOn(member.name, interval.day)));
    if (usage) data.push(renderPoint(interval, usage, entityTypes, question));
  }
  const series = { usageType: 'LICENSE_UNIT', granularityInMinutes: granularityMinutes, data };
  return { name, unitUsages: [series] };
}

function renderPoint(
  interval: Interval,
  usage: DayUsage,
  entityTypes: readonly string[],
  question: UsageQuestion,
): object {
  const { granularityMinutes } = question;
  const used = samplesOf(usage.units, interval.startMinute, granularityMinutes);
  const point = {
    timestamp: `${interval.day}T${clockTime(interval.startMinute)}:00Z`,
    provisioned: steady(provisionedFor(usage.units), granularityMinutes / 5),
    used: question.hasAverage ? used : { ...used, avg: 0 },
  };
  if (!question.hasEntityTypes) return point;
  return { ...point, registrations: registrationsOf(usage.nodes, entityTypes, granularityMinutes / 5) };
}

function samplesOf(peak: number, startMinute: number, minutes: number): Samples {
  // Within an hour nothing changes: one sample stands for twelve.
  const step = minutes % 60 === 0 ? 60 : 5;
  let [min, max, sum] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let minute = startMinute; minute < startMinute + minutes; minute += step) {
    const units = Math.floor((peak * (dayCourse[Math.floor(minute / 60)] ?? 0)) / 100);
    min = Math.min(min, units);
    max = Math.max(max, units);
    sum += units;
  }
  return { min, max, avg: Math.round(sum / (minutes / step)), count: minutes / 5 };
}

/** The larger part registers as the first type; together they are the nodes of the day. */
function registrationsOf(nodes: number, entityTypes: readonly string[], count: number): object[] {
  const second = Math.floor(nodes / 3);
  return [nodes - second, second].flatMap((registered, index) =>
    registered > 0 ? [{ entityType: entityTypes[index], registered: steady(registered, count) }] : [],
  );
}

function steady(value: number, count: number): Samples {
  return { min: value, max: value, avg: value, count };
}

/** Provisioned in hundreds, with room above. */
function provisionedFor(units: number): number {
  return (Math.floor(units / 100) + 2) * 100;
}

function clockTime(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
