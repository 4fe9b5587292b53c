import { startPreview } from '../../preview/start.ts';
import { freePort, type Log } from '../services/ports.ts';
import type { StopAll } from '../services/stop-all.ts';
import { loginOf } from './login-of.ts';

/** Nice to remember; Grafana itself listens on 3000. */
const preferredPort = 13_000;

/** Starts the preview on the demo's data and gives its address. */
export async function showDashboards(readerUrl: string, services: StopAll, log: Log): Promise<string> {
  const port = await freePort(preferredPort, 'the dashboards', log);
  const preview = await startPreview({ login: loginOf(readerUrl), port, log });
  return `${services.add('the dashboards', preview).url}/`;
}
