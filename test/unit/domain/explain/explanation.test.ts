import { describe, expect, test } from '@jest/globals';
import { chooseParts } from '../../../../domain/explain/choose-parts.ts';
import { explained, isProven } from '../../../../domain/explain/explanation.ts';
import { figure, rate } from '../../../../domain/explain/words.ts';

const part = (amount: string) => explained({ kind: 'cost', title: 'a day', amount, isPart: true });

describe('an explanation', () => {
  test('R31: proves that the parts are the amount, to the cent', () => {
    const tree = explained({
      kind: 'line',
      title: '',
      amount: '0.30',
      children: [part('0.10'), part('0.20')],
    });
    expect(tree.proof).toEqual({ whole: '0.30', parts: '0.30', count: 2, addsUp: true });
    expect(isProven(tree)).toBe(true);
  });

  test('R31: a sum that does not add up anywhere below makes the whole unproven', () => {
    const wrong = explained({
      kind: 'charges',
      title: '',
      amount: '1.00',
      isPart: true,
      children: [part('0.99')],
    });
    const tree = explained({ kind: 'line', title: '', amount: '1.00', children: [wrong] });
    expect(tree.proof?.addsUp).toBe(true);
    expect(wrong.proof).toMatchObject({ parts: '0.99', addsUp: false });
    expect(isProven(tree)).toBe(false);
  });

  test('an amount that must be made of parts and has none is not proven', () => {
    const tree = explained({ kind: 'line', title: '', amount: '1.00', isMadeOfParts: true });
    expect(isProven(tree)).toBe(false);
    expect(isProven(explained({ kind: 'run', title: '' }))).toBe(true);
  });
});

describe('the parts that make an amount', () => {
  const parts = [{ amount: '10.00' }, { amount: '5.00' }, { amount: '2.50' }];

  test.each([
    ['17.50', ['10.00', '5.00', '2.50']],
    ['12.50', ['10.00', '2.50']],
    ['0.00', []],
    ['99.00', ['10.00', '5.00', '2.50']],
  ])('of %s are %j; all of them when nothing fits, so that the difference shows', (whole, chosen) => {
    expect(chooseParts(parts, whole).map(({ amount }) => amount)).toEqual(chosen);
  });
});

describe('numbers for people', () => {
  test.each([
    ['12345.5000', '12,345.5', '12,345.50'],
    ['-1234.00000000', '-1,234', '-1,234.00'],
    ['0.83500000', '0.835', '0.835'],
  ])('%s is %s as a figure and %s as a rate', (value, asFigure, asRate) => {
    expect([figure(value), rate(value)]).toEqual([asFigure, asRate]);
  });
});
