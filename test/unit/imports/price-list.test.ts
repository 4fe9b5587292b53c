import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readRateTable } from '../../../imports/exchange-rates.ts';
import { readPriceList } from '../../../imports/price-list.ts';
import { ConfigError } from '../../../pipeline/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'appd-licensing-prices-'));
const file = join(folder, 'file.csv');
afterAll(() => rmSync(folder, { recursive: true }));

const header = 'tool,capability,tier,unit_rate,currency,start_date,end_date';
const longHeader = `${header},pricing_model,package_size,minimum_amount,maximum_amount,tiers`;

function problemsOf(read: (path: string) => unknown, text: string): string[] {
  writeFileSync(file, text);
  try {
    read(file);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((line) => line.replace(`${file}:`, ''));
    throw error;
  }
  return [];
}

describe('a price list', () => {
  test('is read with its lines; absent words mean a plain price', () => {
    writeFileSync(
      file,
      `${longHeader}\n# renewal\nappdynamics,APM,PEAK,1.25,USD,2025-01-01,2025-06-15,,,,,\n`,
    );

    expect(readPriceList(file)).toEqual([
      {
        line: 3,
        tool: 'appdynamics',
        capability: 'APM',
        tier: 'PEAK',
        unitRate: '1.25',
        currency: 'USD',
        startDate: '2025-01-01',
        endDate: '2025-06-15',
        model: 'per_unit',
        packageSize: null,
        minimumAmount: null,
        maximumAmount: null,
        slices: [],
      },
    ]);
  });

  test('R9: tells slices as from_units:rate, with an amount for reaching the slice', () => {
    writeFileSync(
      file,
      `${longHeader}\nappdynamics,APM,PEAK,,EUR,2025-01-01,,graduated,,500.00,,0:1.25|1000:1.10:50\n`,
    );

    expect(readPriceList(file)).toMatchObject([
      {
        currency: 'EUR',
        model: 'graduated',
        minimumAmount: '500.00',
        slices: [
          { fromUnits: '0', unitRate: '1.25', flatAmount: '0' },
          { fromUnits: '1000', unitRate: '1.10', flatAmount: '50' },
        ],
      },
    ]);
  });

  test.each([
    [
      'a negative rate',
      'a,A,T,-1.25,USD,2025-01-01,,,,,,',
      '2 unit_rate: found "-1.25"; a rate is never negative',
    ],
    ['thousands separators', 'a,A,T,"1,250.00",USD,2025-01-01,,,,,,', 'has thousands separators'],
    ['a formula', 'a,A,T,=1+1,USD,2025-01-01,,,,,,', 'is a formula'],
    ['an end before the start', 'a,A,T,1,USD,2025-01-02,2025-01-01,,,,,', 'expected a day after start_date'],
    ['a day that is none', 'a,A,T,1,USD,2025-02-30,,,,,,', 'expected a day YYYY-MM-DD'],
    [
      'an unknown model',
      'a,A,T,1,USD,2025-01-01,,tiered,,,,',
      'expected per_unit, flat, graduated, volume, package',
    ],
    [
      'a package without a size',
      'a,A,T,1,USD,2025-01-01,,package,,,,',
      'expected the units of a package, above 0',
    ],
    [
      'a size without a package',
      'a,A,T,1,USD,2025-01-01,,flat,10,,,',
      'belongs to a package price, not to flat',
    ],
    [
      'a minimum above the maximum',
      'a,A,T,1,USD,2025-01-01,,,,500,499.99,',
      'expected at most the maximum_amount',
    ],
    [
      'a graduated price without tiers',
      'a,A,T,,USD,2025-01-01,,graduated,,,,',
      'a graduated price needs e.g.',
    ],
    ['tiers of a plain price', 'a,A,T,1,USD,2025-01-01,,,,,,0:1', 'belongs to a graduated or volume price'],
    [
      'a rate beside tiers',
      'a,A,T,1,USD,2025-01-01,,volume,,,,0:1',
      'the tiers of a volume price tell its rates',
    ],
    [
      'tiers that do not begin at 0',
      'a,A,T,,USD,2025-01-01,,volume,,,,5:1',
      'the first slice begins at 5; expected 0',
    ],
    [
      'tiers that do not rise',
      'a,A,T,,USD,2025-01-01,,volume,,,,0:1|10:1|10:2',
      'is not above the one before it',
    ],
    ['a negative slice', 'a,A,T,,USD,2025-01-01,,volume,,,,0:-1', '"0:-1" is no slice'],
    ['no rate', 'a,A,T,,USD,2025-01-01,,,,,,', '2 unit_rate: is missing'],
  ])('with %s is refused with the line', (_, line, expected) => {
    const problems = problemsOf(readPriceList, `${longHeader}\n${line}\n`);

    expect(problems).toEqual([expect.stringContaining(expected)]);
    expect(problems[0]).toMatch(/^2 /);
  });

  test('says everything that is wrong at once', () => {
    const text = `${header}\na,A,T,-1,USD,2025-01-01,\na,A,T,1,dollar,2025-13-01,\n`;

    expect(problemsOf(readPriceList, text).map((line) => line.split(':')[0])).toEqual([
      '2 unit_rate',
      '3 currency',
      '3 start_date',
    ]);
  });
});

describe('R5: a rate table', () => {
  test('fixes one rate per month and currency', () => {
    writeFileSync(
      file,
      'month,currency,usd_rate,source\n2025-07,EUR,1.0842,ECB\n2025-08-01,EUR,1.0911,ECB\n',
    );

    expect(readRateTable(file)).toEqual([
      { line: 2, month: '2025-07-01', currency: 'EUR', usdRate: '1.0842', source: 'ECB' },
      { line: 3, month: '2025-08-01', currency: 'EUR', usdRate: '1.0911', source: 'ECB' },
    ]);
  });

  test.each([
    ['the dollar', '2025-07,USD,1,ECB', 'a dollar is a dollar'],
    ['a rate of zero', '2025-07,EUR,0.00,ECB', 'expected a rate above 0'],
    ['a negative rate', '2025-07,EUR,-1,ECB', 'expected US dollars for one unit'],
    ['a day in the month', '2025-07-15,EUR,1.1,ECB', 'expected a month such as 2025-07'],
    ['no source', '2025-07,EUR,1.1,', '2 source: is missing'],
    [
      'the same month twice',
      '2025-07,EUR,1.1,ECB\n2025-07-01,EUR,1.2,ECB',
      '3 EUR of 2025-07 stands in line 2 already',
    ],
  ])('with %s is refused with the line', (_, lines, expected) => {
    const problems = problemsOf(readRateTable, `month,currency,usd_rate,source\n${lines}\n`);

    expect(problems).toEqual([expect.stringContaining(expected)]);
  });
});
