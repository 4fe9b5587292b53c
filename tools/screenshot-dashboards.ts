import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isTold } from '../demo/desk/is-told.ts';
import { folderOf } from '../demo/folder.ts';
import { openDemoData } from '../demo/preview/demo-data.ts';
import { createStopAll } from '../demo/services/stop-all.ts';
import { findBrowser } from '../preview/find-browser.ts';
import { openPage, type PanelResult } from '../preview/open-page.ts';
import { startPreview } from '../preview/start.ts';

const help = `Usage: npm run dashboards:screenshots -- [options]

Takes a picture of every tab, as its reader sees it first, into docs/dashboards/. Shows the demo of world "enterprise", which is
played before unless it was to its end. Fails when a panel shows an error, or nothing.

Options:
  --url URL      take the pictures of a preview that runs already
  --folder PATH  write them elsewhere
  --help         show help
`;

const world = 'enterprise';
const width = 1600;
const inRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Panels that may be empty on the demo's data, by tab and title, each with its reason. There should be none. */
const mayBeEmpty: Readonly<Record<string, string>> = {};

interface TabEntry {
  readonly uid: string;
  readonly title: string;
  readonly path: string;
  readonly folder: string;
}

const services = createStopAll();
const log = (line: string): void => console.error(line);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      folder: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  services.stopOnSignals(log);
  const browserPath = await findBrowser(process.env['CHROMIUM_PATH'] ?? null);
  const url = values.url?.replace(/\/$/, '') ?? (await showDemo());
  const problems = await takePictures(browserPath, url, values.folder ?? inRoot('docs/dashboards'));
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}

/** Serves the demo's data, and plays the demo before when its story was not told there yet. */
async function showDemo(): Promise<string> {
  if (!isTold(world, folderOf(world))) await playDemo();
  const { login } = await openDemoData({ world, sector: null }, services, log);
  return services.add('the preview', await startPreview({ login, port: 0, log })).url;
}

async function playDemo(): Promise<void> {
  const args = [inRoot('demo/bootstrap.mjs'), 'demo', '--world', world, '--once'];
  const demo = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  services.add('the demo', { stop: () => Promise.resolve(void demo.kill()) });
  const exitCode = await new Promise((resolve) => demo.once('exit', resolve));
  if (exitCode !== 0)
    throw new Error(`The demo of world "${world}" ended with exit code ${String(exitCode)}.`);
}

/** Gives what is wrong with the panels, a line each. */
async function takePictures(browserPath: string, url: string, folder: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/tabs`);
  const tabs = ((await answer.json()) as TabEntry[]).filter((tab) => tab.folder === 'tabs');
  mkdirSync(folder, { recursive: true });
  const opened = services.add('the browser', closing(await openPage(browserPath, width)));
  const problems: string[] = [];
  for (const { title, path } of tabs) {
    const file = join(folder, `${path.split('/').at(-1) ?? ''}.png`);
    try {
      const panels = await opened.show(`${url}${path}`);
      problems.push(...panels.flatMap((panel) => problemOf(title, panel)));
      log(`${file}: ${panels.length} panels`);
    } catch (error) {
      problems.push(`${title}: ${error instanceof Error ? error.message : String(error)}`);
    }
    await opened.page.screenshot({ path: file, fullPage: true });
  }
  return problems;
}

function closing<Opened extends { close(): Promise<void> }>(opened: Opened) {
  return { ...opened, stop: () => opened.close() };
}

function problemOf(tab: string, { title, state, message }: PanelResult): string[] {
  if (state === 'drawn' || (state === 'empty' && `${tab}/${title}` in mayBeEmpty)) return [];
  return [`${tab}, "${title}" is ${state}: ${message}`];
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await services.stop();
}
