import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Board } from '../../../preview/dashboards.ts';
import { findBrowser } from '../../../preview/find-browser.ts';
import { openPage, type OpenPage } from '../../../preview/open-page.ts';
import { Problem } from '../../../preview/problem.ts';
import type { Reader } from '../../../preview/reader.ts';
import { createPreview } from '../../../preview/server.ts';

const boardOf = (uid: string, to: string): Board => ({
  dashboard: {
    uid,
    title: `Tab ${uid}`,
    time: { from: 'now-13M/M', to },
    annotations: { list: [{ name: 'Events', enable: true, target: { rawSql: 'broken_marks' } }] },
    panels: [
      {
        id: 1,
        type: 'table',
        title: 'Rows',
        gridPos: { x: 0, y: 0, w: 24, h: 8 },
        targets: [{ refId: 'A', format: 'table', rawSql: `rows $__timeFrom() $__timeTo()` }],
      } as NonNullable<Board['dashboard']['panels']>[number],
    ],
  },
  folder: 'tabs',
  path: `/d/${uid}/${uid}`,
});
const all = [boardOf('past', 'now'), boardOf('ahead', 'now+12M/M')];
const boards = {
  all: () => all,
  find: (uid: string): Board => {
    const board = all.find(({ dashboard }) => dashboard.uid === uid);
    if (!board) throw new Problem(404, `There is no dashboard "${uid}".`);
    return board;
  },
};

/** Sheets of paper whose marks cannot be read; data goes through 28 October 2025. */
describe('the page for paper', () => {
  let server: FastifyInstance;
  let url: string;
  let opened: OpenPage;
  const asked: string[] = [];
  const reader: Reader = {
    ask(sql) {
      asked.push(sql);
      if (sql.startsWith('rows'))
        return Promise.resolve({ fields: [{ name: 'Cost', type: 'number' }], rows: [['1.00']] });
      if (sql.includes('data_through_day')) return Promise.resolve({ fields: [], rows: [['2025-10-28']] });
      return Promise.reject(new Problem(422, `PostgreSQL: relation "${sql}" does not exist.`));
    },
    close: () => Promise.resolve(),
  };

  beforeAll(async () => {
    server = await createPreview({ reader, boards, log: () => undefined });
    url = await server.listen({ host: '127.0.0.1', port: 0 });
    opened = await openPage(await findBrowser(process.env['CHROMIUM_PATH'] ?? null), 1600);
  });

  afterAll(async () => {
    await opened.close();
    await server.close();
  });

  const print = (words: Readonly<Record<string, string>>) => {
    asked.length = 0;
    return opened.show(`${url}/print?${new URLSearchParams({ uids: 'past,ahead', ...words }).toString()}`);
  };
  const heads = async (): Promise<string[][]> => {
    const sheets = await opened.page.locator('.sheet').all();
    return Promise.all(sheets.map((sheet) => sheet.locator('.sheet-head dd').allTextContents()));
  };

  test('marks that cannot be read are left out, and the panels are drawn all the same', async () => {
    const panels = await print({});

    expect(asked.filter((sql) => sql === 'broken_marks')).toHaveLength(2);
    expect(panels).toEqual([
      { title: 'Rows', state: 'drawn', message: '' },
      { title: 'Rows', state: 'drawn', message: '' },
    ]);
  });

  test('every tab has its own months, as if the moment of the address were now', async () => {
    await print({ now: '2025-09-30T23:59:59.999Z', state: '2025-09: in review' });

    expect(await heads()).toEqual([
      ['2025-09: in review', '1 Aug 2024 to 30 Sep 2025'],
      ['2025-09: in review', '1 Aug 2024 to 30 Sep 2026'],
    ]);
    expect(asked.filter((sql) => sql.startsWith('rows')).sort()).toEqual([
      expect.stringMatching(/2024-08-01.*2025-09-30/),
      expect.stringMatching(/2024-08-01.*2026-09-30/),
    ]);
  });

  test('without a moment the months end with the data, and nothing is said of a state', async () => {
    await print({});

    expect(await heads()).toEqual([['1 Sep 2024 to 28 Oct 2025'], ['1 Sep 2024 to 31 Oct 2026']]);
  });

  test('a moment that is none is refused', async () => {
    await expect(print({ now: 'soon' })).rejects.toThrow('"soon" is no time');
  });
});
