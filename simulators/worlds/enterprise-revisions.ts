import { addDays, countDays, daysBetween } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';
import type { ApplicationPlan, Correction, LateDay } from './shape.ts';

/** A collector was cut off: its days reach the controller a week later. The last one is still cut off when the world ends. */
const outages = [
  {
    from: '2025-09-10',
    to: '2025-09-12',
    applications: ['SAP ECC EU', 'demand-forecast-eu', 'Deposit Return'],
  },
  {
    from: '2025-09-24',
    to: '2025-09-28',
    applications: ['Treasury Workbench', 'Payments API-PROD', 'payments-gateway-prod', 'Acct Reconciliation'],
  },
  { from: '2025-10-27', to: '2025-10-28', applications: ['Mini Program Store'] },
];
const delayDays = 7;

/** The vendor recounted these days; the new figures are known after 10 October. */
const correctedOn = '2025-10-11';
const recounts = [
  {
    from: '2025-09-03',
    to: '2025-09-05',
    applications: ['Order Management-PROD', 'HR Portal'],
    factor: 1.25,
  },
  { from: '2025-09-22', to: '2025-09-23', applications: ['Fleet Telematics', 'Vendor Mgmt'], factor: 0.8 },
  // Long after the days: who closed July before learns of it as late usage.
  { from: '2025-07-08', to: '2025-07-09', applications: ['SAP ECC EU', 'Message Bus'], factor: 0.8 },
];
/** First counted as nothing: the corrected day brings a fact row that was not there. */
const forgotten = { application: 'Document Archive', day: '2025-09-09' };
/** Counted by mistake: the corrected day takes a fact row away. */
const mistaken = { application: 'jmeter-loadtest', day: '2025-09-08' };

/** Days that the controller learns of later than it should. */
export function planLateDays(): LateDay[] {
  return outages.flatMap((outage) =>
    outage.applications.flatMap((application) =>
      daysBetween(outage.from, outage.to).map((day) => ({
        application,
        day,
        arrivesOn: addDays(day, delayDays),
      })),
    ),
  );
}

/** What the controller said before it knew better. Takes the units of `mistaken` out of the series, which holds the truth. */
export function planCorrections(applications: readonly ApplicationPlan[], firstDay: Day): Correction[] {
  const byName = new Map(applications.map((application) => [application.name, application]));
  const indexOf = (day: Day): number => countDays(firstDay, day) - 1;

  const correct = (name: string, day: Day, unitsBefore: (units: number) => number): Correction[] =>
    [...(byName.get(name)?.usage ?? [])].flatMap(([packageName, series]) => {
      const units = series.units[indexOf(day)] ?? 0;
      const nodes = series.nodes[indexOf(day)] ?? 0;
      if (units === 0) return [];
      const before = { units: unitsBefore(units), nodes: unitsBefore(units) === 0 ? 0 : nodes };
      return [{ application: name, packageName, day, before, correctedOn }];
    });

  const recounted = recounts.flatMap((recount) =>
    recount.applications.flatMap((name) =>
      daysBetween(recount.from, recount.to).flatMap((day) =>
        correct(name, day, (units) => Math.ceil(units * recount.factor) + 1),
      ),
    ),
  );
  const mistake = correct(mistaken.application, mistaken.day, (units) => units);
  eraseDay(byName.get(mistaken.application), indexOf(mistaken.day));
  return [...recounted, ...correct(forgotten.application, forgotten.day, () => 0), ...mistake];
}

function eraseDay(application: ApplicationPlan | undefined, index: number): void {
  for (const series of application?.usage.values() ?? []) {
    series.units[index] = 0;
    series.nodes[index] = 0;
  }
}
