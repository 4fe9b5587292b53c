import { expect, test } from '@jest/globals';
import { expandMacros } from '../../../preview/macros.ts';

const range = { from: new Date('2025-09-01T00:00:00Z'), to: new Date('2025-10-28T23:59:59.999Z') };
const from = "'2025-09-01T00:00:00.000Z'";
const to = "'2025-10-28T23:59:59.999Z'";

test.each([
  ['$__time(day)', 'day AS "time"'],
  ['$__timeEpoch(day)', 'extract(epoch from day) as "time"'],
  ['$__timeFrom()', from],
  ['$__timeTo()::timestamp', `${to}::timestamp`],
  ['$__timeFilter( u.day )', `u.day BETWEEN ${from} AND ${to}`],
  ["$__timeGroup(day,'1d')", 'floor(extract(epoch from day)/86400)*86400'],
  ['$__timeGroup(day, 5m) x', 'floor(extract(epoch from day)/300)*300 x'],
  ["$__timeGroup(day,'1h'), 2", 'floor(extract(epoch from day)/3600)*3600 AS "time", 2'],
  ["$__timeGroupAlias(day,'1w')", 'floor(extract(epoch from day)/604800)*604800 AS "time"'],
  ['$__unixEpochFilter(at)', 'at >= 1756684800 AND at <= 1761695999'],
  ['$__unixEpochNanoFilter(at)', 'at >= 1756684800000000000 AND at <= 1761695999999000000'],
  ['$__unixEpochNanoFrom()', '1756684800000000000'],
  ['$__unixEpochNanoTo()', '1761695999999000000'],
  ["$__unixEpochGroup(at,'1d')", 'floor((at)/86400)*86400'],
  ["$__unixEpochGroupAlias(at,'1d')", 'floor((at)/86400)*86400 AS "time"'],
])('%s', (macro, sql) => {
  expect(expandMacros(`select ${macro}`, range)).toBe(`select ${sql}`);
});

test.each([
  ['$__timeFiltre(day)', 'There is no macro $__timeFiltre'],
  ['$constructor(day)', 'There is no macro $constructor'],
  ['$__timeFilter()', 'lacks its column'],
  ['$__timeGroup(day)', 'groups time by nothing'],
  ["$__timeGroup(day,'1M')", "groups time by '1M'"],
  ["$__timeGroup(day,'0d')", "groups time by '0d'"],
  ["$__timeGroup(day,'1d',NULL)", 'fills gaps'],
])('%s is refused', (macro, why) => {
  expect(() => expandMacros(macro, range)).toThrow(why);
});
