import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Locator } from 'playwright-core';
import { findBrowser } from '../../../preview/find-browser.ts';
import { openPage, type OpenPage, type PanelResult } from '../../../preview/open-page.ts';
import { printPdf } from '../../../preview/print-pdf.ts';
import { createPreview } from '../../../preview/server.ts';
import { boards, oddName, reader } from './page-to-try.ts';

describe('the page of the preview in a browser', () => {
  let server: FastifyInstance;
  let url: string;
  let opened: OpenPage;
  let panels: readonly PanelResult[];
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await createPreview({ reader, boards, log: (line) => complaints.push(line) });
    url = await server.listen({ host: '127.0.0.1', port: 0 });
    opened = await openPage(await findBrowser(process.env['CHROMIUM_PATH'] ?? null), 1400);
    opened.page.on('console', (message) => complaints.push(message.text()));
    opened.page.on('pageerror', (error) => complaints.push(error.message));
    panels = await opened.show(`${url}/d/odd/odd`);
  });

  afterAll(async () => {
    await opened.close();
    await server.close();
  });

  const panel = (id: number): Locator => opened.page.locator(`.panel[data-id="${id}"]`);
  const ready = async (): Promise<void> => {
    await opened.page.locator('body[data-ready="yes"]').waitFor();
  };

  test('every panel says what became of it', () => {
    expect(panels.map(({ state, message }) => [state, message])).toEqual([
      ['drawn', ''],
      ['drawn', ''],
      ['drawn', ''],
      ['drawn', ''],
      ['drawn', ''],
      ['drawn', ''],
      ['empty', 'Nobody has done it yet.'],
      ['failed', 'PostgreSQL: relation "missing_view" does not exist.'],
      ['unknown', 'The preview does not draw panels of the type "candlestick": open this one in Grafana.'],
    ]);
  });

  test('names stay names: nothing of them runs, everything of them is shown', async () => {
    const { page } = opened;
    expect(await page.locator('h1').textContent()).toBe(`1 Odd ${oddName}`);
    expect(await panel(1).locator('.name').first().textContent()).toBe(oddName);
    expect(await panel(2).locator('tbody td').first().textContent()).toBe(oddName);
    expect(await panel(3).locator('.legend .name').first().textContent()).toBe(oddName);
    expect(await panel(6).textContent()).toContain('<script>');
    expect(await page.locator('img, .panel script').count()).toBe(0);
    expect(await page.title()).not.toBe('broken');
  });

  test('figures have all their digits, and words of states are mapped', async () => {
    const tiles = panel(1).locator('.value');
    expect(await tiles.allTextContents()).toEqual(['passed', '90,071,992,547,409,931.2']);
    expect(await panel(2).locator('tbody tr').nth(1).locator('td').allTextContents()).toEqual([
      'Foods',
      '$100,000,000,000,000,000.01',
      '–',
    ]);
  });

  test('a link of a row keeps time and filters, and carries the name as it is', async () => {
    const address = (await panel(2).locator('tbody a').first().getAttribute('href')) ?? '';
    const parameters = new URL(address, url).searchParams;
    expect(Object.fromEntries(parameters)).toEqual({
      from: 'now-1M/M',
      to: 'now',
      'var-sector': '$__all',
      'var-name': oddName,
    });
  });

  test('a table sorts by the keyboard, filters, and gives its rows as they are needed', async () => {
    const table = panel(2);
    expect(await table.locator('tbody tr').count()).toBe(200);
    await table.getByRole('button', { name: 'Cost' }).focus();
    await opened.page.keyboard.press('Enter');
    expect(await table.locator('th').nth(1).getAttribute('aria-sort')).toBe('descending');
    expect(await table.locator('tbody td').first().textContent()).toBe('Foods');
    await table.getByRole('searchbox').fill('söhne');
    expect(await table.locator('.count').textContent()).toBe('1 of 302 rows');
  });

  test('a picture can be read as a table', async () => {
    await panel(4).hover();
    await panel(4).getByRole('button', { name: 'Menu' }).click();
    await panel(4).getByRole('button', { name: 'as a table' }).click();
    expect(await panel(4).locator('tbody td').first().textContent()).toBe(oddName);
  });

  test('the address is the state: a choice is a step back', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Sector: All' }).click();
    await page.getByRole('searchbox', { name: 'Search Sector' }).fill('neill');
    await page.locator('.choices').getByText(oddName, { exact: true }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: `Sector: ${oddName}` }).waitFor();
    await ready();
    expect(new URL(page.url()).searchParams.getAll('var-sector')).toEqual([oddName]);
    expect(await panel(6).locator('p').textContent()).toContain(`Chosen: ${oddName}`);
    await page.getByRole('textbox', { name: 'Line' }).fill('1731');
    await page.keyboard.press('Tab');
    await page.waitForURL(/var-line=1731/);
    await page.goBack();
    await page.goBack();
    await page.getByRole('button', { name: 'Sector: All' }).waitFor();
    await ready();
  });

  test('a time that is none is refused with an example, and a good one is taken', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: /^Time:/ }).click();
    await page.getByLabel('From', { exact: true }).fill('yesterday');
    await page.locator('form').last().getByRole('button').click();
    expect(await page.getByRole('alert').filter({ hasText: 'is no time' }).count()).toBe(1);
    await page.getByLabel('From', { exact: true }).fill('2025-10-01');
    await page.getByLabel('To', { exact: true }).fill('2025-10-02');
    await page.locator('form').last().getByRole('button').click();
    await page.getByRole('button', { name: 'Time: 1 Oct 2025 to 2 Oct 2025' }).waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('2025-10-02T23:59:59.999Z');
  });

  test('every button, link and field has a name', async () => {
    for (const role of ['button', 'link', 'textbox', 'searchbox', 'combobox', 'checkbox'] as const)
      expect([role, await opened.page.getByRole(role, { name: /^\s*$/ }).count()]).toEqual([role, 0]);
  });

  test('a page that there is not says so', async () => {
    await expect(opened.show(`${url}/d/nothing`)).rejects.toThrow('There is no dashboard "nothing".');
    await expect(opened.show(`${url}/print`)).rejects.toThrow('names no tab');
    await expect(opened.show(`${url}/d/odd?from=never`)).rejects.toThrow('"never" is no time');
  });

  test('the browser complains about nothing but the refused queries', () => {
    const others = complaints.filter((line) => !line.includes('Failed to load resource'));
    expect(others).toEqual([]);
  });

  test('a report with a hole is none', async () => {
    const order = { browserPath: await findBrowser(null), url: `${url}/print?uids=odd`, title: oddName };
    await expect(printPdf(order)).rejects.toThrow('Panel 8: table: PostgreSQL: relation "missing_view"');
  });
});
