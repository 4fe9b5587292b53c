import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chargesOf } from '../../../../domain/contract/charges.ts';
import { settledIn, type Commitment, type DayUse } from '../../../../domain/contract/commitment.ts';
import { settle, type Settlement } from '../../../../domain/contract/settle.ts';
import { addDecimals, compareDecimals, sumDecimals } from '../../../../domain/money.ts';
import { addDays } from '../../../../pipeline/days.ts';

const thorough = { seed: 20251029, numRuns: 10_000 };
const first = '2025-07-01';

const commitment = (parts: Partial<Commitment> = {}): Commitment => ({
  basis: 'daily_units',
  settledPer: 'month',
  committed: '100',
  unusedRate: '0.5',
  overageRate: '2',
  start: first,
  end: '2026-07-01',
  ...parts,
});
const uses = (...quantities: readonly string[]): DayUse[] =>
  quantities.map((quantity, index) => ({ day: addDays(first, index), quantity }));
const july = { from: first, end: '2025-08-01' };

const decimal = (max: number) =>
  fc.integer({ min: 0, max: max * 10_000 }).map((n) => (n / 10_000).toFixed(4));
const anyCommitment = fc
  .record({
    basis: fc.constantFrom('daily_units', 'units', 'amount'),
    committed: fc.integer({ min: 1, max: 9_999_999 }).map((n) => (n / 10_000).toFixed(4)),
  })
  .map(commitment);
const anyUses = fc.array(
  fc.record({ day: fc.integer({ min: -3, max: 34 }).map((n) => addDays(first, n)), quantity: decimal(300) }),
  { maxLength: 25 },
);
const anyDay = fc.integer({ min: -2, max: 36 }).map((n) => addDays(first, n));
const isSame = (left: string, right: string): boolean => compareDecimals(left, right) === 0;
const figures = ({ committed, used, covered, overage, unused }: Settlement) => [
  committed,
  used,
  covered,
  overage,
  unused,
];

describe('R10: use against a commitment', () => {
  test('units that may run at once are settled day by day: a quiet day does not pay for a busy one', () => {
    const settled = settle(commitment(), { from: first, end: '2025-07-04' }, uses('120', '70'), '2025-07-04');

    expect(settled).toMatchObject({ committed: '300.0000', used: '190.0000', covered: '170.0000' });
    expect(settled).toMatchObject({ overage: '20.0000', unused: '130.0000', isOver: true });
  });

  test('unit-days are settled over all days of the settlement', () => {
    const settled = settle(commitment({ basis: 'units' }), july, uses('30', '20', '55.5'), '2025-08-01');

    expect(settled).toMatchObject({ used: '105.5000', overage: '5.5000', unused: '0.0000' });
  });

  test('a settlement of the term happens in the last month of the contract and covers all of it', () => {
    const term = commitment({ settledPer: 'term', end: '2025-09-16' });

    expect(settledIn(term, '2025-08-01')).toBeNull();
    expect(settledIn(term, '2025-09-01')).toEqual({ from: first, end: '2025-09-16' });
    expect(settledIn(term, '2025-10-01')).toBeNull();
  });

  test('a month is settled for its days within the term only', () => {
    const midMonth = commitment({ start: '2025-07-10', end: '2025-09-16' });

    expect(settledIn(midMonth, '2025-06-01')).toBeNull();
    expect(settledIn(midMonth, '2025-07-01')).toEqual({ from: '2025-07-10', end: '2025-08-01' });
    expect(settledIn(midMonth, '2025-09-01')).toEqual({ from: '2025-09-01', end: '2025-09-16' });
    expect(settledIn(commitment({ end: '2025-09-01' }), '2025-09-01')).toBeNull();
  });

  test('overage and what is covered add up to the use', () => {
    fc.assert(
      fc.property(anyCommitment, anyUses, anyDay, (line, used, asOf) => {
        const settled = settle(line, july, used, asOf);
        const counted = used.filter(({ day }) => day >= july.from && day < july.end && day < asOf);
        return (
          isSame(addDecimals(settled.overage, settled.covered), settled.used) &&
          isSame(settled.used, sumDecimals(counted.map(({ quantity }) => quantity)))
        );
      }),
      thorough,
    );
  });

  test('what is unused and what is covered add up to the commitment', () => {
    fc.assert(
      fc.property(anyCommitment, anyUses, anyDay, (line, used, asOf) => {
        const { unused, covered, committed } = settle(line, july, used, asOf);
        return isSame(addDecimals(unused, covered), committed) && compareDecimals(unused, '0') >= 0;
      }),
      thorough,
    );
  });

  test('the order of use does not matter, nor whether a day comes in one piece or two', () => {
    fc.assert(
      fc.property(anyCommitment, anyUses, anyDay, (line, used, asOf) => {
        const pieces = used.flatMap(({ day, quantity }) => [
          { day, quantity: '0.25' },
          { day, quantity: addDecimals(quantity, '-0.25') },
        ]);
        const whole = figures(settle(line, july, used, asOf));
        const other = figures(settle(line, july, pieces.reverse(), asOf));
        return whole.every((figure, index) => isSame(figure, other[index] ?? ''));
      }),
      thorough,
    );
  });

  test('a period of daily units that is split in two gives the same total', () => {
    fc.assert(
      fc.property(anyCommitment, anyUses, fc.integer({ min: 0, max: 31 }), (line, used, cut) => {
        const daily = { ...line, basis: 'daily_units' as const };
        const middle = addDays(first, cut);
        const parts = [
          { from: first, end: middle },
          { from: middle, end: july.end },
        ].map((span) => figures(settle(daily, span, used, july.end)));
        return figures(settle(daily, july, used, july.end)).every((figure, index) =>
          isSame(figure, sumDecimals(parts.map((part) => part[index] ?? ''))),
        );
      }),
      thorough,
    );
  });

  test('a day with more credits than use counts as unused, not as more than that', () => {
    const settled = settle(commitment(), { from: first, end: '2025-07-02' }, uses('-40'), '2025-07-02');

    expect(settled).toMatchObject({ used: '0.0000', unused: '100.0000' });
  });
});

describe('R10: what a settlement costs', () => {
  const settledAs = (parts: Partial<Commitment>, quantity: string, asOf = july.end) => {
    const line = commitment({ basis: 'units', ...parts });
    return chargesOf(line, settle(line, july, uses(quantity), asOf));
  };

  test('overage costs its surcharge at once, in the middle of a settlement', () => {
    expect(settledAs({ overageRate: '0.3333' }, '112.5', '2025-07-02')).toEqual([
      { kind: 'overage', units: '12.5000', costExact: '4.16625000', usdCost: '4.17' },
    ]);
  });

  test('unused commitment costs nothing before the settlement is over', () => {
    expect(settledAs({}, '40', '2025-07-31')).toEqual([]);
    expect(settledAs({}, '40')).toEqual([
      { kind: 'unused_commitment', units: '60.0000', costExact: '30.00000000', usdCost: '30.00' },
    ]);
  });

  test('unused dollars are due as they are; units without a rate cost nothing', () => {
    expect(settledAs({ basis: 'amount', unusedRate: null }, '40')).toMatchObject([{ usdCost: '60.00' }]);
    expect(settledAs({ basis: 'amount', unusedRate: '0.1' }, '40')).toMatchObject([{ usdCost: '6.00' }]);
    expect(settledAs({ unusedRate: null }, '40')).toEqual([]);
    expect(settledAs({ overageRate: null }, '400')).toEqual([]);
  });

  test('dollars above a committed amount cost their factor', () => {
    expect(settledAs({ basis: 'amount', overageRate: '0.2' }, '150.55')).toMatchObject([
      { kind: 'overage', units: '50.5500', usdCost: '10.11' },
    ]);
  });

  test('use that meets the commitment exactly costs nothing beyond its price', () => {
    expect(settledAs({}, '100')).toEqual([]);
  });
});
