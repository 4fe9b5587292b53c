import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runHere } from '../../support/commands.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';
import { useUnits } from '../prices/use-units.ts';

let warehouse: Warehouse;
let folder: string;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appd-licensing-price-commands-'));
  warehouse = await openWarehouse('price_commands');
  address = warehouse.url;
  const [orders = 0] = await warehouse.applications('Orders');
  await useUnits(warehouse, {
    appId: orders,
    tier: 'PEAK',
    days: { '2025-08-14': '10', '2025-08-15': '10' },
  });
});

afterAll(async () => {
  await warehouse.close();
  await rm(folder, { recursive: true });
});

/** What a command prints; its errors are thrown. */
async function cli(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await runHere(args, { DATABASE_URL: address, ETL_USER: 'ana' }, '2025-11-05');
  if (code !== 0) throw new Error(err);
  return out;
}

async function file(name: string, ...lines: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

const header = 'tool,capability,tier,unit_rate,currency,start_date,end_date';

describe('prices', () => {
  test('import says what it did, twice nothing', async () => {
    const path = await file('contract.csv', header, 'appdynamics,APM,PEAK,1.00,USD,2025-01-01,');

    expect(await cli('prices', 'import', path, '--reason', 'contract')).toContain(
      'Prices: 1 added, 0 corrected, 0 as they were. The next run prices the open months that they touch anew.',
    );
    expect(await cli('prices', 'import', path)).toBe('Prices: 0 added, 0 corrected, 1 as they were.\n');
  });

  test('preview shows months, sectors and a total, and saves nothing', async () => {
    const one = ['--capability', 'APM', '--tier', 'PEAK', '--rate', '1.31', '--from', '2025-08-15'];
    const said = await cli('prices', 'preview', ...one);

    expect(said).toContain('Nothing was saved.');
    expect(said).toMatch(/2025-08 +__unassigned__ +20\.00 +23\.10 +\+3\.10 +priced anew by the next run/);
    expect(said).toMatch(/total +20\.00 +23\.10 +\+3\.10/);
    expect(JSON.parse(await cli('prices', 'list', '--json'))).toHaveLength(1);
  });

  test('preview of a list says the same as preview of its price', async () => {
    const path = await file(
      'renewed.csv',
      header,
      'appdynamics,APM,PEAK,1.00,USD,2025-01-01,2025-08-15',
      'appdynamics,APM,PEAK,1.31,USD,2025-08-15,',
    );

    expect(await cli('prices', 'preview', path)).toMatch(/total +20\.00 +23\.10 +\+3\.10/);
  });

  test('add ends the price before, end and list show it', async () => {
    const add = ['--capability', 'APM', '--tier', 'PEAK', '--rate', '1.31', '--from', '2025-08-15'];
    expect(await cli('prices', 'add', ...add, '--as', 'bob', '--reason', 'amendment')).toContain(
      'Prices: 1 added',
    );
    const prices = JSON.parse(await cli('prices', 'list', '--json')) as {
      priceId: number;
      createdBy: string;
    }[];
    expect(prices.map(({ createdBy }) => createdBy)).toEqual(['ana', 'bob']);

    const id = String(prices[1]?.priceId);
    expect(await cli('prices', 'end', id, '--on', '2026-01-01')).toContain(
      'APM PEAK ends before 2026-01-01, in place.',
    );
    expect(await cli('prices', 'end', id, '--on', '2026-01-01')).toContain('ends before 2026-01-01 already.');
    expect(await cli('prices', 'list')).toMatch(
      /APM +PEAK +1\.31 USD +2025-08-15 +2026-01-01 +1 +no +manual +bob/,
    );
  });

  test('metric says what it was, what it is, and which months follow', async () => {
    expect(await cli('prices', 'metric', 'APM', '--use', 'daily_average')).toBe(
      'APM is licensed by daily_average now; before it was daily_maximum. The next run prices 2025-08 anew.\n',
    );
    expect(await cli('prices', 'metric', 'APM', '--use', 'daily_average')).toContain('already');
  });

  test.each([
    [
      'a negative rate',
      ['prices', 'add', '--capability', 'APM', '--tier', 'PEAK', '--rate', '-1', '--from', '2025-09-01'],
      '--rate: a rate is never negative',
    ],
    [
      'no day',
      ['prices', 'add', '--capability', 'APM', '--tier', 'PEAK', '--rate', '1'],
      '--from: is missing',
    ],
    [
      'a file and a price',
      ['prices', 'preview', 'x.csv', '--capability', 'APM'],
      'Give a price list, or one price',
    ],
    ['an id that is none', ['prices', 'end', 'x', '--on', '2025-09-01'], '"x" is no price id'],
    [
      'an unknown metric',
      ['prices', 'metric', 'APM', '--use', 'mean'],
      'expected daily_maximum or daily_average',
    ],
  ])('%s is said in the words of the options', async (_, args, expected) => {
    await expect(cli(...args)).rejects.toThrow(expected);
  });

  test('a list with a byte-order mark is refused until it is allowed', async () => {
    const path = await file('marked.csv', `\uFEFF${header}`, 'appdynamics,APM,NEW,1.00,USD,2025-01-01,');

    await expect(cli('prices', 'import', path)).rejects.toThrow('--allow-bom');
    expect(await cli('prices', 'import', path, '--allow-bom')).toContain('1 added');
  });
});

test('R5: rates are imported and listed; a price in euros needs them first', async () => {
  const euro = [
    '--capability',
    'APM',
    '--tier',
    'PEAK',
    '--rate',
    '1',
    '--currency',
    'EUR',
    '--from',
    '2025-08-01',
  ];
  await expect(cli('prices', 'add', ...euro, '--to', '2025-08-15')).rejects.toThrow(
    'needs an exchange rate for 2025-08; bring it with "rates import"',
  );

  const path = await file('rates.csv', 'month,currency,usd_rate,source', '2025-08,EUR,1.16,ECB');
  expect(await cli('rates', 'import', path)).toContain('Rates: 1 added, 0 corrected, 0 as they were.');
  expect(await cli('rates', 'list')).toMatch(/2025-08 +EUR +1\.16 +ECB +ana +open/);
  expect(await cli('prices', 'add', ...euro, '--to', '2025-08-15')).toContain('1 added');
});
