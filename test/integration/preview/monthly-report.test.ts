import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { loginOf } from '../../../demo/preview/login-of.ts';
import { findBrowser } from '../../../preview/find-browser.ts';
import { drawReport, renderMonthlyReport } from '../../../preview/monthly-report.ts';
import { openPage } from '../../../preview/open-page.ts';
import { startPreview, type Preview } from '../../../preview/start.ts';
import type { ReportContent } from '../../../preview/store-report.ts';
import { openStageBench, type StageBench } from '../../support/stages.ts';

jest.setTimeout(120_000);

/** World design as it stands on 29 October 2025, and the report of its September. */
describe('the monthly report', () => {
  let bench: StageBench;
  let preview: Preview;
  let printed: { readonly url: string; readonly title: string };
  let contents: readonly ReportContent[];
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'appd-licensing-reports-'));
    bench = await openStageBench('monthly_report', 'design');
    const run = await bench.openRun({ date: '2025-10-29', from: '2025-07-30', to: '2025-10-28' });
    await bench.run(run);
    preview = await startPreview({ login: loginOf(bench.url), port: 0, log: () => undefined });
    contents = await drawReport({
      url: preview.url,
      month: '2025-09-01',
      requestedBy: 'tester',
      standing: 'open, data through 2025-09-30',
      print: (order) => {
        printed = order;
        return Promise.resolve(Buffer.from('%PDF-'));
      },
    });
  });

  afterAll(async () => {
    await preview.stop();
    await bench.close();
    await rm(folder, { recursive: true });
  });

  const linesOf = (name: string): string[] =>
    (contents.find((one) => one.name === `csv/${name}.csv`)?.body.toString() ?? '').split('\n').slice(1);

  test('the rows of the forecast go a year ahead of the month', () => {
    const months = linesOf('appd-forecast-budget-bill-and-forecast-by-month-total').map((line) =>
      line.slice(0, 7),
    );

    expect(months).toEqual(expect.arrayContaining(['2025-09', '2025-12', '2026-09']));
    expect(months).not.toContain('2026-10');
  });

  test('the rows of other tabs end with the month', () => {
    const months = linesOf('appd-cost-cost-by-month-and-sector-direct').map((line) => line.slice(0, 7));

    expect(months).toContain('2025-09');
    expect(months).not.toContain('2025-10');
  });

  test('every page says the state of the month, and the sheet of each tab its own months', async () => {
    const address = new URL(printed.url);
    const uids = address.searchParams.get('uids')?.split(',') ?? [];
    address.searchParams.set('uids', 'appd-executive,appd-forecast');
    const opened = await openPage(await findBrowser(process.env['CHROMIUM_PATH'] ?? null), 1600);
    try {
      await opened.show(address.toString());
      const sheets = await opened.page.locator('.sheet').all();
      const heads = await Promise.all(
        sheets.map(async (sheet) => (await sheet.locator('.sheet-head dd').allTextContents()).slice(0, 2)),
      );

      const state = '2025-09: open, data through 2025-09-30';
      expect(heads).toEqual([
        [state, '1 Aug 2024 to 30 Sep 2025'],
        [state, '1 Aug 2024 to 30 Sep 2026'],
      ]);
    } finally {
      await opened.close();
    }
    expect(uids).toHaveLength(8);
    expect(printed.title).toBe('AppDynamics licensing, 2025-09 (open, data through 2025-09-30), for tester');
  });

  test.each([
    ['2999-01-01', 'There is no report of 2999-01 to make: the month has not begun'],
    ['2023-01-01', 'has bills of 2025-07 to 2025-10, and none of this month'],
  ])('the report of %s is refused, and no folder is made', async (month, why) => {
    const login = loginOf(bench.url);
    const place = { login, folder, browserPath: null, log: () => undefined };

    await expect(renderMonthlyReport(place, { month, requestedBy: 'tester' })).rejects.toThrow(why);
    expect(await readdir(folder)).toEqual([]);
  });
});
