import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromCents, multiplyDecimals, roundDecimal, sumDecimals, toCents } from '../../../../domain/money.ts';
import {
  changeParts,
  explainChange,
  type ChangeExplanation,
  type DirectCost,
  type MonthOfChange,
} from '../../../../domain/statement/explain-change.ts';
import { applicationFamilies } from '../../../../domain/statement/application-families.ts';

const runs = { numRuns: 10_000, seed: 20_250_701 };

const sectors = ['Beverages', 'Foods', 'Snacks'];
const noFamilies = (appId: number): number => appId;

function cost(appId: number, sectorId: number, units: string, amount: string): DirectCost {
  return {
    sectorId,
    sector: sectors[sectorId] ?? '',
    appId,
    application: `app ${appId}`,
    amount,
    series: [{ key: 'APM/PEAK', units, amount, exact: amount }],
  };
}

function monthOf(month: string, direct: readonly DirectCost[], rest?: Partial<MonthOfChange>): MonthOfChange {
  return { month, direct, shared: [], adjustments: [], ...rest };
}

function explain(
  before: readonly DirectCost[],
  after: readonly DirectCost[],
  sectorId = 0,
  familyOf = noFamilies,
): ChangeExplanation {
  return explainChange({
    sectorId,
    previous: monthOf('2025-06-01', before),
    present: monthOf('2025-07-01', after),
    familyOf,
  });
}

function partsOf({ parts }: ChangeExplanation): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).filter(([, amount]) => amount !== '0.00'));
}

describe('why a statement changed', () => {
  test('more units at another price are volume at the old price, and price on the units of now', () => {
    const change = explain([cost(1, 0, '300', '300.00')], [cost(1, 0, '330', '363.00')]);

    expect(partsOf(change)).toEqual({ volume: '30.00', price: '33.00' });
    expect(change).toMatchObject({ previousTotal: '300.00', total: '363.00', difference: '63.00' });
  });

  test('an application that moved in mid-month went to one sector and came from the other', () => {
    const june = [cost(1, 0, '300', '300.00')];
    const july = [cost(1, 0, '150', '150.00'), cost(1, 1, '160', '160.00')];

    expect(explain(june, july, 0).details).toEqual([
      { part: 'moves', application: 'app 1', amount: '-150.00', note: 'went to Foods' },
    ]);
    expect(explain(june, july, 1).details).toEqual([
      { part: 'moves', application: 'app 1', amount: '160.00', note: 'came from Beverages' },
    ]);
  });

  test('new and retired applications are told as such', () => {
    const change = explain([cost(1, 0, '10', '10.00')], [cost(2, 0, '25', '25.00')]);

    expect(partsOf(change)).toEqual({ newApplications: '25.00', retiredApplications: '-10.00' });
  });

  test('an application that was merged into another one is its continuation: neither new nor retired', () => {
    const familyOf = applicationFamilies([{ appId: 1, otherAppId: 2 }]);

    const change = explain([cost(1, 0, '10', '10.00')], [cost(2, 0, '12', '12.00')], 0, familyOf);

    expect(partsOf(change)).toEqual({ volume: '2.00' });
    expect(change.details[0]?.application).toBe('app 2');
  });

  test('merges over several steps make one family, wherever one looks from', () => {
    const familyOf = applicationFamilies([
      { appId: 4, otherAppId: 3 },
      { appId: 7, otherAppId: 9 },
      { appId: 3, otherAppId: 7 },
    ]);

    expect(new Set([3, 4, 7, 9].map(familyOf)).size).toBe(1);
    expect(familyOf(5)).toBe(5);
  });

  test('shared cost and adjustments are compared by application; those of the month before do not return', () => {
    const previous = monthOf('2025-06-01', [], {
      shared: [{ application: 'SSO', amount: '50.00' }],
      adjustments: [{ application: 'WMS', amount: '-5.00' }],
    });
    const present = monthOf('2025-07-01', [], { shared: [{ application: 'SSO', amount: '80.00' }] });

    const change = explainChange({ sectorId: 0, previous, present, familyOf: noFamilies });

    expect(change.details).toEqual([
      { part: 'sharedCost', application: 'SSO', amount: '30.00', note: '' },
      {
        part: 'adjustments',
        application: 'WMS',
        amount: '5.00',
        note: 'of the month before, does not return',
      },
    ]);
  });

  test('cost whose units are not known is not split, and is not lost', () => {
    const fromHistory = { ...cost(1, 0, '0', '100.00'), series: [] };

    const change = explain([fromHistory], [cost(1, 0, '90', '90.00')]);

    expect(partsOf(change)).toEqual({ unsplit: '-10.00' });
  });

  test('a price that did not change is 0.00, though cents were rounded', () => {
    const rounded = (units: string, amount: string, exact: string): DirectCost => ({
      ...cost(1, 0, units, amount),
      series: [{ key: 'APM/PEAK', units, amount, exact }],
    });

    const change = explain([rounded('7', '5.85', '5.845')], [rounded('7', '5.84', '5.845')]);

    expect(partsOf(change)).toEqual({ volume: '-0.01' });
  });

  test('a flat fee has no units: its change is price', () => {
    const change = explain([cost(1, 0, '0', '100.00')], [cost(1, 0, '0', '120.00')]);

    expect(partsOf(change)).toEqual({ price: '20.00' });
  });
});

const cents = fc.bigInt({ min: -100_000n, max: 1_000_000n });
const series = fc.record({
  key: fc.constantFrom('APM/PEAK', 'APM/PRO', 'MRUM/PEAK'),
  units: fc.integer({ min: 0, max: 5_000 }).map((tenths) => `${Math.floor(tenths / 10)}.${tenths % 10}`),
  amount: cents.map(fromCents),
  drift: fc.integer({ min: -49, max: 49 }),
});
const directCost = fc
  .record({
    sectorId: fc.integer({ min: 0, max: 2 }),
    appId: fc.integer({ min: 1, max: 6 }),
    series: fc.array(series, { maxLength: 3 }),
    isWhole: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
    stray: cents.map(fromCents),
  })
  .map(({ sectorId, appId, series: rows, isWhole, stray }): DirectCost => ({
    ...cost(appId, sectorId, '0', '0.00'),
    amount: isWhole ? fromCents(toCents(sumDecimals(rows.map(({ amount }) => amount)))) : stray,
    series: rows.map(({ drift, ...row }) => ({
      ...row,
      exact: sumDecimals([
        row.amount,
        `${drift < 0 ? '-' : ''}0.00${String(Math.abs(drift)).padStart(2, '0')}`,
      ]),
    })),
  }));
const other = fc.array(
  fc.record({ application: fc.constantFrom('SSO', 'ESB', 'WMS'), amount: cents.map(fromCents) }),
  { maxLength: 4 },
);
const anyMonth = (month: string): fc.Arbitrary<MonthOfChange> =>
  fc.record({
    month: fc.constant(month),
    direct: fc.uniqueArray(directCost, {
      maxLength: 8,
      selector: ({ appId, sectorId }) => `${appId}/${sectorId}`,
    }),
    shared: other,
    adjustments: other,
  });
const world = fc.record({
  sectorId: fc.integer({ min: 0, max: 2 }),
  previous: anyMonth('2025-06-01'),
  present: anyMonth('2025-07-01'),
  continuations: fc.array(
    fc.record({ appId: fc.integer({ min: 1, max: 6 }), otherAppId: fc.integer({ min: 1, max: 6 }) }),
    { maxLength: 3 },
  ),
});

function ownTotal(month: MonthOfChange, sectorId: number): bigint {
  const own = month.direct.filter((direct) => direct.sectorId === sectorId);
  return [...own, ...month.shared, ...month.adjustments].reduce(
    (sum, { amount }) => sum + toCents(amount),
    0n,
  );
}

describe('for any two months', () => {
  test('the parts add up to the difference of the totals, and the details to their part, to the cent', () => {
    fc.assert(
      fc.property(world, ({ sectorId, previous, present, continuations }) => {
        const familyOf = applicationFamilies(continuations);
        const change = explainChange({ sectorId, previous, present, familyOf });

        const difference = ownTotal(present, sectorId) - ownTotal(previous, sectorId);
        const sumOf = (details: readonly { readonly amount: string }[]): bigint =>
          toCents(sumDecimals(details.map(({ amount }) => amount)));
        return (
          toCents(change.difference) === difference &&
          toCents(sumDecimals(Object.values(change.parts))) === difference &&
          changeParts.every(
            (part) =>
              sumOf(change.details.filter((detail) => detail.part === part)) === toCents(change.parts[part]),
          )
        );
      }),
      runs,
    );
  });

  test('the order of the lines changes nothing', () => {
    const turned = (month: MonthOfChange): MonthOfChange => ({
      month: month.month,
      direct: month.direct.toReversed(),
      shared: month.shared.toReversed(),
      adjustments: month.adjustments.toReversed(),
    });
    fc.assert(
      fc.property(world, ({ sectorId, previous, present, continuations }) => {
        const familyOf = applicationFamilies(continuations);
        const one = explainChange({ sectorId, previous, present, familyOf });
        const other = explainChange({
          sectorId,
          previous: turned(previous),
          present: turned(present),
          familyOf,
        });

        return JSON.stringify(one) === JSON.stringify(other);
      }),
      runs,
    );
  });

  test('at an unchanged price nothing is said to be price', () => {
    const units = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(units, units, fc.integer({ min: 1, max: 99_999 }), (before, after, rate) => {
        const costOf = (count: number): DirectCost => {
          const exact = multiplyDecimals(String(count), multiplyDecimals(String(rate), '0.0001'));
          return {
            ...cost(1, 0, '0', roundDecimal(exact, 2)),
            series: [{ key: 'APM/PEAK', units: String(count), amount: roundDecimal(exact, 2), exact }],
          };
        };

        return explain([costOf(before)], [costOf(after)]).parts.price === '0.00';
      }),
      runs,
    );
  });
});
