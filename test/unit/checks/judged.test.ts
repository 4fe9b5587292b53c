import { describe, expect, test } from '@jest/globals';
import { ratioCheck } from '../../../checks/ratio-check.ts';
import { rowsCheck } from '../../../checks/rows-check.ts';
import { judged, sql } from '../../../checks/sql.ts';

const facts = {
  id: 'nothing-is-wrong',
  family: 'keys',
  says: 'Nothing is wrong.',
  requirement: ['000-218'],
  needs: [],
  remedy: 'Repair it.',
  failingRows: 'select 1 as x',
} as const;

describe('the severity of a check', () => {
  test.each([
    ['blocking', 'fail'],
    ['warn', 'warn'],
    ['info', 'warn'],
  ] as const)('%s turns a finding into %s', (severity, outcome) => {
    expect(judged(severity, 'select 1')).toContain(`when 'found' then '${outcome}'`);
  });

  test('an unknown finding is never a pass', () => {
    expect(judged('warn', 'select 1')).toMatch(/else 'not_evaluated'\s+end as outcome/);
  });
});

test('a check is frozen data', () => {
  const check = rowsCheck({ ...facts, severity: 'warn', rows: 'rows', among: '1' });

  expect(Object.isFrozen(check)).toBe(true);
  expect(Object.values(check).some((value) => typeof value === 'function')).toBe(false);
});

test('a rate of nothing is not judged against its target', () => {
  const check = ratioCheck({
    ...facts,
    severity: 'warn',
    part: '0',
    whole: '0',
    unit: 'applications',
    target: { is: 'at least', percent: '100' },
  });

  expect(check.measure).toMatch(/when r\.whole = 0 then 'nothing'\s+when/);
});

test('fragments of SQL stand where they were put', () => {
  expect(sql`select ${'a'} from ${'b'} limit ${3}`).toBe('select a from b limit 3');
});
