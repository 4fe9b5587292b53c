import type { PricesChanged } from '../repositories/prices/change-prices.ts';
import type { PriceEffect, PricePreview } from '../repositories/prices/preview-prices.ts';
import type { ListedPrice } from '../repositories/prices/read-prices.ts';
import { clip, money, renderTable } from './table.ts';

/** `2 added, 1 with a new version, 0 corrected, 5 as they were`. */
export function sayChanged({ inserted, updated, versions, unchanged }: PricesChanged): string {
  return [
    `${inserted} added`,
    ...(versions > 0 ? [`${versions} with a new version`] : []),
    `${updated} corrected`,
    `${unchanged} as they were`,
  ].join(', ');
}

/** The price list, a line per price. */
export function renderPriceList(prices: readonly ListedPrice[], all: boolean): string {
  if (prices.length === 0) return 'There are no prices; bring them with "prices import".';
  const columns = [
    { title: 'id', align: 'right' as const },
    { title: 'capability' },
    { title: 'tier' },
    { title: 'price' },
    { title: 'from' },
    { title: 'until before' },
    { title: 'version', align: 'right' as const },
    { title: 'used' },
    { title: 'list' },
    { title: 'by' },
    ...(all ? [{ title: 'state' }] : []),
  ];
  const rows = prices.map((price) => [
    String(price.priceId),
    price.capability,
    price.tier,
    price.terms,
    price.startDate,
    price.endDate ?? 'open',
    String(price.version),
    price.isUsed ? 'yes' : 'no',
    clip(price.priceList, 30),
    price.createdBy,
    ...(all ? [price.isInForce ? 'in force' : `replaced by ${price.replacedBy ?? 'nothing'}`] : []),
  ]);
  return renderTable(columns, rows);
}

/** What a change would move: months and sectors, before, after, difference, and what happens with it. */
export function renderPreview({ changed, effects }: PricePreview): string {
  const head = `Prices: ${sayChanged(changed)}. Nothing was saved.`;
  if (changed.touched.length === 0) return `${head}\nThe prices are like that already.`;
  if (effects.length === 0) return `${head}\nNo usage so far is touched: the cost of every month stays.`;
  const right = 'right' as const;
  const columns = [
    { title: 'month' },
    { title: 'sector' },
    { title: 'before', align: right },
    { title: 'after', align: right },
    { title: 'difference', align: right },
    { title: 'what happens' },
  ];
  const rows = effects.map((effect) => [
    effect.month.slice(0, 7),
    effect.sector,
    money(effect.before),
    money(effect.after),
    signed(effect.difference),
    consequence(effect.state),
  ]);
  const totals = [
    totalOf(effects, 'before'),
    totalOf(effects, 'after'),
    totalOf(effects, 'difference'),
  ] as const;
  const total = ['total', '', money(totals[0]), money(totals[1]), signed(totals[2]), ''];
  return `${head}\n\n${renderTable(columns, [...rows, total])}\n\nUS dollars; usage of the changed prices only.`;
}

function consequence(state: string): string {
  return state === 'closed' || state === 'restated'
    ? 'closed: an adjustment in an open month'
    : 'priced anew by the next run';
}

/** The exact sum of amounts with two decimals. */
function totalOf(effects: readonly PriceEffect[], column: 'before' | 'after' | 'difference'): string {
  const cents = effects.reduce((sum, effect) => sum + BigInt(effect[column].replace('.', '')), 0n);
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function signed(amount: string): string {
  return amount.startsWith('-') ? money(amount) : `+${money(amount)}`;
}
