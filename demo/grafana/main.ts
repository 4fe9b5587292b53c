import { join } from 'node:path';
import { openTerminal } from '../../cli/terminal.ts';
import { describeError, PipelineError } from '../../pipeline/errors.ts';
import { createWorld } from '../../simulators/world.ts';
import { folderOf } from '../folder.ts';
import { openDemoData } from '../preview/demo-data.ts';
import { readRunning } from '../running.ts';
import type { Log } from '../services/ports.ts';
import { createStopAll, type StopAll } from '../services/stop-all.ts';
import { stayUp } from '../stay-up.ts';
import { grafanaHelp, readOptions, type GrafanaOptions } from './options.ts';
import { provideGrafana } from './provide-grafana.ts';
import { render } from './render.ts';
import { startGrafana } from './start-grafana.ts';
import { startPrometheus } from './start-prometheus.ts';

const services = createStopAll();
const terminal = openTerminal(process.stdout, process.stderr, process.env);
// A terminal that was closed cannot take any more words; what was started must be stopped all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
const log: Log = (line) => terminal.err(`${line}\n`);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    terminal.out(grafanaHelp);
    return 0;
  }
  if ('problem' in options) {
    log(`${options.problem}\n\n${grafanaHelp}`);
    return 1;
  }
  services.stopOnSignals(log);
  try {
    await show(options, services);
    return await stayUp(services, log, 0);
  } catch (error) {
    log(explain(error));
    return 1;
  } finally {
    await services.stop();
  }
}

async function show(options: GrafanaOptions, started: StopAll): Promise<void> {
  const grafana = await provideGrafana(log);
  const { login, world: name } = await openDemoData(options, started, log);
  const { firstDay, lastDay } = createWorld(name);
  const folder = join(folderOf(name), 'grafana');
  const metricsUrl = readRunning(folderOf(name))?.metricsUrl ?? null;
  const prometheusUrl = await startPrometheus(folder, metricsUrl, started, log);
  const rendered = render(folder, grafana.home, { first: firstDay, last: lastDay });
  log(`Starting Grafana ${grafana.version} from ${grafana.home} ...`);
  const running = await startGrafana({ ...options, grafana, folder, rendered, login, prometheusUrl, log });
  const { url, user, password } = started.add('Grafana', running);
  const who = options.sector === null ? '' : `, as a finance partner of ${options.sector}`;
  terminal.out(
    `  ${'Grafana'.padEnd(15)} ${terminal.paint('cyan', `${url}/dashboards`)}  (world "${name}"${who})\n`,
  );
  terminal.out(`  ${'Sign in'.padEnd(15)} ${user} / ${password}\n`);
}

function explain(error: unknown): string {
  if (error instanceof PipelineError) return describeError(error);
  return error instanceof Error ? error.message : String(error);
}

process.exit(await main());
