import { expect, test } from '@jest/globals';
import {
  buildStatements,
  type MonthBill,
  type OwnedLine,
} from '../../../../domain/statement/build-statement.ts';
import { exampleStatement } from '../../../support/statement-example.ts';

const { header, owner, proof } = exampleStatement;
const bucket = { ...owner, sectorId: 2, name: '__idle__', kind: 'bucket' as const };

const lines = exampleStatement.lines.map((line): OwnedLine => ({
  ...line,
  sectorId: 1,
  sector: owner.name,
  series: [],
}));

function billOf(changes: Partial<MonthBill>): MonthBill {
  const empty = { hashes: new Map<number, string>(), bucketSince: new Map<number, string>() };
  return { header, owners: [bucket, owner], lines, proof, ...empty, ...changes };
}

test('sectors come before buckets, each with the sums of its lines', () => {
  const [statement, idle] = buildStatements(billOf({}), null);

  expect(statement).toMatchObject({ owner: { name: 'Foods, Europe' }, totals: exampleStatement.totals });
  expect(idle).toMatchObject({ owner: { name: '__idle__' }, totals: { total: '0.00' }, change: null });
});

test('R28: the age of a bucket counts the months from the oldest cost that is still in it', () => {
  const [, idle] = buildStatements(billOf({ bucketSince: new Map([[2, '2024-11-01']]) }), null);

  expect(idle?.bucketAge).toEqual({ since: '2024-11-01', months: 9 });
});

test('R27: an allocated line whose reasons do not add up to it stops the statement', () => {
  const torn = lines.map((line) => (line.part === 'shared in' ? { ...line, amount: '40.01' } : line));

  expect(() => buildStatements(billOf({ lines: torn }), null)).toThrow(
    'Line 3 is 40.01 and its allocated parts add up to 40.00.',
  );
});
