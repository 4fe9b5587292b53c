import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type pg from 'pg';
import { renderMonthlyReport } from '../../preview/monthly-report.ts';
import { askAll, askPanel, connectReader, type Choice } from '../support/dashboards/ask.ts';
import { readBoards, shownPanels } from '../support/dashboards/board.ts';
import { figuresOnTwoTabs } from '../support/dashboards/same-figures.ts';

jest.setTimeout(300_000);

const bootstrap = fileURLToPath(new URL('../../demo/bootstrap.mjs', import.meta.url));
const tabs = readBoards('tabs');

/** Panels that are right to be empty in this world, and why. */
const rightlyEmpty: Readonly<Record<string, string>> = {
  'appd-admin / Allocation behind it': 'the line that is shown first is a direct one',
};

/** World enterprise with its desk, as the demo plays it: real servers, real runs, a real browser. */
describe('the eight tabs on world enterprise', () => {
  let demo: ChildProcess;
  let databaseUrl: string;
  let reader: pg.Client;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'appd-licensing-tabs-'));
    demo = spawn(process.execPath, [bootstrap, 'demo', '--world', 'enterprise', '--fresh'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = await untilUp(demo);
    [databaseUrl = ''] = /postgresql:\S+/.exec(said) ?? [];
    reader = await connectReader(databaseUrl);
  });

  afterAll(async () => {
    await reader.end();
    const ended = once(demo, 'exit');
    demo.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  });

  test('no panel is empty', async () => {
    const answers = await askAll(reader, tabs);
    const empty = answers
      .filter(
        ({ rows }) =>
          rows.length === 0 || rows.every((row) => Object.values(row).every((cell) => cell === null)),
      )
      .map(({ board, panel }) => `${board} / ${panel}`);
    expect(answers.filter(({ error }) => error !== null)).toEqual([]);
    expect(empty.filter((name) => !(name in rightlyEmpty))).toEqual([]);
  });

  const choices: readonly { readonly name: string; readonly choice: Choice }[] = [
    { name: 'everything', choice: {} },
    { name: 'the organization of today', choice: { organization: 'today' } },
    { name: 'one sector', choice: { sector: ['Finance'] } },
  ];

  test.each(choices)('a figure that stands on two tabs is the same on both: $name', async ({ choice }) => {
    for (const { says, left, right } of figuresOnTwoTabs) {
      const ask = (place: readonly [string, string]) => askPanel(reader, tabs, place, choice);
      const found = [left.read(await ask(left.panel)), right.read(await ask(right.panel))];
      expect({ says, found }).toEqual({ says, found: [found[1], found[1]] });
      if (choice.sector === undefined)
        expect({ says, found: found[0] }).not.toEqual({ says, found: undefined });
    }
  });

  test('the proof line is 0.00 in every month, and the organization of today moves no cent', async () => {
    const { rows: months } = await reader.query<{ difference: string }>(
      'select difference::text from reporting.month',
    );
    expect(months.length).toBeGreaterThanOrEqual(14);
    expect([...new Set(months.map(({ difference }) => difference))]).toEqual(['0.00']);
    const { rows } = await reader.query(`
      select month_start, sum(amount) filter (where sector is not null) as charged,
             sum(amount) filter (where sector_today is not null) as today
      from reporting.statement_line group by 1
      having sum(amount) filter (where sector is not null) <> sum(amount) filter (where sector_today is not null)`);
    expect(rows).toEqual([]);
  });

  test('a browser draws every panel without an error: the report of a month is one PDF, and the rows of every panel stand beside it', async () => {
    const { hostname: host, port, pathname, username: user, password } = new URL(databaseUrl);
    const login = { host, port: Number(port), database: pathname.slice(1), user, password, ssl: false };
    const heard: string[] = [];
    const report = await renderMonthlyReport(
      { login, folder, browserPath: process.env['CHROMIUM_PATH'] ?? null, log: (line) => heard.push(line) },
      { month: '2025-09-01', requestedBy: 'test' },
    );
    const [pdf, ...tables] = report.files;
    const body = await readFile(join(report.folder, pdf?.name ?? ''), 'latin1');
    const asking = tabs.flatMap((board) => shownPanels(board).filter(({ type }) => type !== 'text'));

    expect(heard).toEqual([]);
    expect(body.slice(0, 5)).toBe('%PDF-');
    expect([...body.matchAll(/\/Type\s*\/Page\b/g)].length).toBeGreaterThanOrEqual(8);
    expect(tables.map(({ name }) => name).every((name) => name.startsWith('csv/'))).toBe(true);
    expect(tables).toHaveLength(asking.length);
    expect(report.folder).toBe(join(folder, '2025-09'));
  });
});

async function untilUp(child: ChildProcess): Promise<string> {
  let said = '';
  const up = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('stays up until Ctrl-C')) resolve();
      });
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}:\n${said}`)));
  });
  await up;
  return said;
}
