import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openBilledMonth, type BilledMonth } from '../../support/billed-month.ts';
import { commandsOn, type Commands } from '../../support/commands.ts';

describe('budgets', () => {
  let month: BilledMonth;
  let cli: Commands;
  let folder: string;

  beforeAll(async () => {
    month = await openBilledMonth('budgets');
    cli = commandsOn(month, '2025-08-15');
    folder = await mkdtemp(join(tmpdir(), 'appd-licensing-budgets-'));
  }, 60_000);

  afterAll(async () => {
    await month.close();
    await rm(folder, { recursive: true });
  });

  const fileOf = (...lines: string[]): string => {
    const path = join(folder, 'budgets.csv');
    writeFileSync(path, `${['month,sector,amount', ...lines].join('\n')}\n`);
    return path;
  };
  const importing = (...lines: string[]) => cli(['budgets', 'import', fileOf(...lines), '--as', 'mia']);

  test('an import makes each month what the file says; the same file again changes nothing', async () => {
    const first = await importing('2025-07,Sales,500.00', '2025-07,ops,80', '2025-08,Labs,0');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('3 added, 0 changed, 0 removed, 0 as they were');
    const second = await importing('2025-07-01,Sales,450.5');
    expect(second.out).toContain('0 added, 1 changed, 1 removed, 0 as they were');
    expect((await importing('2025-07,Sales,450.50')).out).toContain(
      '0 added, 0 changed, 0 removed, 1 as they were',
    );
  });

  test('a list shows budgets beside the bill, and a month without one says so', async () => {
    const { out } = await cli(['budgets', 'list']);
    expect(out).toMatch(/2025-08 +Labs +0\.00 +no bill yet +mia\n2025-07 +Sales +450\.50 +373\.34 +mia/);
    expect((await cli(['budgets', 'list', '--month', '2025-09'])).out).toContain('There are no budgets');
  });

  test('R30: whoever planned and changed a budget stands in the audit log', async () => {
    const { out } = await cli(['audit', 'list', '--entity', 'budget', '--json']);
    const changes = JSON.parse(out) as { operation: string; actor: string; key: string }[];
    expect(changes.map(({ operation, actor, key }) => `${operation} ${key} by ${actor}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^update 2025-07-01\/\d+ by mia$/)]),
    );
    expect(changes.map(({ operation }) => operation).toSorted()).toEqual([
      'delete',
      'insert',
      'insert',
      'insert',
      'update',
    ]);
  });

  test.each([
    ['an unknown sector', '2025-07,Sals,1', /:3 sector: there is no sector "Sals"; known are Labs, Ops/],
    ['a bucket', '2025-07,__idle__,1', /:3 sector: __idle__ is a bucket/],
    ['an amount below zero', '2025-07,Ops,-1', /:3 amount: found "-1"; expected an amount of 0 or more/],
    ['three decimals', '2025-07,Ops,1.005', /:3 amount: found "1.005"; expected an amount/],
    [
      'thousands separators',
      '2025-07,Ops,"1,500"',
      /:3 amount: found "1,500", which has thousands separators/,
    ],
    ['no month', 'July,Ops,1', /:3 month: found "July"; expected a month such as 2025-07/],
    ['no amount', '2025-07,Ops,', /:3 amount: is missing/],
    ['a formula', '2025-07,=A1,1', /:3 sector: .*formula/],
    [
      'a sector that stands twice',
      '2025-07-01,sales,1',
      /:3 sector: sales stands in line 2 too; expected it once/,
    ],
  ])('%s is refused with its line, and nothing of the file is used', async (_, line, message) => {
    const said = await importing('2025-07,Sales,9999', line);
    expect(said.code).toBe(1);
    expect(said.err).toMatch(message);
    expect((await cli(['budgets', 'list'])).out).not.toContain('9999');
  });

  test('every problem of a file is told at once', async () => {
    const said = await importing('July,Ops,x', '2025-07,Ops,', 'oops,,1');
    expect(said.err).toMatch(/5 problem\(s\)/);
  });
});
