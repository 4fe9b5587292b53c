import type { Decimal } from '../../pipeline/run.ts';

/** A number as people write it: thousands grouped, no zeros that say nothing. @example figure('12345.5000') // '12,345.5' */
export function figure(value: Decimal): string {
  const [whole = '0', places = ''] = value.split('.');
  const kept = places.replace(/0+$/, '');
  return `${grouped(whole)}${kept && `.${kept}`}`;
}

/** A rate or an amount: at least two places. @example rate('1.25000000') // '1.25' */
export function rate(value: Decimal): string {
  const [whole = '0', places = ''] = value.split('.');
  return `${grouped(whole)}.${places.replace(/0+$/, '').padEnd(2, '0')}`;
}

/** A count with its word. @example plural(2, 'day') // '2 days' */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}
