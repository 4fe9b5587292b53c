import type { Day } from '../../pipeline/run.ts';
import { launch, newcomer, retirement } from './enterprise-services.ts';
import { unmappedPackage } from './packages.ts';
import { seededRandom, type Random } from './random.ts';
import type { DaySeries } from './shape.ts';

/** How usage of one capability of one application runs over the days. */
interface Course {
  readonly base: number;
  readonly weekendRatio: number;
  readonly growthPerYear: number;
  readonly noiseRatio: number;
  readonly steps: readonly { readonly at: number; readonly factor: number }[];
  readonly unitsPerNode: number;
}

/** Whose Saturdays and Sundays are really zero: a complete day without a fact row. */
export const restsAtWeekends = ['Fin Reporting Svc', 'Acct Reconciliation'];

/** From this day on their edition is PEAK instead of PRO; both packages stand in their rule all the time. */
export const upgrade = {
  on: '2025-04-01',
  applications: ['CUSTOMER_PORTAL_PROD', 'Vendor Mgmt', 'Bottling Line Control'],
};

/** The one application with devices that nobody has mapped to a capability. */
export const iotApplication = 'Plant Historian 2';

const editions = ['PEAK', 'PRO'] as const;

interface Span {
  readonly seed: number;
  readonly days: readonly Day[];
}

/** Units and nodes by package of one application on every day of the span. */
export function planEnterpriseUsage(application: string, span: Span): ReadonlyMap<string, DaySeries> {
  const random = seededRandom(span.seed, 'enterprise', application);
  const isSmall = /(dev|uat)$/i.test(application);
  const edition = upgrade.applications.includes(application) ? 'PRO' : random.pick(editions);
  const capabilities = !isSmall && random.chance(0.6) ? ['APM', 'MRUM'] : ['APM'];

  const usage = capabilities.flatMap((capability) => {
    const drawn = drawDays(application, drawCourse(random, isSmall, span), random, span);
    return editions.map((one): [string, DaySeries] => [
      `${capability}_${one}`,
      keepDays(drawn, (day) => editionOn(application, edition, day) === one, span.days),
    ]);
  });
  if (application === iotApplication) {
    const units = span.days.map(() => random.integer(1, 9));
    usage.push([unmappedPackage.name, { units, nodes: units.map(() => 1) }]);
  }
  return new Map(usage);
}

function editionOn(application: string, edition: 'PEAK' | 'PRO', day: Day): 'PEAK' | 'PRO' {
  return upgrade.applications.includes(application) && day >= upgrade.on ? 'PEAK' : edition;
}

function drawCourse(random: Random, isSmall: boolean, span: Span): Course {
  const count = span.days.length;
  const steps = random.chance(0.4)
    ? [{ at: random.integer(60, count - 60), factor: random.pick([0.6, 0.75, 1.3, 1.6]) }]
    : [];
  return {
    base: isSmall ? random.integer(8, 30) : random.integer(40, 900),
    weekendRatio: random.pick([0.35, 0.55, 0.8, 1]),
    growthPerYear: random.pick([-0.15, 0, 0.05, 0.1, 0.2, 0.4]),
    noiseRatio: random.pick([0.02, 0.05, 0.1]),
    steps,
    unitsPerNode: random.integer(4, 16),
  };
}

function drawDays(application: string, course: Course, random: Random, span: Span): DaySeries {
  const units = span.days.map((day, index) => {
    // Drawn even for idle days, so that the days of others stay as they are.
    const noise = 1 + (random.next() + random.next() - 1) * course.noiseRatio;
    return isIdle(application, day) ? 0 : Math.max(1, Math.round(levelOn(course, day, index) * noise));
  });
  return { units, nodes: units.map((one) => Math.ceil(one / course.unitsPerNode)) };
}

function levelOn(course: Course, day: Day, index: number): number {
  const growth = 1 + (course.growthPerYear * index) / 365;
  const stepped = course.steps.reduce(
    (factor, step) => (index >= step.at ? factor * step.factor : factor),
    1,
  );
  return course.base * growth * stepped * (isWeekend(day) ? course.weekendRatio : 1);
}

function isIdle(application: string, day: Day): boolean {
  if (application === retirement.application) return day > retirement.on;
  if (application === launch.application) return day < launch.on;
  if (application === newcomer.application) return day < newcomer.on;
  return restsAtWeekends.includes(application) && isWeekend(day);
}

function isWeekend(day: Day): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

function keepDays(series: DaySeries, isKept: (day: Day) => boolean, days: readonly Day[]): DaySeries {
  const kept = days.map((day) => isKept(day));
  return {
    units: series.units.map((one, index) => (kept[index] ? one : 0)),
    nodes: series.nodes.map((one, index) => (kept[index] ? one : 0)),
  };
}
