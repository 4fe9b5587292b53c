import fc from 'fast-check';
import { fromCents } from '../../../domain/money.ts';
import { addDays, addMonths } from '../../../pipeline/days.ts';
import type { Day, Month } from '../../../pipeline/run.ts';
import { drawnRules, makeRules } from './draw-rules.ts';
import { setBetween, type Days, type Timeline } from './timeline.ts';
import {
  bucketSectors,
  buckets,
  type Change,
  type Contract,
  type Metric,
  type Owner,
  type Sector,
  type Step,
  type UsageRow,
  type World,
} from './world.ts';

/** Positions: they shrink toward the first of whatever they choose from. */
const pick = fc.nat(11);
const units = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 5, arbitrary: fc.nat(60_000) });
const mills = fc.integer({ min: 1, max: 4_000 });

export const usageParts = { app: pick, metric: pick, day: pick, units };
export const priceParts = { metric: pick, from: pick, to: fc.option(pick), mills };
export const ownerParts = { app: pick, from: pick, to: fc.option(pick), sector: pick, hCode: pick };

/** What comes late is mostly about months that are closed by then. */
export const early = fc.nat(5);
const drawnChange = fc.oneof(
  fc.record({ kind: fc.constant('usage' as const), drawn: fc.record({ ...usageParts, day: early }) }),
  fc.record({ kind: fc.constant('price' as const), drawn: fc.record({ ...priceParts, from: early }) }),
  fc.record({ kind: fc.constant('owner' as const), drawn: fc.record({ ...ownerParts, from: early }) }),
);
const drawnStep = fc.record({
  changes: fc.array(drawnChange, { maxLength: 3 }),
  closes: fc.option(fc.constantFrom(0, 0, 1), { freq: 3 }),
});

export const drawnWorld = fc.record({
  months: fc.constantFrom(2, 3, 1, 3),
  daysPerMonth: fc.integer({ min: 2, max: 3 }),
  sectors: fc.integer({ min: 1, max: 3 }),
  apps: fc.array(fc.record({ sector: pick, hCode: pick }), { minLength: 2, maxLength: 6 }),
  metrics: fc.integer({ min: 1, max: 3 }),
  rates: fc.tuple(mills, mills, mills),
  usage: fc.array(fc.record(usageParts), { minLength: 1, maxLength: 12 }),
  credit: fc.option(fc.record({ metric: pick, day: pick, units: fc.nat(30_000) })),
  moves: fc.array(fc.record(ownerParts), { maxLength: 2 }),
  priceChanges: fc.array(fc.record(priceParts), { maxLength: 2 }),
  rules: drawnRules,
  contract: fc.option(
    fc.record({
      committed: fc.integer({ min: 1, max: 900 }),
      overage: mills,
      unused: fc.option(mills, { freq: 2 }),
    }),
    { freq: 2 },
  ),
  steps: fc.array(drawnStep, { minLength: 1, maxLength: 3 }),
});

export type DrawnWorld = typeof drawnWorld extends fc.Arbitrary<infer Value> ? Value : never;

/** Any small company with anything that may happen to it. */
export const anyWorld: fc.Arbitrary<World> = drawnWorld.map(makeWorld);

const hCodes = ['', 'H-100', 'X-PLATFORM-001', 'SHARED', 'GLOBAL-2', 'PLATFORMS'];
const allMetrics: readonly Metric[] = [
  { capabilityId: 1, tier: 'PEAK' },
  { capabilityId: 1, tier: 'PRO' },
  { capabilityId: 2, tier: 'PEAK' },
];
const names = ['Beverages', 'Snacks', 'Foods'];

export function makeWorld(drawn: DrawnWorld): World {
  const months = Array.from({ length: drawn.months }, (_, index) => addMonths('2025-07-01', index));
  const days = months.flatMap((month) =>
    [0, 12, 25].slice(0, drawn.daysPerMonth).map((offset) => addDays(month, offset)),
  );
  const ordinary = names.slice(0, drawn.sectors).map(sectorAt);
  const relay = sectorAt('Tools', ordinary.length);
  const sectors = [...ordinary, relay, sectorAt('Global IT', ordinary.length + 1)];
  const metrics = allMetrics.slice(0, drawn.metrics);
  const hand = createHand({ days, metrics, sectors, apps: drawn.apps.length });

  // The last application holds credits only, and comes when there is one.
  const apps = drawn.apps.map((_, index) => `App ${index + 1}`);
  const credits = drawn.credit
    ? [
        {
          ...hand.usage({ ...drawn.credit, app: 0 }),
          appId: apps.length + 1,
          units: `-${hundredths(drawn.credit.units + 1)}`,
        },
      ]
    : [];
  const start = days[0] ?? '';
  const owners = [...drawn.apps, { sector: 0, hCode: 2 }].map((one): Timeline<Owner> => [
    { from: start, value: hand.owner(one) },
  ]);
  const prices = metrics.map((_, index): Timeline<string> => [
    { from: start, value: rate(drawn.rates[index] ?? 1) },
  ]);
  return {
    months,
    days,
    sectors,
    apps: [...apps, ...credits.map(() => 'Agreement')],
    metrics,
    usage: [...drawn.usage.map(hand.usage), ...credits],
    owners: drawn.moves
      .map(hand.move)
      .reduce(
        (all, { appId, days: at, owner }) => all.with(appId - 1, setBetween(all[appId - 1] ?? [], at, owner)),
        owners,
      ),
    prices: drawn.priceChanges
      .map(hand.price)
      .reduce(
        (all, change) =>
          all.with(change.metric, setBetween(all[change.metric] ?? [], change.days, change.rate)),
        prices,
      ),
    rules: makeRules(drawn.rules, ordinary, relay),
    contract: drawn.contract && contractOf(drawn.contract, months),
    steps: stepsOf(drawn.steps, hand, months),
  };
}

const sectorAt = (name: string, index: number): Sector => ({ sectorId: index + 1, name, isBucket: false });
const hundredths = (count: number): string => fromCents(BigInt(count));
const rate = (count: number): string =>
  `${Math.floor(count / 1000)}.${String(count % 1000).padStart(3, '0')}`;

/** Turns positions into what they choose. */
function createHand({
  days,
  metrics,
  sectors,
  apps,
}: {
  days: readonly Day[];
  metrics: readonly Metric[];
  sectors: readonly Sector[];
  apps: number;
}) {
  const at = <Value>(values: readonly Value[], index: number): Value =>
    values[index % values.length] as Value;
  const span = (from: number, to: number | null): Days => {
    const [first, last] = [at(days, from), to === null ? null : at(days, to)];
    return { from: first, to: last !== null && last > first ? last : null };
  };
  const payers = [...sectors, ...bucketSectors.filter(({ sectorId }) => sectorId === buckets.unassigned)];
  const owner = ({ sector, hCode }: { sector: number; hCode: number }): Owner => ({
    sectorId: at(payers, sector).sectorId,
    hCode: at(hCodes, hCode),
  });
  return {
    owner,
    usage: (drawn: { app: number; metric: number; day: number; units: number }): UsageRow => ({
      appId: (drawn.app % apps) + 1,
      metric: drawn.metric % metrics.length,
      day: at(days, drawn.day),
      units: hundredths(drawn.units),
    }),
    move: (drawn: { app: number; from: number; to: number | null; sector: number; hCode: number }) => ({
      appId: (drawn.app % apps) + 1,
      days: span(drawn.from, drawn.to),
      owner: owner(drawn),
    }),
    price: (drawn: { metric: number; from: number; to: number | null; mills: number }) => ({
      metric: drawn.metric % metrics.length,
      days: span(drawn.from, drawn.to),
      rate: rate(drawn.mills),
    }),
  };
}

function contractOf(
  { committed, overage, unused }: { committed: number; overage: number; unused: number | null },
  months: readonly Month[],
): Contract {
  return {
    capabilityId: 1,
    basis: 'units',
    settledPer: 'month',
    committed: String(committed),
    overageRate: rate(overage),
    unusedRate: unused === null ? null : rate(unused),
    start: months[0] ?? '',
    end: addMonths(months.at(-1) ?? '', 1),
  };
}

/** Each step closes one of the months that are still open, but never the last one. */
function stepsOf(
  drawn: DrawnWorld['steps'],
  hand: ReturnType<typeof createHand>,
  months: readonly Month[],
): Step[] {
  const open = months.slice(0, -1);
  return drawn.map(({ changes, closes }) => ({
    changes: changes.map((change): Change => {
      if (change.kind === 'usage') return { kind: 'usage', row: hand.usage(change.drawn) };
      if (change.kind === 'price') return { kind: 'price', ...hand.price(change.drawn) };
      return { kind: 'owner', ...hand.move(change.drawn) };
    }),
    closes: closes === null ? null : (open.splice(closes % Math.max(1, open.length), 1)[0] ?? null),
  }));
}
