import { addDays, countDays } from '../../pipeline/days.ts';
import { planApplication } from './application-plan.ts';
import { machinesOf, planCmdb } from './cmdb.ts';
import { editionPackages } from './packages.ts';
import { planPeople } from './people.ts';
import { seededRandom, type Random } from './random.ts';
import type { ApplicationPlan, DaySeries, PriceRow, WorldPlan } from './shape.ts';

const firstDay = '2025-07-30';
const lastDay = '2025-10-28';
const days = countDays(firstDay, lastDay);

/** A run of the day after the last looks back 90 days; each tier must have enough points in them for a forecast (000-190). */
const lookBackDays = 90;
const leastPoints = 30;

const sectors = ['Beverages', 'Snacks', 'Foods', 'Supply Chain'];
const services = [
  { name: 'Order Management', sector: 'Supply Chain', hCode: 'H-1001' },
  { name: 'Customer Portal', sector: 'Beverages', hCode: 'H-1002' },
  { name: 'Trade Promotion Planner', sector: 'Snacks', hCode: 'H-1003' },
  { name: 'Payment Gateway', sector: 'Beverages', hCode: 'H-1004' },
  { name: 'Inventory Tracker', sector: 'Foods', hCode: 'H-1005' },
  { name: 'Employee Self Service', sector: 'Snacks', hCode: 'H-1006' },
];

const prices: readonly PriceRow[] = [
  priceOf('APM', 'PEAK', '1.2500'),
  priceOf('APM', 'PRO', '0.8350'),
  priceOf('MRUM', 'PEAK', '0.4150'),
  priceOf('MRUM', 'PRO', '0.2750'),
];

/** The world of the design document (000-158 to 000-163): six applications, called the same in both sources. */
export function planDesign(seed: number): WorldPlan {
  const cmdb = planCmdb({
    world: 'design',
    seed,
    sectors,
    services,
    users: planPeople(sectors, 2),
    serversPerService: [2, 4],
    directEvery: 3,
  });
  return {
    name: 'design',
    firstDay,
    lastDay,
    account: { id: 23_511, name: 'acme', guid: '7f1c2a34-5b6d-4e8f-9a0b-1c2d3e4f5a6b' },
    packages: editionPackages,
    prices,
    demoRuns: [
      { date: addDays(lastDay, 1), from: firstDay, to: lastDay, title: 'The 91 days of the design document' },
    ],
    truth: new Map(services.map((service) => [service.name, service.name])),
    lateDays: [],
    corrections: [],
    cmdb,
    applications: services.map((service, index): ApplicationPlan => {
      const machines = machinesOf(cmdb, service.name);
      const usage = planUsage(seed, service.name);
      return planApplication('design', { name: service.name, index, listedFrom: firstDay, machines, usage });
    }),
  };
}

function planUsage(seed: number, application: string): ReadonlyMap<string, DaySeries> {
  return new Map(
    ['APM', 'MRUM'].flatMap((capability) => {
      const random = seededRandom(seed, 'design', application, capability);
      return splitByTier(capability, drawTiers(random), random);
    }),
  );
}

function splitByTier(
  capability: string,
  tiers: readonly ('PEAK' | 'PRO')[],
  random: Random,
): [string, DaySeries][] {
  const drawn = tiers.map((tier) => ({ tier, units: random.integer(50, 500), nodes: random.integer(5, 50) }));
  return (['PEAK', 'PRO'] as const).map((tier) => [
    `${capability}_${tier}`,
    {
      units: drawn.map((day) => (day.tier === tier ? day.units : 0)),
      nodes: drawn.map((day) => (day.tier === tier ? day.nodes : 0)),
    },
  ]);
}

/** Draws until both tiers have enough points: about one draw in 700 has not. */
function drawTiers(random: Random): ('PEAK' | 'PRO')[] {
  for (;;) {
    const tiers = Array.from({ length: days }, () => (random.chance(0.5) ? 'PEAK' : 'PRO'));
    const peaks = tiers.slice(-lookBackDays).filter((tier) => tier === 'PEAK').length;
    if (peaks >= leastPoints && lookBackDays - peaks >= leastPoints) return tiers;
  }
}

function priceOf(capability: string, tier: string, unitRate: string): PriceRow {
  return {
    tool: 'appdynamics',
    capability,
    tier,
    unitRate,
    currency: 'USD',
    startDate: '2025-01-01',
    endDate: null,
  };
}
