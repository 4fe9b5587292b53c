import { expect, test } from '@jest/globals';
import { expandSql, type Range, type Variables } from '../../../preview/expand-sql.ts';

const range: Range = { from: new Date('2025-09-01T00:00:00Z'), to: new Date('2025-10-28T23:59:59.999Z') };

const chosen = (...values: string[]): Variables[string] => ({
  values,
  isAll: false,
  allValue: "'*'",
  multi: true,
});
const single = (value: string): Variables[string] => ({ values: [value], isAll: false, allValue: null });

function expand(sql: string, variables: Variables = {}): string {
  return expandSql(sql, { range, variables });
}

test.each([
  ['one value', ['Retail'], "sector in ('Retail')"],
  ['several values', ['Retail', 'R&D'], "sector in ('Retail','R&D')"],
  ['a single quote', ["O'Neill"], "sector in ('O''Neill')"],
  ['a percent sign', ['100 % Foods'], "sector in ('100 % Foods')"],
  ['letters of other scripts', ['Größe 東京 قطاع'], "sector in ('Größe 東京 قطاع')"],
  ['SQL', [`'; drop table x; --`], "sector in ('''; drop table x; --')"],
  ['a backslash', ['a\\'], "sector in ('a\\')"],
  ['patterns of replacements', ["$& $1 $$ $'"], "sector in ('$& $1 $$ $''')"],
  ['the name of a variable', ['${sector:sqlstring}'], "sector in ('${sector:sqlstring}')"],
  ['a macro', ['$__timeFrom()'], "sector in ('$__timeFrom()')"],
])('a chosen value with %s is one literal', (_what, values, sql) => {
  expect(expand('sector in (${sector:sqlstring})', { sector: chosen(...values) })).toBe(sql);
});

test('a double quote gets a backslash in :sqlstring and none without a format, as Grafana does it', () => {
  const sector = chosen('Sales "North"');

  expect(expand('${sector:sqlstring}', { sector })).toBe(String.raw`'Sales \"North\"'`);
  expect(expand('${sector}', { sector })).toBe(`'Sales "North"'`);
});

test('all is the value that the dashboard has for it, as it stands, or else every option', () => {
  const all = { values: [], isAll: true, allValue: "'*'" };
  const each = { values: ['A', 'B'], isAll: true, allValue: null };

  expect(expand(`'*' in (\${sector:sqlstring})`, { sector: all })).toBe(`'*' in ('*')`);
  expect(expand('sector in (${sector:sqlstring})', { sector: each })).toBe("sector in ('A','B')");
});

test.each(['$sector', '[[sector]]', '${sector}', '[[sector:sqlstring]]', '${sector:sqlstring}'])(
  '%s is the variable',
  (written) => {
    expect(expand(`in (${written})`, { sector: chosen('A', 'B') })).toBe("in ('A','B')");
  },
);

test.each([
  '${organization}',
  '$organization',
  '${organization:raw}',
  '${organization:csv}',
  '${organization:literal}',
])('%s would not be quoted, so it is refused', (written) => {
  expect(() => expand(`= ${written}`, { organization: single('today') })).toThrow(
    `The dashboard writes ${written} where it must write \${organization:sqlstring}.`,
  );
});

test('what is no variable stays, unless it can be nothing else', () => {
  const sql = "select $1, '^a$', arr[[1]], $tag$x$tag$ where s ~ '$unknown'";

  expect(expand(sql, { sector: chosen('A') })).toBe(sql);
  expect(() => expand('${sectors:sqlstring}')).toThrow(
    'no variable "sectors", which stands in ${sectors:sqlstring}',
  );
  expect(() => expand('$__timeFilter and 1')).toThrow('no variable "__timeFilter"');
  expect(() => expand('${constructor:sqlstring}')).toThrow('no variable "constructor"');
});

test('a value that no text can hold is refused', () => {
  expect(() => expand('${sector:sqlstring}', { sector: chosen('a\0b') })).toThrow(
    'no text in PostgreSQL can hold',
  );
});

test('time and step are built in', () => {
  expect(expand('$__from ${__to}')).toBe('1756684800000 1761695999999');
  expect(expand("$__timeGroup(day, '$__interval') $__interval_ms")).toBe(
    'floor(extract(epoch from day)/21600)*21600 21600000',
  );
});
