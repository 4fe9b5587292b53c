import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { openTerminal, type Terminal } from '../cli/terminal.ts';
import type { RunSummary } from '../repositories/run-summary.ts';
import { applySchedule } from '../schedules/apply.ts';
import { dailySchedule } from '../schedules/daily.ts';
import { createWorld, type World } from '../simulators/world.ts';
import { closingWords } from './closing-words.ts';
import { openFolder } from './folder.ts';
import { demoHelp, readOptions, type DemoOptions } from './options.ts';
import { endLeftovers, playRuns } from './play-runs.ts';
import { showDashboards } from './preview/show-dashboards.ts';
import { prepareWarehouse } from './prepare-warehouse.ts';
import { makeReader } from './reader.ts';
import { noteRunning } from './running.ts';
import { createStopAll, type StopAll } from './services/stop-all.ts';
import { startEverything } from './start-everything.ts';
import { startWorker } from './start-worker.ts';
import { stayUp } from './stay-up.ts';

/** Plays the demo; what it started is known to `services`. Gives whether everything was right. */
async function play(options: DemoOptions, services: StopAll, terminal: Terminal): Promise<boolean> {
  const log = (line: string): void => terminal.err(`${line}\n`);
  const world = createWorld(options.world);
  const folder = openFolder(options, services);
  log(
    `World "${world.name}": usage of ${world.firstDay} to ${world.lastDay}. Starting PostgreSQL, Temporal and the vendors ...`,
  );
  const surroundings = await startEverything(world, folder, services, log);
  const { temporal, postgres, env } = surroundings;

  const connection = await Connection.connect({ address: temporal.address });
  services.add('the connection to Temporal', { stop: () => connection.close() });
  const client = new Client({ connection, namespace: temporal.namespace });
  await endLeftovers(client, world);
  const [database, worker] = await Promise.allSettled([
    prepareWarehouse(postgres, world).then((opened) => {
      services.add('the connection to PostgreSQL', { stop: () => opened.close() });
      return opened;
    }),
    startWorker(env, folder).then((started) => services.add('the worker', started)),
  ]);
  if (database.status === 'rejected') throw database.reason;
  if (worker.status === 'rejected') throw worker.reason;
  const schedule = await applySchedule(client.schedule, pausedSchedule(world));
  const readerUrl = await makeReader(database.value, postgres.url);
  const note = noteRunning(folder, {
    databaseUrl: postgres.url,
    readerUrl,
    firstDay: world.firstDay,
    lastDay: world.lastDay,
    metricsUrl: surroundings.metricsUrl,
  });
  services.add('the note of what runs', note);
  const dashboards = options.isOnce ? null : await showDashboards(readerUrl, services, log);

  const { summaries, isRight } = await playRuns({
    world,
    vendors: surroundings.vendors,
    client,
    database: database.value,
    databaseUrl: postgres.url,
    folder,
    terminal,
  });
  if (options.jsonFile !== null) writeJson(options.jsonFile, summaries);
  terminal.out(`${closingWords(summaries, { ...surroundings, dashboards }, schedule, terminal)}\n`);
  if (!isRight) log(`The last words of the worker:\n${worker.value.output()}`);
  return isRight;
}

function pausedSchedule(world: World) {
  return dailySchedule({
    cron: '0 2 * * *',
    windowDays: 3,
    startedBy: 'demo',
    paused: true,
    note: `Paused: the simulated world has an end, ${world.lastDay}.`,
  });
}

/** The summary of the last run, and those of all. */
function writeJson(file: string, summaries: readonly RunSummary[]): void {
  const path = resolve(file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...summaries.at(-1), runs: summaries }, null, 2)}\n`);
}

const services = createStopAll();
const terminal = openTerminal(process.stdout, process.stderr, process.env);
// A terminal that was closed cannot take any more words; what was started must be stopped all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    terminal.out(demoHelp);
    return 0;
  }
  if ('problem' in options) {
    terminal.err(`${options.problem}\n\n${demoHelp}`);
    return 1;
  }
  services.stopOnSignals((line) => terminal.err(`${line}\n`));
  try {
    const exitCode = (await play(options, services, terminal)) ? 0 : 2;
    if (!options.isOnce) await stayUp(services, (line) => terminal.err(`${line}\n`), exitCode);
    terminal.err('Stopping, as --once asks; start without it to open these addresses.\n');
    return exitCode;
  } catch (error) {
    terminal.err(`${error instanceof Error ? explain(error) : String(error)}\n`);
    return 1;
  } finally {
    await services.stop();
  }
}

function explain(error: Error): string {
  const cause = error.cause instanceof Error ? `\n${error.cause.message}` : '';
  return `The demo could not go on: ${error.message}${cause}`;
}

process.exit(await main());
