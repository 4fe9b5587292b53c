import { join } from 'node:path';
import { createWorld } from '../../simulators/world.ts';
import { folderOf } from '../folder.ts';
import { openDemoData } from '../preview/demo-data.ts';
import { readRunning } from '../running.ts';
import type { StopAll } from '../services/stop-all.ts';
import type { ViewerOptions } from '../viewer/options.ts';
import { address, runViewer, type Says, type Shown } from '../viewer/run-viewer.ts';
import { provideGrafana } from './provide-grafana.ts';
import { render } from './render.ts';
import { startGrafana } from './start-grafana.ts';
import { startPrometheus } from './start-prometheus.ts';

const help = `Usage: npm run grafana -- [options]

Starts Grafana on the demo's data, with all dashboards and alert rules, on this machine only: the grafana on PATH or in
GRAFANA_HOME, or the official archive, which is downloaded once. No Docker is needed. Stays up until Ctrl-C.
`;

async function show(options: ViewerOptions, started: StopAll, says: Says): Promise<Shown> {
  const { terminal, log } = says;
  const grafana = await provideGrafana(log);
  const { login, world: name, untilLost } = await openDemoData(options, started, log);
  const { firstDay, lastDay } = createWorld(name);
  const folder = join(folderOf(name), 'grafana');
  const metricsUrl = readRunning(folderOf(name))?.metricsUrl ?? null;
  const prometheusUrl = await startPrometheus(folder, metricsUrl, started, log);
  const rendered = render(folder, grafana.home, { first: firstDay, last: lastDay });
  log(`Starting Grafana ${grafana.version} from ${grafana.home} ...`);
  const running = await startGrafana({ ...options, grafana, folder, rendered, login, prometheusUrl, log });
  const { url, user, password } = started.add('Grafana', running);
  address(says, 'Grafana', `${url}/dashboards`, `world "${name}"`, options.sector);
  terminal.out(`  ${'Sign in'.padEnd(15)} ${user} / ${password}\n`);
  return { untilLost };
}

process.exit(await runViewer({ help, usualPort: 3000, show }));
