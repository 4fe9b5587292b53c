import type { PriceRow } from './shape.ts';

const header = 'tool,capability,tier,unit_rate,currency,start_date,end_date';

/** The price list as the CSV file that the product reads; an empty end date means that no end is known. */
export function renderPriceCsv(prices: readonly PriceRow[]): string {
  const lines = prices.map((price) =>
    [
      price.tool,
      price.capability,
      price.tier,
      price.unitRate,
      price.currency,
      price.startDate,
      price.endDate ?? '',
    ].join(','),
  );
  return `${[header, ...lines].join('\n')}\n`;
}
