import { daysBetween } from '../../pipeline/days.ts';
import { planApplication } from './application-plan.ts';
import type { CmdbPlan } from './cmdb-shape.ts';
import { machinesOf, planCmdb } from './cmdb.ts';
import { enterpriseNames } from './enterprise-names.ts';
import { planCorrections, planLateDays } from './enterprise-revisions.ts';
import { enterpriseSectors, enterpriseServices, launch, newcomer } from './enterprise-services.ts';
import { planEnterpriseUsage } from './enterprise-usage.ts';
import { editionPackages, unmappedPackage } from './packages.ts';
import { planPeople } from './people.ts';
import type { ApplicationPlan, DemoRun, PriceRow, WorldPlan } from './shape.ts';

/** 400 days. */
const firstDay = '2024-09-24';
const lastDay = '2025-10-28';
const days = daysBetween(firstDay, lastDay);

const sectors = Object.values(enterpriseSectors);

/** The contract was renewed in the middle of a month. */
const renewedOn = '2025-06-15';
const prices: readonly PriceRow[] = [
  ...priceOf('APM', 'PEAK', '1.2500', '1.3100'),
  ...priceOf('APM', 'PRO', '0.8350', '0.8350'),
  ...priceOf('MRUM', 'PEAK', '0.4150', '0.3975'),
  ...priceOf('MRUM', 'PRO', '0.2750', '0.2875'),
];

const demoRuns: readonly DemoRun[] = [
  {
    date: '2025-09-15',
    from: firstDay,
    to: '2025-09-14',
    title: 'Everything up to the eve of a reorganization',
  },
  {
    date: '2025-09-16',
    from: '2025-09-15',
    to: '2025-09-15',
    title: 'The day on which an application changes sector',
  },
  {
    date: '2025-10-29',
    from: '2025-09-01',
    to: lastDay,
    title: 'Six weeks later, with late and corrected usage',
  },
];

/** A large organization whose names, people and data are as untidy as in life. */
export function planEnterprise(seed: number): WorldPlan {
  const cmdb = planCmdb({
    world: 'enterprise',
    seed,
    sectors,
    services: enterpriseServices,
    users: planPeople(sectors, 2),
    serversPerService: [1, 3],
    directEvery: 5,
  });
  const applications = enterpriseNames.map((pair, index) => planMonitored(pair, index, cmdb, seed));
  return {
    name: 'enterprise',
    firstDay,
    lastDay,
    account: { id: 40_117, name: 'global-foods', guid: '2b9d7c10-4e3f-4a21-8c55-90d1e2f3a4b5' },
    packages: [...editionPackages, unmappedPackage],
    prices,
    demoRuns,
    truth: new Map(enterpriseNames),
    lateDays: planLateDays(),
    corrections: planCorrections(applications, firstDay),
    applications,
    cmdb,
  };
}

function planMonitored(
  [name, service]: readonly [string, string | null],
  index: number,
  cmdb: CmdbPlan,
  seed: number,
): ApplicationPlan {
  return planApplication('enterprise', {
    name,
    index,
    listedFrom: [launch, newcomer].find(({ application }) => application === name)?.on ?? firstDay,
    machines: service === null ? [`unregistered-${index + 1}`] : machinesOf(cmdb, service),
    usage: planEnterpriseUsage(name, { seed, days }),
  });
}

function priceOf(capability: string, tier: string, before: string, after: string): PriceRow[] {
  const price = { tool: 'appdynamics', capability, tier, currency: 'USD' };
  return [
    { ...price, unitRate: before, startDate: '2024-01-01', endDate: renewedOn },
    { ...price, unitRate: after, startDate: renewedOn, endDate: null },
  ];
}
