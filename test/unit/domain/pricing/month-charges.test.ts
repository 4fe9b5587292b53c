import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromCents } from '../../../../domain/money.ts';
import { monthCharges } from '../../../../domain/pricing/month-charges.ts';

const month = { units: '10', exchangeRate: '1', chargedCents: 0n };

describe('R9: what a finished month is charged beside its usage', () => {
  test('a flat fee that nobody used, in US dollars', () => {
    const rated = { base: '750', amount: '750', minimum: null };

    expect(
      monthCharges({ model: 'flat' }, rated, { ...month, units: '0.0000', exchangeRate: '1.0842' }),
    ).toEqual([{ kind: 'flat_fee', cents: 81315n }]);
    expect(monthCharges({ model: 'flat' }, rated, { ...month, chargedCents: 75000n })).toEqual([]);
  });

  test('what usage and fee lack of the minimum, and nothing when they reach it', () => {
    const rated = { base: '750', amount: '750', minimum: '1000' };

    expect(monthCharges({ model: 'flat' }, rated, { ...month, units: '0' })).toEqual([
      { kind: 'flat_fee', cents: 75000n },
      { kind: 'minimum_true_up', cents: 25000n },
    ]);
    expect(monthCharges({ model: 'per_unit' }, rated, { ...month, chargedCents: 99999n })).toEqual([
      { kind: 'minimum_true_up', cents: 1n },
    ]);
    expect(monthCharges({ model: 'per_unit' }, rated, { ...month, chargedCents: 100000n })).toEqual([]);
  });

  test('with the top-up a month costs its minimum exactly, or more', () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(
      fc.property(cents, cents, (minimum, chargedCents) => {
        const rated = { base: '0', amount: '0', minimum: fromCents(minimum) };
        const [top] = monthCharges({ model: 'per_unit' }, rated, { ...month, chargedCents });
        return chargedCents + (top?.cents ?? 0n) === (chargedCents > minimum ? chargedCents : minimum);
      }),
      { seed: 20250815, numRuns: 10_000 },
    );
  });
});
