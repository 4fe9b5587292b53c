import type { Command } from 'commander';
import type { PriceRow } from '../domain/pricing/price.ts';
import { priceWords } from '../imports/price-list.ts';
import { UsageError } from './exit-codes.ts';

/** One price in options. */
export interface PriceWords {
  readonly tool: string;
  readonly capability?: string;
  readonly tier?: string;
  readonly rate?: string;
  readonly from?: string;
  readonly to?: string;
  readonly currency: string;
  readonly model?: string;
  readonly packageSize?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly tiers?: string;
}

/** The options that say one price. */
export function withOnePrice(command: Command): Command {
  return command
    .option('--tool <tool>', 'the monitoring tool', 'appdynamics')
    .option('--capability <code>', 'e.g. APM')
    .option('--tier <tier>', 'e.g. PEAK')
    .option('--rate <rate>', 'per unit and day; per package; or the amount of a flat month')
    .option('--from <day>', 'the first day')
    .option('--to <day>', 'the first day on which it no longer holds (default: until the next price)')
    .option('--currency <code>', 'of the price', 'USD')
    .option('--model <model>', 'per_unit, flat, graduated, volume or package')
    .option('--package-size <units>', 'units in a package')
    .option('--minimum <amount>', 'at least so much a month')
    .option('--maximum <amount>', 'at most so much a month')
    .option('--tiers <slices>', 'of a graduated or volume price, e.g. "0:1.25|1000:1.10"');
}

/** The price that the options say, judged as a line of a price list is. @throws UsageError in the words of the options */
export function priceOf(options: PriceWords): PriceRow {
  const words = {
    tool: options.tool,
    capability: options.capability,
    tier: options.tier,
    unit_rate: options.rate,
    currency: options.currency,
    start_date: options.from,
    end_date: options.to,
    pricing_model: options.model,
    package_size: options.packageSize,
    minimum_amount: options.minimum,
    maximum_amount: options.maximum,
    tiers: options.tiers,
  };
  const parsed = priceWords.safeParse(words);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    parsed.error.issues.map(({ path, message }) => `${optionOf[String(path[0])] ?? 'the price'}: ${message}`),
  );
}

const optionOf: Readonly<Record<string, string>> = {
  tool: '--tool',
  capability: '--capability',
  tier: '--tier',
  unit_rate: '--rate',
  currency: '--currency',
  start_date: '--from',
  end_date: '--to',
  pricing_model: '--model',
  package_size: '--package-size',
  minimum_amount: '--minimum',
  maximum_amount: '--maximum',
  tiers: '--tiers',
};
