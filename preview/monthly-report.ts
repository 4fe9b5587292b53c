import { createHash } from 'node:crypto';
import { addMonths, dayOf } from '../pipeline/days.ts';
import type { MonthlyReport, ReportFile, ReportOrder } from '../pipeline/monthly-report.ts';
import type { Month } from '../pipeline/run.ts';
import { findBrowser } from './find-browser.ts';
import { describeStanding, readMonthStanding } from './month-standing.ts';
import { printPdf, type PrintOrder } from './print-pdf.ts';
import { openReader, type ReaderLogin } from './reader.ts';
import { startPreview } from './start.ts';
import { storeReport, sweepReport, type ReportContent } from './store-report.ts';
import { readRange } from './time-range.ts';

/** Where a report is made, and of what. */
export interface ReportPlace {
  readonly login: ReaderLogin;
  /** Below it every month gets a folder of its own. */
  readonly folder: string;
  /** The browser that prints; null looks for an installed one. */
  readonly browserPath: string | null;
  readonly log: (line: string) => void;
}

interface TabEntry {
  readonly uid: string;
  readonly title: string;
  readonly folder: string;
}

interface Tab {
  /** The months on which it opens, in words like `now-13M/M`. */
  readonly time: { readonly from: string; readonly to: string };
  readonly panels: readonly { readonly id: number; readonly type: string }[];
}

/**
 * Prints the eight tabs with the months on which each opens, as if the reported month had just ended, and writes the rows of every
 * panel beside it. The month's folder is replaced as a whole.
 *
 * @throws PolicyError when there is nothing to report of the month; ConfigError when there is no browser; Problem when the login may
 * not read.
 */
export async function renderMonthlyReport(place: ReportPlace, order: ReportOrder): Promise<MonthlyReport> {
  const { month } = order;
  const standing = await standingOf(place.login, month);
  await sweepReport(place.folder, month);
  const browserPath = await findBrowser(place.browserPath);
  const preview = await startPreview({ login: place.login, port: 0, log: place.log });
  try {
    const contents = await drawReport({
      ...order,
      url: preview.url,
      standing,
      print: (printed) => printPdf({ browserPath, ...printed }),
    });
    const folder = await storeReport(place.folder, month, contents);
    return { month, standing, folder, files: contents.map(fileOf) };
  } finally {
    await preview.stop();
  }
}

async function standingOf(login: ReaderLogin, month: Month): Promise<string> {
  const reader = await openReader(login);
  try {
    const database = `${login.database} on ${login.host}`;
    return describeStanding(await readMonthStanding({ reader, database, today: dayOf(Date.now()) }, month));
  } finally {
    await reader.close();
  }
}

/** A report to draw: what was asked for, the preview that shows it, and what prints. */
export interface Drawing extends ReportOrder {
  /** Of the preview, without a slash at the end. */
  readonly url: string;
  /** The state of the month in words; stands on every page. */
  readonly standing: string;
  readonly print: (printed: Omit<PrintOrder, 'browserPath'>) => Promise<Buffer>;
}

/** The PDF first, then a CSV per panel. @throws Error that names a panel whose query fails. */
export async function drawReport({
  url,
  month,
  requestedBy,
  standing,
  print,
}: Drawing): Promise<ReportContent[]> {
  const tabs = (await ask<TabEntry[]>(url, '/api/tabs')).filter(({ folder }) => folder === 'tabs');
  const name = month.slice(0, 7);
  const now = new Date(Date.parse(addMonths(month, 1)) - 1);
  const printed = new URLSearchParams({
    uids: tabs.map(({ uid }) => uid).join(','),
    now: now.toISOString(),
    state: `${name}: ${standing}`,
  });
  const body = await print({
    url: `${url}/print?${printed.toString()}`,
    title: `AppDynamics licensing, ${name} (${standing}), for ${requestedBy}`,
  });
  const tables = await Promise.all(tabs.map(({ uid }) => readTables(url, uid, now)));
  return [{ name: `appd-licensing-${name}.pdf`, body }, ...tables.flat()];
}

async function readTables(url: string, uid: string, now: Date): Promise<ReportContent[]> {
  const { dashboard } = await ask<{ dashboard: Tab }>(url, `/api/dashboards/${uid}`);
  const { from, to } = readRange(dashboard.time.from, dashboard.time.to, now);
  const range = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() }).toString();
  const tables: ReportContent[] = [];
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

function fileOf({ name, body }: ReportContent): ReportFile {
  return { name, bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
}
