import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closestAmong } from '../../../../domain/reconcile/closest-names.ts';
import { commonSubsequenceWith } from '../../../../domain/reconcile/common-subsequence.ts';
import { compareNames } from '../../../../domain/reconcile/name-scores.ts';
import {
  codesOf,
  matchedCharacters,
  scoreOf,
  sequenceScore,
} from '../../../../domain/reconcile/sequence-matcher.ts';

const thorough = { seed: 20251029, numRuns: 1_000 };
const word = fc.constantFrom(
  'order',
  'mgmt',
  'portal',
  'hr',
  'crm',
  'pay',
  'api',
  'lake',
  'eu',
  'us',
  '7',
  'é',
  '订',
);
const name = fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(' '));

describe('SequenceMatcher', () => {
  // Both columns were computed by Python 3.11, difflib.SequenceMatcher(None, a, b).ratio(), in both orders.
  test.each([
    ['SAP-ECC-EU', 'SAP-ECC-US', 90, 90],
    ['Payments-API-DEV', 'Payments-API-PRD', 87.5, 87.5],
    ['HR Portal', 'CRM Portal', 84.21, 84.21],
    ['OrderMgmt-PROD', 'Order Management', 60, 60],
    ['wms', 'warehouse management system', 20, 13.33],
    ['data portal ecc order', 'mgmt crm', 20.69, 27.59],
    ['lake portal payments dev', 'sap', 14.81, 7.41],
    ['order eu', 'payments hr', 10.53, 21.05],
    ['eu ingest', 'api management eu', 15.38, 38.46],
    ['crm lake portal management', 'ecc data', 29.41, 23.53],
    ['mgmt management payments crm', 'order lake', 15.79, 5.26],
  ])('"%s" against "%s" is %d one way and %d the other, as in Python', (a, b, forth, back) => {
    const ratio = (left: string, right: string): number =>
      scoreOf(matchedCharacters(codesOf(left), codesOf(right)), left.length + right.length);
    expect([ratio(a, b), ratio(b, a)]).toEqual([forth, back]);
    expect(sequenceScore(a, b)).toBe(Math.max(forth, back));
  });

  test('the score is the same both ways, 100 for the same text, and within 0 and 100', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const score = sequenceScore(a, b);
        return score === sequenceScore(b, a) && sequenceScore(a, a) === 100 && score >= 0 && score <= 100;
      }),
      thorough,
    );
  });
});

describe('the bound that saves work', () => {
  test('is the longest common subsequence, beyond 32 characters too', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        return commonSubsequenceWith(codesOf(a))(codesOf(b)) === slowCommonSubsequence(a, b);
      }),
      thorough,
    );
  });

  test('never changes which names are closest', () => {
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(name, names, (wanted, others) => {
        const all = others
          .map((other, index) => ({ index, score: sequenceScore(wanted, other), other }))
          .sort((x, y) => y.score - x.score || (x.other < y.other ? -1 : 1))
          .slice(0, 4)
          .flatMap(({ index, score }) => (score >= 50 ? [{ index, score }] : []));
        const found = closestAmong(others)({ name: wanted, floor: 50, count: 4, isAllowed: () => true });
        return JSON.stringify(found.filter(({ score }) => score >= 50)) === JSON.stringify(all);
      }),
      thorough,
    );
  });
});

test('component scores stand beside ours, upper and lower case alike', () => {
  expect(compareNames('WMS', 'Warehouse Management System')).toMatchObject({
    sequenceMatcher: 20,
    levenshtein: 11.11,
  });
  expect(compareNames('HR Portal', 'hr portal')).toEqual({
    sequenceMatcher: 100,
    jaroWinkler: 100,
    dice: 100,
    levenshtein: 100,
  });
});

function slowCommonSubsequence(a: string, b: string): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const code of a) {
    const next = [0];
    for (let j = 0; j < b.length; j += 1) {
      next.push(code === b[j] ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
