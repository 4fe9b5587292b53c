import type { ReaderLogin } from '../../preview/reader.ts';
import { startPreview } from '../../preview/start.ts';
import { freePort, type Log } from '../services/ports.ts';
import type { StopAll } from '../services/stop-all.ts';
import type { ViewerOptions } from '../viewer/options.ts';
import { address, runViewer, type Says, type Shown } from '../viewer/run-viewer.ts';
import { openDemoData } from './demo-data.ts';
import { settingsLogin } from './settings-data.ts';

const help = `Usage: npm run dashboards:preview -- [options]

Shows the dashboards in a browser, without Grafana: the same generated files, the same queries, this machine only. With
DATABASE_URL or the DB_ settings it shows that database; without them the data of the demo that runs, or that ran last. The
login must be one of a reader, or be allowed to become one: "npm run cli -- readers add NAME" makes one.
`;

async function show(options: ViewerOptions, started: StopAll, says: Says): Promise<Shown> {
  const { login, what, untilLost } = await chooseData(options, started, says.log);
  const port = await freePort(options.port, 'the dashboards', says.log);
  const { url } = started.add('the dashboards', await startPreview({ login, port, log: says.log }));
  address(says, 'Dashboards', `${url}/`, what, options.sector);
  return { untilLost };
}

async function chooseData(
  { world, sector }: ViewerOptions,
  started: StopAll,
  log: Log,
): Promise<Shown & { readonly login: ReaderLogin; readonly what: string }> {
  const login = world === null ? await settingsLogin(process.env) : null;
  if (login === null) {
    const demo = await openDemoData({ world, sector }, started, log);
    return { ...demo, what: `world "${demo.world}"` };
  }
  if (sector !== null)
    throw new Error(
      '--sector makes a login on the demo. For another database, make one with "npm run cli -- readers add NAME --sector SECTOR" and set DB_USER and DB_PASSWORD to it.',
    );
  return { login, untilLost: null, what: `database ${login.database} at ${login.host}:${login.port}` };
}

process.exit(await runViewer({ help, usualPort: 13_000, show, complaint: 'The preview could not go on: ' }));
