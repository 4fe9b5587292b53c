import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Locator } from 'playwright-core';
import type { Board, Boards } from '../../../preview/dashboards.ts';
import { findBrowser } from '../../../preview/find-browser.ts';
import { openPage, type OpenPage } from '../../../preview/open-page.ts';
import { Problem } from '../../../preview/problem.ts';
import type { Reader } from '../../../preview/reader.ts';
import { createPreview } from '../../../preview/server.ts';
import { boards as boardsToTry, reader as readerToTry } from './page-to-try.ts';

const kinds = [
  { name: 'Events', iconColor: 'red', target: { rawSql: 'events' } },
  { name: 'Closes', iconColor: 'blue', target: { rawSql: 'events of closes' } },
];
const odd = boardsToTry.find('odd');
const board: Board = { ...odd, dashboard: { ...odd.dashboard, annotations: { list: kinds } } };
const boards: Boards = { all: () => [board], find: () => board };
const states = 'drawn drawn drawn drawn drawn drawn empty failed unknown'.split(' ');

describe('the page when the database refuses', () => {
  /** Queries that nobody may ask, by their text. */
  const refused = new Set<string>();
  const denied = 'PostgreSQL: permission denied for view event.';
  const reader: Reader = {
    ...readerToTry,
    ask: (sql) =>
      refused.has(sql)
        ? Promise.reject(new Problem(422, denied))
        : readerToTry.ask(sql.replace(/ of .*/, '')),
  };
  const said: string[] = [];
  let server: FastifyInstance;
  let url: string;
  let opened: OpenPage;

  beforeAll(async () => {
    server = await createPreview({ reader, boards, log: (line) => said.push(line) });
    url = await server.listen({ host: '127.0.0.1', port: 0 });
    opened = await openPage(await findBrowser(process.env['CHROMIUM_PATH'] ?? null), 1400);
  });

  afterAll(async () => {
    await opened.close();
    await server.close();
  });

  beforeEach(() => refused.clear());

  const panel = (id: number): Locator => opened.page.locator(`.panel[data-id="${id}"]`);
  const note = (): Locator => opened.page.locator('.bar').getByRole('alert');
  const button = (name: string | RegExp): Locator => opened.page.getByRole('button', { name });
  const shownStates = async (): Promise<(string | null)[]> => {
    const panels = await opened.page.locator('.panel').all();
    return Promise.all(panels.map((one) => one.getAttribute('data-state')));
  };
  const becomes = (state: 'yes' | 'failed'): Promise<void> =>
    opened.page.locator(`body[data-ready="${state}"]`).waitFor();
  const hideEvents = async (): Promise<void> => {
    await button('Marks in the charts').click();
    await opened.page.getByRole('checkbox', { name: 'Events (1)' }).uncheck();
    await opened.page.keyboard.press('Escape');
  };
  const downloadCsv = async (id: number): Promise<void> => {
    await panel(id).hover();
    await panel(id).getByRole('button', { name: 'Menu' }).click();
    await panel(id).getByRole('button', { name: 'Download CSV' }).click();
  };

  test('one kind of marks is missing: it is said beside the others, and everything is drawn', async () => {
    refused.add('events of closes');
    const panels = await opened.show(`${url}/d/odd`);

    expect(panels.map(({ state }) => state)).toEqual(states);
    expect(await note().textContent()).toBe(`Marks cannot be read: Closes: ${denied}`);
    expect(await button('Sector: All').count()).toBe(1);
    await hideEvents();
    expect(await shownStates()).toEqual(states);
  });

  test('all kinds are missing: they are named, and everything is drawn', async () => {
    for (const { target } of kinds) refused.add(target.rawSql);
    const panels = await opened.show(`${url}/d/odd`);

    expect(panels.map(({ state }) => state)).toEqual(states);
    expect(await note().textContent()).toBe(`Marks cannot be read: Events, Closes: ${denied}`);
  });

  test('the question for marks is not answered: it is said, and everything is drawn', async () => {
    const { page } = opened;
    await page.route('**/annotations?*', (route) => route.fulfill({ status: 503, body: 'gone' }));
    const panels = await opened.show(`${url}/d/odd`);
    await page.unroute('**/annotations?*');

    expect(panels.map(({ state }) => state)).toEqual(states);
    expect(await note().textContent()).toMatch(/^Marks cannot be read: The server answered 503 to /);
  });

  test('filters cannot be read: the bar says what the address says, and every panel why it is empty', async () => {
    refused.add('sectors');
    const address = `${url}/d/odd?from=2025-10-01&to=2025-10-02&var-sector=Foods&var-line=17`;
    await expect(opened.show(address)).rejects.toThrow(denied);

    expect(await shownStates()).toEqual(states.map(() => 'failed'));
    expect(await opened.page.locator('.panel .message').allTextContents()).toEqual(states.map(() => denied));
    expect(await button('Sector: Foods').count()).toBe(1);
    expect(await button(/^Time: 1 Oct 2025/).count()).toBe(1);
    expect(await opened.page.getByRole('textbox', { name: 'Line' }).inputValue()).toBe('17');
    expect(opened.page.url()).toBe(address);
  });

  test('filters can no longer be read: no figure of the choice before stays, until they can', async () => {
    await opened.show(`${url}/d/odd`);
    refused.add('sectors');
    await opened.page.getByRole('textbox', { name: 'Line' }).fill('1731');
    await opened.page.keyboard.press('Tab');
    await becomes('failed');

    expect(new URL(opened.page.url()).searchParams.get('var-line')).toBe('1731');
    expect(await opened.page.locator('.panel .message').allTextContents()).toEqual(states.map(() => denied));
    expect(await opened.page.locator('.panel :is(td, .value, canvas, .words)').count()).toBe(0);
    await hideEvents();
    expect(await shownStates()).toEqual(states.map(() => 'failed'));

    refused.clear();
    await button('Refresh').click();
    await becomes('yes');
    expect(await shownStates()).toEqual(states);
    expect(await opened.page.getByRole('textbox', { name: 'Line' }).inputValue()).toBe('1731');
  });

  test('a time that is none leaves no panel waiting', async () => {
    await expect(opened.show(`${url}/d/odd?from=never`)).rejects.toThrow('"never" is no time');

    expect(await shownStates()).toEqual(states.map(() => 'failed'));
  });

  test('a panel that can no longer be read stays refused when marks are hidden', async () => {
    await opened.show(`${url}/d/odd`);
    refused.add('rows');
    await button('Refresh').click();
    await panel(2).getByText(denied).waitFor();
    await becomes('yes');
    await hideEvents();

    expect(await panel(2).locator('.panel-body').textContent()).toBe(denied);
  });

  test('the rows of a panel are stored under the name that the server gives them', async () => {
    await opened.show(`${url}/d/odd`);
    const [download] = await Promise.all([opened.page.waitForEvent('download'), downloadCsv(4)]);

    const file = await server.inject('/api/dashboards/odd/panels/4.csv');
    expect(download.suggestedFilename()).toBe('odd-panel-4-barchart.csv');
    expect(await readFile(await download.path(), 'utf8')).toBe(file.body);
    expect(await panel(4).getByRole('alert').count()).toBe(0);
  });

  test('rows that are refused are said in the panel, beside its picture', async () => {
    await opened.show(`${url}/d/odd`);
    refused.add('bars');
    await downloadCsv(4);
    await panel(4).getByRole('alert').waitFor();

    expect(await panel(4).getByRole('alert').textContent()).toBe(`No CSV: ${denied}`);
    expect(await panel(4).getAttribute('data-state')).toBe('drawn');
    expect(await panel(4).locator('canvas').isVisible()).toBe(true);
    refused.clear();
    await button('Refresh').click();
    await becomes('yes');
    expect(await panel(4).getByRole('alert').count()).toBe(0);
  });

  test('none of this was an error of the preview itself', () => {
    expect(said).toEqual([]);
  });
});
