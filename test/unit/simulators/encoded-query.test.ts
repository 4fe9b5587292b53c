import { describe, expect, test } from '@jest/globals';
import { parseEncodedQuery, UnsupportedOperatorError } from '../../../simulators/servicenow/encoded-query.ts';

describe('encoded queries', () => {
  test('^OR binds to the condition before it, ^NQ opens a new group', () => {
    const { groups } = parseEncodedQuery('a=1^ORa=2^b=3^NQc=4');
    const shape = groups.map((group) =>
      group.map((terms) => terms.map((term) => `${term.field}${term.value}`)),
    );
    expect(shape).toEqual([[['a1', 'a2'], ['b3']], [['c4']]]);
  });

  test('the longest operator wins', () => {
    const { groups } = parseEncodedQuery('a>=1^b!=2^cNOT LIKEx^dNOT INx,y^eISNOTEMPTY^f.gSTARTSWITHq');
    expect(groups[0]?.map(([term]) => [term?.field, term?.operator, term?.value])).toEqual([
      ['a', '>=', '1'],
      ['b', '!=', '2'],
      ['c', 'NOT LIKE', 'x'],
      ['d', 'NOT IN', 'x,y'],
      ['e', 'ISNOTEMPTY', ''],
      ['f.g', 'STARTSWITH', 'q'],
    ]);
  });

  test('orders chain, and may stand alone', () => {
    expect(parseEncodedQuery('ORDERBYDESCsys_updated_on^ORDERBYsys_id').order).toEqual([
      { field: 'sys_updated_on', isDescending: true },
      { field: 'sys_id', isDescending: false },
    ]);
  });

  test('a doubled circumflex belongs to the value', () => {
    expect(parseEncodedQuery('name=a^^b^c=1').groups[0]?.[0]?.[0]?.value).toBe('a^b');
  });

  test('nonsense is set aside, an operator that is not simulated is refused', () => {
    expect(parseEncodedQuery('Name LIKES x^a=1')).toMatchObject({ invalid: ['Name LIKES x'] });
    expect(() => parseEncodedQuery('sys_updated_onONToday@a@b')).toThrow(UnsupportedOperatorError);
  });
});
