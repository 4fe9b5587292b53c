import { addDays, daysBetween, isDay } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';
import type { Cmdb, ServicePlan, WorldService } from './cmdb-shape.ts';
import type { ApplicationPlan, Clock, DayUsage, World, WorldPlan } from './shape.ts';

/** The world of a plan, with a clock that stands at the day after its last. */
export function assembleWorld(plan: WorldPlan): World {
  const clock = createClock(addDays(plan.lastDay, 1));
  const applications = new Map(plan.applications.map((application) => [application.id, application]));
  const packages = new Map(plan.packages.map((one) => [one.name, one]));
  const readUsage = createUsageReader(plan, clock);

  return {
    name: plan.name,
    firstDay: plan.firstDay,
    lastDay: plan.lastDay,
    clock,
    account: plan.account,
    packages: plan.packages,
    prices: plan.prices,
    demoRuns: plan.demoRuns,
    truth: plan.truth,
    applications: () => plan.applications.filter((application) => application.listedFrom <= clock.today()),
    packagesOf: (id) =>
      [...(applications.get(id)?.usage.keys() ?? [])].flatMap((name) => packages.get(name) ?? []),
    usageOn: (id, packageName, day) => {
      const application = applications.get(id);
      return application ? readUsage(application, packageName, day) : null;
    },
    cmdb: () => cmdbOn(plan, clock.today()),
  };
}

function createClock(start: Day): Clock {
  let today = start;
  return {
    today: () => today,
    set: (day) => {
      if (!isDay(day))
        throw new RangeError(`The clock of a world takes a day like 2025-10-29, not "${day}".`);
      today = day;
    },
  };
}

type UsageReader = (application: ApplicationPlan, packageName: string, day: Day) => DayUsage | null;

function createUsageReader(plan: WorldPlan, clock: Clock): UsageReader {
  const places = new Map(daysBetween(plan.firstDay, plan.lastDay).map((day, index) => [day, index]));
  const arrivals = new Map(plan.lateDays.map((late) => [`${late.application}/${late.day}`, late.arrivesOn]));
  const corrections = new Map(
    plan.corrections.map((one) => [`${one.application}/${one.day}/${one.packageName}`, one]),
  );

  return (application, packageName, day) => {
    const series = application.usage.get(packageName);
    const place = places.get(day);
    const today = clock.today();
    if (!series || place === undefined || day >= today) return null;

    const arrivesOn = arrivals.get(`${application.name}/${day}`);
    if (arrivesOn !== undefined && today < arrivesOn) return null;

    const correction = corrections.get(`${application.name}/${day}/${packageName}`);
    if (correction && today < correction.correctedOn) return correction.before;

    return { units: series.units[place] ?? 0, nodes: series.nodes[place] ?? 0 };
  };
}

function cmdbOn(plan: WorldPlan, today: Day): Cmdb {
  const services = plan.cmdb.services
    .filter((service) => service.createdOn <= today)
    .map((service) => serviceOn(service, today));
  return { ...plan.cmdb, services };
}

function serviceOn(planned: ServicePlan, today: Day): WorldService {
  const { changes, ...service } = planned;
  return changes
    .filter((change) => change.on <= today)
    .reduce<WorldService>((known, change) => ({ ...known, ...change.set, updatedOn: change.on }), service);
}
