import { expect, test } from '@jest/globals';
import { barLink, fillLink, fillText, linksOf, safeUrl } from '../../../../preview/page/links.js';
import { fieldOf, frameOf } from './support.ts';

const context = {
  from: 'now-13M/M',
  to: 'now',
  chosen: new Map([
    ['datasource', ['appd-licensing']],
    ['sector', ['A & B', "O'Brien"]],
    ['application', ['$__all']],
  ]),
};
const frame = frameOf(
  [
    ['Sector', 'string', ['100 % <i>"x"</i> 百事', null]],
    ['Cost', 'number', ['1234.50', '2']],
  ],
  { unit: 'currencyUSD', decimals: 2, noValue: 'unknown' },
);
const place = { frame, field: fieldOf(frame, 'Cost'), row: 0 };

test('a drill-through keeps time and variables and narrows one to the value of a field', () => {
  const url =
    '/d/appd-cost/3?${__url_time_range}&${datasource:queryparam}&${application:queryparam}&var-sector=${__data.fields["Sector"]:percentencode}';
  const filled = new URL(fillLink(url, context, place), 'http://x').searchParams;
  expect(Object.fromEntries(filled)).toEqual({
    from: 'now-13M/M',
    to: 'now',
    'var-datasource': 'appd-licensing',
    'var-application': '$__all',
    'var-sector': '100 % <i>"x"</i> 百事',
  });
});

test('several values of a variable are several parameters', () => {
  expect(new URLSearchParams(fillLink('${sector:queryparam}', context)).getAll('var-sector')).toEqual([
    'A & B',
    "O'Brien",
  ]);
  expect(new URLSearchParams(fillLink('${__all_variables}', context)).getAll('var-sector')).toHaveLength(2);
});

test.each([
  ['${__value.raw}', '1234.50'],
  ['${__value.text}', '%241%2C234.50'],
  ['${__data.fields.Cost.numeric}', '1234.50'],
  ['${__data.fields[1]}', '%241%2C234.50'],
  ['${__field.name}', 'Cost'],
  ['$__nothing/${other}', '$__nothing/${other}'],
  ['${__data.fields["none"]}', '${__data.fields["none"]}'],
])('%s becomes %s', (url, filled) => {
  expect(fillLink(url, context, place)).toBe(filled);
});

test('an unknown value is no text in an address', () => {
  expect(fillLink('?s=${__data.fields["Sector"]:percentencode}', context, { ...place, row: 1 })).toBe('?s=');
});

test('titles are words, not addresses', () => {
  expect(fillText('Cost of ${__data.fields["Sector"]}', context, place)).toBe(
    'Cost of 100 % <i>"x"</i> 百事',
  );
});

test.each([
  ['/d/appd-cost', '/d/appd-cost'],
  ['https://example.org/x', 'https://example.org/x'],
  ['javascript:alert(1)', undefined],
  [' JaVaScRiPt:alert(1)', undefined],
  ['//evil.example', undefined],
  ['data:text/html,x', undefined],
])('the address %j is followed as %j', (url, followed) => {
  expect(safeUrl(url)).toBe(followed);
});

test('links that may not be followed are no links', () => {
  const risky = frameOf([['v', 'string', ['javascript:alert(1)']]], {
    links: [
      { title: 'go', url: '${__value.raw}' },
      { title: 'stay', url: '/d/x?v=${__value.raw}' },
    ],
  });
  const links = linksOf(context, { frame: risky, field: fieldOf(risky, 'v'), row: 0 });
  expect(links.map(({ title }) => title)).toEqual(['stay']);
});

test('the bar on top keeps what its links ask to keep', () => {
  expect(barLink({ url: '/d/a/b', keepTime: true, includeVars: true }, context)).toBe(
    "/d/a/b?from=now-13M%2FM&to=now&var-datasource=appd-licensing&var-sector=A%20%26%20B&var-sector=O'Brien&var-application=%24__all",
  );
  expect(barLink({ url: '/methodology.html#x' }, context)).toBe('/methodology.html#x');
});
