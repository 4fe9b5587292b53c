import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addDays, addMonths } from '../pipeline/days.ts';
import type { MonthlyReport, ReportFile, ReportOrder } from '../pipeline/monthly-report.ts';
import { findBrowser } from './find-browser.ts';
import { printPdf } from './print-pdf.ts';
import type { ReaderLogin } from './reader.ts';
import { startPreview } from './start.ts';

/** Where a report is made, and of what. */
export interface ReportPlace {
  readonly login: ReaderLogin;
  /** Below it every month gets a folder of its own. */
  readonly folder: string;
  /** The browser that prints; null looks for an installed one. */
  readonly browserPath: string | null;
  readonly log: (line: string) => void;
}

interface Content {
  readonly name: string;
  readonly body: Buffer;
}

interface TabEntry {
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
}

interface TabPanel {
  readonly id: number;
  readonly type: string;
}

/**
 * Prints the eight tabs with the thirteen months that end with the reported one, and writes the rows of every panel beside it. The
 * month's folder is replaced as a whole.
 *
 * @throws ConfigError when there is no browser; Problem when the login may not read.
 */
export async function renderMonthlyReport(place: ReportPlace, order: ReportOrder): Promise<MonthlyReport> {
  const browserPath = await findBrowser(place.browserPath);
  const preview = await startPreview({ login: place.login, port: 0, log: place.log });
  try {
    const tabs = (await ask<TabEntry[]>(preview.url, '/api/tabs')).filter(({ folder }) => folder === 'tabs');
    const range = rangeOf(order);
    const uids = tabs.map(({ uid }) => uid).join(',');
    const name = `appd-licensing-${order.month.slice(0, 7)}.pdf`;
    const body = await printPdf({
      browserPath,
      url: `${preview.url}/print?uids=${uids}&${range}`,
      title: `AppDynamics licensing, ${order.month.slice(0, 7)}, for ${order.requestedBy}`,
    });
    const tables = await Promise.all(tabs.map(({ uid }) => readTables(preview.url, uid, range)));
    return await store(place.folder, order, [{ name, body }, ...tables.flat()]);
  } finally {
    await preview.stop();
  }
}

/** Thirteen months, the last one whole. */
function rangeOf({ month }: ReportOrder): string {
  const to = `${addDays(addMonths(month, 1), -1)}T23:59:59.999Z`;
  return new URLSearchParams({ from: `${addMonths(month, -12)}T00:00:00.000Z`, to }).toString();
}

async function readTables(url: string, uid: string, range: string): Promise<Content[]> {
  const { dashboard } = await ask<{ dashboard: { panels: TabPanel[] } }>(url, `/api/dashboards/${uid}`);
  const tables: Content[] = [];
  for (const { id, type } of dashboard.panels) {
    if (type === 'row' || type === 'text') continue;
    const answer = await fetch(`${url}/api/dashboards/${uid}/panels/${id}.csv?${range}`);
    if (!answer.ok) throw new Error(`The rows of panel ${id} of ${uid} were refused: ${await answer.text()}`);
    const [, file = `${uid}-${id}.csv`] =
      /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
    tables.push({ name: `csv/${file}`, body: Buffer.from(await answer.arrayBuffer()) });
  }
  return tables;
}

async function ask<Answer>(url: string, path: string): Promise<Answer> {
  const answer = await fetch(`${url}${path}`);
  if (!answer.ok) throw new Error(`${path} was refused: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** Readers find the old report or the new one, never a half of each. */
async function store(
  folder: string,
  { month }: ReportOrder,
  contents: readonly Content[],
): Promise<MonthlyReport> {
  await mkdir(folder, { recursive: true });
  const fresh = await mkdtemp(join(folder, '.making-'));
  try {
    for (const { name, body } of contents) {
      await mkdir(dirname(join(fresh, name)), { recursive: true });
      await writeFile(join(fresh, name), body);
    }
    const place = join(folder, month.slice(0, 7));
    await rm(place, { recursive: true, force: true });
    await rename(fresh, place);
    return { month, folder: place, files: contents.map(fileOf) };
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}

function fileOf({ name, body }: Content): ReportFile {
  return { name, bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
}
