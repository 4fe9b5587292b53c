import type { Decimal } from '../../pipeline/run.ts';
import { groupBy } from '../group-by.ts';
import { divideToDecimal, scaleDecimals, sumDecimals, toCents } from '../money.ts';

/** Units and cost of one capability and tier in a month; `key` names it the same way in both months. */
export interface Series {
  readonly key: string;
  /** License unit-days. */
  readonly units: Decimal;
  readonly amount: Decimal;
  /** The same unrounded, so that equal prices show as equal. */
  readonly exact: Decimal;
}

interface Cost {
  readonly amount: Decimal;
  readonly series: readonly Series[];
}

interface Split {
  readonly volumeCents: bigint;
  readonly priceCents: bigint;
}

/**
 * A change of cost as what more or fewer units cost at the old price, and what the new price adds on the units of now:
 *
 * ```
 * price  = round(exact now - units now x exact before / units before, 2)
 * volume = the rest
 * ```
 *
 * so that both add up to the change, to the cent. The cents that rounded cost rows leave go to the part that moved; a price that
 * did not change is 0.00. Where one month has no units, all is volume; where neither has, it is price (a flat fee).
 * Undefined when the series of a month do not add up to its amounts.
 *
 * @example 300 units for 300.00, then 330 units for 363.00: volume 30.00, price 33.00
 */
export function splitChange(before: readonly Cost[], after: readonly Cost[]): Split | undefined {
  if (![...before, ...after].every(isWhole)) return undefined;
  const was = seriesOf(before);
  const is = seriesOf(after);
  const splits = [...new Set([...was.keys(), ...is.keys()])].map((key) =>
    splitSeries(was.get(key) ?? nothing, is.get(key) ?? nothing),
  );
  return {
    volumeCents: splits.reduce((sum, { volumeCents }) => sum + volumeCents, 0n),
    priceCents: splits.reduce((sum, { priceCents }) => sum + priceCents, 0n),
  };
}

type Sums = Omit<Series, 'key'>;

const nothing: Sums = { units: '0', amount: '0', exact: '0' };

function isWhole({ amount, series }: Cost): boolean {
  return toCents(sumDecimals(series.map((part) => part.amount))) === toCents(amount);
}

function seriesOf(costs: readonly Cost[]): Map<string, Sums> {
  const groups = groupBy(
    costs.flatMap(({ series }) => series),
    ({ key }) => key,
  );
  const sums = [...groups].map(([key, parts]): [string, Sums] => [
    key,
    {
      units: sumDecimals(parts.map(({ units }) => units)),
      amount: sumDecimals(parts.map(({ amount }) => amount)),
      exact: sumDecimals(parts.map(({ exact }) => exact)),
    },
  ]);
  return new Map(sums);
}

function splitSeries(was: Sums, is: Sums): Split {
  const cents = toCents(is.amount) - toCents(was.amount);
  const [unitsWas = 0n, unitsIs = 0n] = scaleDecimals([was.units, is.units]).integers;
  if (unitsWas === 0n || unitsIs === 0n) {
    return unitsWas === unitsIs
      ? { volumeCents: 0n, priceCents: cents }
      : { volumeCents: cents, priceCents: 0n };
  }
  const { integers, places } = scaleDecimals([was.exact, is.exact]);
  const [exactWas = 0n, exactIs = 0n] = integers;
  const priceEffect = exactIs * unitsWas - unitsIs * exactWas;
  if (unitsWas === unitsIs && priceEffect !== 0n) return { volumeCents: 0n, priceCents: cents };
  const priceCents = toCents(divideToDecimal(priceEffect, unitsWas * 10n ** BigInt(places), 2));
  return { volumeCents: cents - priceCents, priceCents };
}
