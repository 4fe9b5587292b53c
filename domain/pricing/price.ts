import type { Day, Decimal } from '../../pipeline/run.ts';

/**
 * How a price makes an amount (R9). `per_unit`: units times rate, day by day. The others look at the units of a month: `flat`
 * is an amount per month, `graduated` charges each slice its own rate, `volume` all units the rate of the slice that was
 * reached, `package` every package that was begun.
 */
export type PricingModel = 'per_unit' | 'flat' | 'graduated' | 'volume' | 'package';

/** One slice of a graduated or volume price; it begins above `fromUnits` units of the month. */
export interface PriceSlice {
  readonly fromUnits: Decimal;
  readonly unitRate: Decimal;
  /** Charged once when the slice is reached. */
  readonly flatAmount: Decimal;
}

/** One row of a price list, as people write it; the range is half-open (C55). */
export interface PriceRow {
  readonly tool: string;
  readonly capability: string;
  readonly tier: string;
  /** Per license unit and day; per package, or the monthly amount of a flat price; 0 where slices tell the price. */
  readonly unitRate: Decimal;
  readonly currency: string;
  readonly startDate: Day;
  /** The first day on which the price no longer holds; null when no end is known. */
  readonly endDate: Day | null;
  /** @default 'per_unit' */
  readonly model?: PricingModel;
  /** Units in a package. */
  readonly packageSize?: Decimal | null;
  /** At least so much a month; counted when the month is over. */
  readonly minimumAmount?: Decimal | null;
  /** At most so much a month. */
  readonly maximumAmount?: Decimal | null;
  readonly slices?: readonly PriceSlice[];
  /** Of the file it was read from. */
  readonly line?: number;
}

/** A price with everything said. */
export type Price = Required<Omit<PriceRow, 'line'>>;

/** A price in the warehouse. */
export interface StoredPrice extends Price {
  readonly priceId: number;
  readonly capabilityId: number;
  readonly version: number;
}

/** The price with what a list may leave out. */
export function completePrice(row: PriceRow): Price {
  return {
    tool: row.tool,
    capability: row.capability,
    tier: row.tier,
    unitRate: row.unitRate,
    currency: row.currency,
    startDate: row.startDate,
    endDate: row.endDate,
    model: row.model ?? 'per_unit',
    packageSize: row.packageSize ?? null,
    minimumAmount: row.minimumAmount ?? null,
    maximumAmount: row.maximumAmount ?? null,
    slices: row.slices ?? [],
  };
}

/** The name of the prices that must not overlap: tool, capability and tier. */
export function seriesOf({ tool, capability, tier }: Pick<PriceRow, 'tool' | 'capability' | 'tier'>): string {
  return `${tool} ${capability} ${tier}`;
}

/**
 * A decimal without zeros that say nothing.
 *
 * @example plainRate('1.2500') // '1.25'
 */
export function plainRate(rate: Decimal): string {
  const text = rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate;
  return text.replace(/^0+(?=\d)/, '');
}

/**
 * What a price charges, in a few words.
 *
 * @example describeTerms(price) // '1.25 USD', 'graduated 0:1.25|1000:1.1 USD, at least 500'
 */
export function describeTerms(price: Price): string {
  const slices = price.slices.map(({ fromUnits, unitRate, flatAmount }) =>
    [fromUnits, unitRate, ...(isZero(flatAmount) ? [] : [flatAmount])].map(plainRate).join(':'),
  );
  const rate = {
    per_unit: () => `${plainRate(price.unitRate)} ${price.currency}`,
    flat: () => `flat ${plainRate(price.unitRate)} ${price.currency} a month`,
    graduated: () => `graduated ${slices.join('|')} ${price.currency}`,
    volume: () => `volume ${slices.join('|')} ${price.currency}`,
    package: () =>
      `${plainRate(price.unitRate)} ${price.currency} per package of ${plainRate(price.packageSize ?? '0')}`,
  }[price.model]();
  return [
    rate,
    ...(price.minimumAmount === null ? [] : [`at least ${plainRate(price.minimumAmount)}`]),
    ...(price.maximumAmount === null ? [] : [`at most ${plainRate(price.maximumAmount)}`]),
  ].join(', ');
}

function isZero(amount: Decimal): boolean {
  return /^0*(\.0*)?$/.test(amount);
}
