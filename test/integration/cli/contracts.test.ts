import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { renderPriceCsv } from '../../../simulators/worlds/prices.ts';
import { openCliStand, type CliStand } from './cli-stand.ts';

jest.setTimeout(120_000);

describe('the contracts command', () => {
  let stand: CliStand;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'appd-licensing-contracts-'));
    stand = await openCliStand('cli_contracts', 'design');
    const PRICES_FILE = join(folder, 'prices.csv');
    await writeFile(PRICES_FILE, renderPriceCsv(stand.vendors.world.prices));
    await stand.cli(['migrate'], { PRICES_FILE });
  });

  afterAll(async () => {
    await stand.close();
    await rm(folder, { recursive: true });
  });

  test('adds commitments one by one to a draft, and asks for what is missing by option', async () => {
    const bare = await stand.cli(['contracts', 'add', 'AppD 2025', '--capability', 'APM']);
    expect(bare.code).toBe(1);
    for (const option of ['--vendor', '--from', '--to', '--basis', '--committed'])
      expect(bare.err).toContain(`${option}: `);

    const first = await stand.cli([...addTo('AppD 2025', 'APM', 'daily_units', '120'), ...term]);
    const second = await stand.cli(addTo('AppD 2025', 'MRUM', 'amount', '25000'));
    expect(first).toMatchObject({ code: 0 });
    expect(second.out).toContain('Contract "AppD 2025" is a draft with 2 commitment(s).');
  });

  test('R32: is refused to the person who made the contract, and tells who may', async () => {
    const own = await stand.cli(['contracts', 'approve', 'AppD 2025']);
    const other = await stand.cli(['contracts', 'approve', 'AppD 2025', '--as', 'bob', '--reason', 'signed']);

    expect(own).toMatchObject({ code: 3, out: '' });
    expect(own.err).toContain('was made by tester; another person must approve it');
    expect(other).toMatchObject({ code: 0 });
    expect((await stand.cli(['contracts', 'list'])).out).toMatch(
      /AppD 2025 +AppDynamics +approved +2025-07-01 +2026-07-01 +APM 120 units a day, MRUM \$25,000\.00 a month +tester +bob/,
    );
  });

  test('shows how a contract stands, for people and as JSON', async () => {
    const show = ['contracts', 'show', 'AppD 2025', '--through', '2025-07-10'];
    const { out } = await stand.cli(show);
    const { lines } = JSON.parse((await stand.cli([...show, '--json'])).out) as { lines: object[] };

    expect(out).toContain(
      'Term from 2025-07-01, renewal on 2026-07-01, in 356 days. Use through 2025-07-10.',
    );
    expect(out).toMatch(/APM \(every tier\) +units a day, per month +2025-07 +1,200 +0 +0\.0 +120 +0 +1,200/);
    expect(out).toContain('MRUM $25,000.00 a month is not used up within the term');
    expect(lines).toMatchObject([{ exhaustion: { day: null, isProjected: true } }, {}]);
  });

  test('refuses a file with a fault whole, with the line', async () => {
    const path = join(folder, 'contracts.csv');
    await writeFile(path, `${header}\nNew,AppDynamics,2026-07-01,2027-07-01,APN,,units,month,10,,\n`);
    const { code, err } = await stand.cli(['contracts', 'import', path]);

    expect(code).toBe(1);
    expect(err).toMatch(/contracts\.csv:2 capability: found "APN"; expected APM, .*, MRUM, /);
    expect((await stand.cli(['contracts', 'show', 'New'])).err).toContain('There is no contract "New"');
  });
});

const term = ['--vendor', 'AppDynamics', '--from', '2025-07-01', '--to', '2026-07-01'];
const header =
  'contract,vendor,start_date,end_date,capability,tier,basis,settled_per,committed,unused_rate,overage_rate';

function addTo(name: string, capability: string, basis: string, committed: string): string[] {
  return ['contracts', 'add', name, '--capability', capability, '--basis', basis, '--committed', committed];
}
