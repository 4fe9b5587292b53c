import { describe, expect, test } from '@jest/globals';
import { parseDriver, parseParts, parseReceivers } from '../../../imports/rule-words.ts';

const read = <Result>(
  parse: (text: string, problems: string[]) => Result,
  text: string,
): { found: Result; problems: string[] } => {
  const problems: string[] = [];
  return { found: parse(text, problems), problems };
};

describe('the words of a rule', () => {
  test('a driver is plain, of a capability, or a table', () => {
    expect(read(parseDriver, ' nodes ').found).toEqual({ driver: 'nodes', capability: null, table: null });
    expect(read(parseDriver, 'units:APM').found).toMatchObject({
      driver: 'capability_units',
      capability: 'APM',
    });
    expect(read(parseDriver, 'table: seats 2').found).toMatchObject({ driver: 'table', table: 'seats 2' });
    expect(read(parseDriver, 'table:').problems).toEqual([
      'the driver is "table:"; expected units, units:APM, cost, nodes, servers or table:NAME',
    ]);
  });

  test('parts are weights with what they weigh', () => {
    const { found, problems } = read(parseParts, '0.4 units, 0.35 table:seats,0.25 equal');
    expect(problems).toEqual([]);
    expect(found.map(({ weight, method, driver }) => `${weight} ${method} ${driver}`)).toEqual([
      '0.4 proportional_usage units',
      '0.35 proportional_usage table',
      '0.25 equal units',
    ]);
  });

  test.each(['-0.4 units', '1.2 units', '0.12345 units', '0,4 units', 'units'])(
    'the part "%s" is refused',
    (text) => {
      expect(read(parseParts, text).problems[0]).toMatch(/expected a weight from 0 to 1/);
    },
  );

  test('receivers are names, with percentages or without; a semicolon divides names that hold commas', () => {
    expect(read(parseReceivers, 'Retail=60, Logistics = 40%').found).toEqual([
      { sector: 'Retail', percent: '60' },
      { sector: 'Logistics', percent: '40' },
    ]);
    expect(read(parseReceivers, 'Snacks, NA; Foods').found.map(({ sector }) => sector)).toEqual([
      'Snacks, NA',
      'Foods',
    ]);
    expect(read(parseReceivers, 'Retail=lots').problems).toEqual([
      'the percentage of Retail is "lots"; expected a number from 0 to 100 with at most 4 decimals',
    ]);
  });
});
