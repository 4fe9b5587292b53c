import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { activeReceivers } from '../../../../domain/allocate/active-receivers.ts';
import { allocateSender } from '../../../../domain/allocate/allocate-sender.ts';
import type { AllocationLine, AllocationRule, Receiver } from '../../../../domain/allocate/allocation.ts';
import { splitByWeight } from '../../../../domain/allocate/split-by-weight.ts';
import { fromCents } from '../../../../domain/money.ts';
import { InvariantError } from '../../../../pipeline/errors.ts';

const apm = 1;
const mrum = 2;
const rule: AllocationRule = {
  ruleId: 7,
  version: 3,
  method: 'proportional_usage',
  driver: 'units',
  proportionalWeight: '0.4',
  equalWeight: '0.6',
  fallback: 'equal',
};
const receiver = (sectorId: number, apmUnits: string, directCents = 100n): Receiver => ({
  sectorId,
  directCents,
  unitsByCapability: { [apm]: apmUnits },
});
const allocate = (
  changes: Partial<AllocationRule> | null,
  receivers: readonly Receiver[],
  costs = [{ capabilityId: apm, cents: 10_000n }],
): AllocationLine[] =>
  allocateSender({ sender: { appId: 42 }, costs, rule: changes && { ...rule, ...changes }, receivers });
const asText = (lines: readonly AllocationLine[]): string =>
  lines.map((line) => Object.values(line).join('|')).join('\n');
const centsBySector = (lines: readonly AllocationLine[]): (readonly [number | null, bigint])[] =>
  lines.map(({ sectorId, cents }) => [sectorId, cents]);

describe('the methods', () => {
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

  test('blend: 0.4 proportional and 0.6 equal, rounded once', () => {
    expect(centsBySector(allocate({ method: 'blend' }, receivers))).toEqual([
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

  test('every line explains itself', () => {
    expect(allocate({}, receivers)[1]).toEqual({
      appId: 42,
      capabilityId: apm,
      sectorId: 3,
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
      { sectorId: 1, directCents: 1n, unitsByCapability: { [apm]: '1', [mrum]: '9' } },
      { sectorId: 2, directCents: 1n, unitsByCapability: { [apm]: '3', [mrum]: '1' } },
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

describe('an amount never vanishes', () => {
  const idle = [receiver(1, '0'), receiver(2, '0')];

  test.each(['proportional_usage', 'blend'] as const)(
    'a zero driver leads %s to an equal split',
    (method) => {
      const lines = allocate({ method }, idle);
      expect(centsBySector(lines)).toEqual([
        [1, 5_000n],
        [2, 5_000n],
      ]);
      expect(lines.map((line) => line.method)).toEqual(['equal_fallback', 'equal_fallback']);
    },
  );

  test.each([
    ['a zero driver whose rule falls back to the bucket', { fallback: 'unallocated' } as const, idle],
    ['a month without receivers', {}, []],
    ['a sender without a rule', null, idle],
  ])('%s goes to the Unallocated bucket as a whole', (_, changes, receivers) => {
    const lines = allocate(changes, receivers);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      sectorId: null,
      cents: 10_000n,
      method: 'unallocated',
      ratio: '1.0000000000',
    });
  });

  test('a blend that does not add up to 1 is refused', () => {
    expect(() => allocate({ method: 'blend', equalWeight: '0.5' }, [receiver(1, '1')])).toThrow(
      InvariantError,
    );
  });

  test('a sector that stands twice among the receivers is refused', () => {
    expect(() => allocate({}, [receiver(1, '1'), receiver(1, '2')])).toThrow(InvariantError);
  });
});

describe('whatever the numbers', () => {
  const thorough = { seed: 20251029, numRuns: 1_000 };
  const units = fc.nat({ max: 5_000_000 }).map((thousandths) => fromCents(BigInt(thousandths)));
  const receivers = fc.uniqueArray(
    fc.record({
      sectorId: fc.nat({ max: 40 }),
      directCents: fc.bigInt({ min: -1_000n, max: 10n ** 9n }),
      unitsByCapability: fc.record({ [apm]: units, [mrum]: units }),
    }),
    { maxLength: 8, selector: ({ sectorId }) => sectorId },
  );
  const costs = fc
    .tuple(
      fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n }),
      fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n }),
    )
    .map(([first, second]) => [
      { capabilityId: apm, cents: first },
      { capabilityId: mrum, cents: second },
    ]);
  const changes = fc.record({
    method: fc.constantFrom('proportional_usage', 'equal', 'blend'),
    driver: fc.constantFrom('units', 'cost'),
    fallback: fc.constantFrom('equal', 'unallocated'),
  });

  test('lines add up to the cost per capability, credits included, and say so', () => {
    fc.assert(
      fc.property(changes, receivers, costs, (change, sectors, amounts) => {
        const lines = allocate(change, sectors, amounts);
        return amounts.every(({ capabilityId, cents }) => {
          const own = lines.filter((line) => line.capabilityId === capabilityId);
          const sum = own.reduce((total, line) => total + line.cents, 0n);
          return sum === cents && own.every((line) => line.senderTotalCents === cents);
        });
      }),
      thorough,
    );
  });

  test('the order of sectors and costs does not matter', () => {
    fc.assert(
      fc.property(changes, receivers, costs, (change, sectors, amounts) => {
        const reversed = allocate(change, sectors.toReversed(), amounts.toReversed());
        return asText(reversed) === asText(allocate(change, sectors, amounts));
      }),
      thorough,
    );
  });

  test('a blend is one split of exactly blended weights: 4 x n x units + 6 x total', () => {
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
          const lines = allocate({ method: 'blend' }, sectors, [{ capabilityId: apm, cents }]);
          expect(Object.fromEntries(lines.map((line) => [String(line.sectorId), line.cents]))).toEqual(
            expected,
          );
        },
      ),
      thorough,
    );
  });
});

test('receivers are the chargeable sectors with a direct charge that are no senders, by id', () => {
  const month = (sectorId: number, directCents: bigint, isChargeable = true) => ({
    sectorId,
    directCents,
    isChargeable,
    unitsByCapability: {},
  });
  const sectors = [month(5, 10n), month(1, 0n), month(2, 30n), month(3, 10n, false), month(4, 10n)];
  expect(activeReceivers(sectors, new Set([4])).map(({ sectorId }) => sectorId)).toEqual([2, 5]);
});
