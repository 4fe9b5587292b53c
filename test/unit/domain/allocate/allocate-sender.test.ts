import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { activeReceivers } from '../../../../domain/allocate/active-receivers.ts';
import { allocateSender } from '../../../../domain/allocate/allocate-sender.ts';
import type { AllocationLine, AllocationRule, Receiver } from '../../../../domain/allocate/allocation.ts';
import { planRule } from '../../../../domain/allocate/plan-rule.ts';
import { splitByWeight } from '../../../../domain/allocate/split-by-weight.ts';
import { fromCents } from '../../../../domain/money.ts';
import { InvariantError } from '../../../../pipeline/errors.ts';
import { asText, documentBlend, named, part, receiverWith, ruleWith, sumOf } from './rules.ts';

const apm = 1;
const mrum = 2;
const receiver = (sectorId: number, apmUnits: string, directCents = 100n): Receiver =>
  receiverWith(sectorId, { directCents, unitsByCapability: { [apm]: apmUnits } });
const allocate = (
  changes: Partial<AllocationRule> | null,
  receivers: readonly Receiver[],
  costs = [{ capabilityId: apm, cents: 10_000n }],
): AllocationLine[] =>
  allocateSender({ appId: 42, sectorId: 70, costs, plan: planRule(changes && ruleWith(changes), receivers) });
const centsBySector = (lines: readonly AllocationLine[]): (readonly [number | null, bigint])[] =>
  lines.map(({ sectorId, cents }) => [sectorId, cents]);

describe('R23: the methods', () => {
  const receivers = [receiver(3, '100'), receiver(1, '300.0'), receiver(2, '0')];

  test('proportional: by units of the capability; who used nothing gets no line', () => {
    expect(centsBySector(allocate({}, receivers))).toEqual([
      [1, 7_500n],
      [3, 2_500n],
    ]);
  });

  test('equal: one part each, left-over cents to the smaller sector ids', () => {
    expect(centsBySector(allocate({ method: 'equal' }, receivers))).toEqual([
      [1, 3_334n],
      [2, 3_333n],
      [3, 3_333n],
    ]);
  });

  test('R4: blend: 0.4 proportional and 0.6 equal, rounded once', () => {
    expect(centsBySector(allocate(documentBlend, receivers))).toEqual([
      [1, 5_000n],
      [2, 2_000n],
      [3, 3_000n],
    ]);
  });

  test('cost as the driver: by direct charge; a sector in credit earns nothing and pays nothing', () => {
    const byCost = [receiver(1, '0', 30n), receiver(2, '0', 10n), receiver(3, '0', -500n)];
    expect(centsBySector(allocate({ driver: 'cost' }, byCost))).toEqual([
      [1, 7_500n],
      [2, 2_500n],
    ]);
  });

  test('nodes, servers and imported tables: by what each sector had of them', () => {
    const having = (sectorId: number, key: string, quantity: string, unit: string): Receiver =>
      receiverWith(sectorId, { others: { [key]: { quantity, unit } } });
    const by = (changes: Partial<AllocationRule>, key: string, unit: string) =>
      allocate(changes, [having(1, key, '1.5', unit), having(2, key, '0.5', unit), receiver(3, '9')]).map(
        ({ sectorId, cents, driverUnit, driverTotal }) => [sectorId, cents, driverUnit, driverTotal],
      );
    expect(by({ driver: 'nodes' }, 'nodes', 'node days')).toEqual([
      [1, 7_500n, 'node days', '2.0'],
      [2, 2_500n, 'node days', '2.0'],
    ]);
    expect(by({ driver: 'servers' }, 'servers', 'servers')).toHaveLength(2);
    expect(by({ driver: 'table', driverTable: 'seats' }, 'table/seats', 'seats')).toEqual([
      [1, 7_500n, 'seats', '2.0'],
      [2, 2_500n, 'seats', '2.0'],
    ]);
  });

  test('units of a given capability distribute the cost of every other', () => {
    const users = [receiver(1, '3'), receiver(2, '1')];
    const lines = allocate({ driver: 'capability_units', driverCapabilityId: apm }, users, [
      { capabilityId: mrum, cents: 100n },
    ]);
    expect(centsBySector(lines)).toEqual([
      [1, 75n],
      [2, 25n],
    ]);
  });

  test('fixed percentages: whoever is named gets its part, whether it used anything or not', () => {
    const rule = { method: 'fixed', receivers: [named(1, '33.3333'), named(2, '66.6667')] } as const;
    const lines = allocate(rule, [receiver(2, '0', 0n), receiver(1, '0', 0n)]);
    expect(centsBySector(lines)).toEqual([
      [1, 3_333n],
      [2, 6_667n],
    ]);
    expect(lines[0]).toMatchObject({
      driverUnit: 'percent',
      driverQuantity: '33.3333',
      driverTotal: '100.0000',
    });
  });

  test('a blend of three: a quarter by cost, a quarter equal, half fixed', () => {
    const parts = [part('0.25', 'proportional_usage', 'cost'), part('0.25', 'equal'), part('0.5', 'fixed')];
    const receivers = [receiver(1, '0', 300n), receiver(2, '0', 100n)];
    const percents = [named(1, '10'), named(2, '90')];
    expect(centsBySector(allocate({ method: 'blend', parts, receivers: percents }, receivers))).toEqual([
      [1, 3_625n],
      [2, 6_375n],
    ]);
  });

  test('R28: what is kept central goes to its bucket as a whole, as a decision of its rule', () => {
    expect(allocate({ method: 'keep_central' }, receivers)).toMatchObject([
      { sectorId: null, bucket: '__corporate__', cents: 10_000n, ruleId: 7, method: 'keep_central' },
    ]);
  });

  test('R27: every line explains itself', () => {
    expect(allocate({}, receivers)[1]).toEqual({
      appId: 42,
      senderSectorId: 70,
      capabilityId: apm,
      sectorId: 3,
      bucket: null,
      step: 1,
      cents: 2_500n,
      ruleId: 7,
      ruleVersion: 3,
      method: 'proportional_usage',
      driver: 'units',
      driverUnit: 'license units',
      driverQuantity: '100',
      driverTotal: '400.0',
      ratio: '0.2500000000',
      senderTotalCents: 10_000n,
    });
  });

  test('units of one capability never distribute the cost of another', () => {
    const users = [
      receiverWith(1, { unitsByCapability: { [apm]: '1', [mrum]: '9' } }),
      receiverWith(2, { unitsByCapability: { [apm]: '3', [mrum]: '1' } }),
    ];
    const costs = [
      { capabilityId: mrum, cents: 1_000n },
      { capabilityId: apm, cents: 1_000n },
    ];
    expect(allocate({}, users, costs).map(({ capabilityId, cents }) => [capabilityId, cents])).toEqual([
      [apm, 250n],
      [apm, 750n],
      [mrum, 900n],
      [mrum, 100n],
    ]);
  });
});

describe('R25: an amount never vanishes', () => {
  const idle = [receiver(1, '0'), receiver(2, '0')];

  test.each([
    ['proportional_usage', {}],
    ['a blend', documentBlend],
    [
      'a blend of which only one part is zero',
      {
        ...documentBlend,
        parts: [part('0.9', 'proportional_usage', 'cost'), part('0.1', 'proportional_usage')],
      },
    ],
  ] as const)('a zero driver leads %s to an equal split', (_, changes) => {
    const lines = allocate(changes, idle);
    expect(centsBySector(lines)).toEqual([
      [1, 5_000n],
      [2, 5_000n],
    ]);
    expect(lines.map((line) => line.method)).toEqual(['equal_fallback', 'equal_fallback']);
  });

  test.each([
    ['a zero driver whose rule falls back to the bucket', { fallback: 'unallocated' } as const, idle],
    ['a month without receivers', {}, []],
    ['a sender without a rule', null, idle],
  ])('%s goes to the Unallocated bucket as a whole', (_, changes, receivers) => {
    const lines = allocate(changes, receivers);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      sectorId: null,
      bucket: '__unallocated__',
      cents: 10_000n,
      method: 'unallocated',
      ratio: '1.0000000000',
    });
  });

  test('a blend that does not add up to 1 is refused', () => {
    const parts = [part('0.4', 'proportional_usage'), part('0.5', 'equal')];
    expect(() => allocate({ method: 'blend', parts }, [receiver(1, '1')])).toThrow(InvariantError);
  });

  test('a sector that stands twice among the receivers is refused', () => {
    expect(() => allocate({}, [receiver(1, '1'), receiver(1, '2')])).toThrow(InvariantError);
  });
});

describe('whatever the numbers', () => {
  const thorough = { seed: 20251029, numRuns: 10_000 };
  const units = fc.nat({ max: 5_000_000 }).map((thousandths) => fromCents(BigInt(thousandths)));
  const quantity = units.map((amount) => ({ quantity: amount, unit: 'pieces' }));
  const receivers = fc.uniqueArray(
    fc.record({
      sectorId: fc.nat({ max: 40 }),
      directCents: fc.bigInt({ min: -1_000n, max: 10n ** 9n }),
      unitsByCapability: fc.record({ [apm]: units, [mrum]: units }),
      others: fc.record({ nodes: quantity, 'table/seats': quantity }),
    }),
    { maxLength: 8, selector: ({ sectorId }) => sectorId },
  );
  const cents = fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n });
  const costs = fc.tuple(cents, cents).map(([first, second]) => [
    { capabilityId: apm, cents: first },
    { capabilityId: mrum, cents: second },
  ]);
  const method = fc.constantFrom('proportional_usage', 'equal', 'blend', 'keep_central');
  const driver = fc.constantFrom('units', 'cost', 'capability_units', 'nodes', 'servers', 'table');
  const parts = fc
    .tuple(fc.nat({ max: 10_000 }), fc.nat({ max: 10_000 }), driver, driver)
    .map(([a, b, first, second]) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      return [
        { ...part(weightText(low), 'proportional_usage', first, 'seats'), driverCapabilityId: mrum },
        { ...part(weightText(high - low), 'proportional_usage', second, 'seats'), driverCapabilityId: mrum },
        part(weightText(10_000 - high), 'equal'),
      ];
    });
  const changes = fc.record({
    method,
    driver,
    parts,
    driverTable: fc.constant('seats'),
    driverCapabilityId: fc.constant(mrum),
    fallback: fc.constantFrom('equal', 'unallocated'),
  });

  test('R3: lines add up to the cost per capability, credits included, and say so', () => {
    fc.assert(
      fc.property(changes, receivers, costs, (change, sectors, amounts) => {
        const lines = allocate(change, sectors, amounts);
        return amounts.every(({ capabilityId, cents }) => {
          const own = lines.filter((line) => line.capabilityId === capabilityId);
          return sumOf(own) === cents && own.every((line) => line.senderTotalCents === cents);
        });
      }),
      thorough,
    );
  });

  test('R3: the order of sectors and costs does not matter', () => {
    fc.assert(
      fc.property(changes, receivers, costs, (change, sectors, amounts) => {
        const reversed = allocate(change, sectors.toReversed(), amounts.toReversed());
        return asText(reversed) === asText(allocate(change, sectors, amounts));
      }),
      thorough,
    );
  });

  test('R4: a blend is one split of exactly blended weights: 4 x n x units + 6 x total', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 8 }),
        fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
        (quantities, cents) => {
          const total = BigInt(quantities.reduce((sum, quantity) => sum + quantity, 0));
          fc.pre(total > 0n && cents !== 0n);
          const count = BigInt(quantities.length);
          const key = (index: number): string => String(index + 10);
          const expected = splitByWeight(
            cents,
            Object.fromEntries(
              quantities.map((quantity, index) => [key(index), 4n * count * BigInt(quantity) + 6n * total]),
            ),
          );
          const sectors = quantities.map((quantity, index) => receiver(index + 10, String(quantity)));
          const lines = allocate(documentBlend, sectors, [{ capabilityId: apm, cents }]);
          expect(Object.fromEntries(lines.map((line) => [String(line.sectorId), line.cents]))).toEqual(
            expected,
          );
        },
      ),
      thorough,
    );
  });
});

test('receivers are the chargeable sectors with a direct charge of their own, by id', () => {
  const month = (sectorId: number, directCents: bigint, isChargeable = true) => ({
    ...receiverWith(sectorId, { directCents }),
    sectorName: `sector ${sectorId}`,
    isChargeable,
  });
  const sectors = [month(5, 10n), month(1, 0n), month(2, 30n), month(3, 10n, false), month(4, -10n)];
  expect(activeReceivers(sectors).map(({ sectorId }) => sectorId)).toEqual([2, 4, 5]);
});

function weightText(tenThousandths: number): string {
  return (tenThousandths / 10_000).toFixed(4);
}
