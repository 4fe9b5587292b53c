import { openTerminal } from '../../cli/terminal.ts';
import { describeError, PipelineError } from '../../pipeline/errors.ts';
import type { ReaderLogin } from '../../preview/reader.ts';
import { startPreview } from '../../preview/start.ts';
import { freePort, type Log } from '../services/ports.ts';
import { createStopAll, type StopAll } from '../services/stop-all.ts';
import { stayUp } from '../stay-up.ts';
import { openDemoData } from './demo-data.ts';
import { previewHelp, readOptions, type PreviewOptions } from './options.ts';
import { settingsLogin } from './settings-data.ts';

const services = createStopAll();
const terminal = openTerminal(process.stdout, process.stderr, process.env);
// A terminal that was closed cannot take any more words; what was started must be stopped all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
const log: Log = (line) => terminal.err(`${line}\n`);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    terminal.out(previewHelp);
    return 0;
  }
  if ('problem' in options) {
    log(`${options.problem}\n\n${previewHelp}`);
    return 1;
  }
  services.stopOnSignals(log);
  try {
    await show(options, services);
    return await stayUp(services, log, 0);
  } catch (error) {
    log(`The preview could not start: ${explain(error)}`);
    return 1;
  } finally {
    await services.stop();
  }
}

async function show(options: PreviewOptions, started: StopAll): Promise<void> {
  const { login, what } = await chooseData(options, started);
  const port = await freePort(options.port, 'the dashboards', log);
  const { url } = started.add('the dashboards', await startPreview({ login, port, log }));
  const who = options.sector === null ? '' : `, as a finance partner of ${options.sector}`;
  terminal.out(`  ${'Dashboards'.padEnd(15)} ${terminal.paint('cyan', `${url}/`)}  (${what}${who})\n`);
}

async function chooseData(
  { world, sector }: PreviewOptions,
  started: StopAll,
): Promise<{ readonly login: ReaderLogin; readonly what: string }> {
  const login = world === null ? await settingsLogin(process.env) : null;
  if (login === null) {
    const demo = await openDemoData({ world, sector }, started, log);
    return { login: demo.login, what: `world "${demo.world}"` };
  }
  if (sector !== null)
    throw new Error(
      '--sector makes a login on the demo. For another database, make one with "npm run cli -- readers add NAME --sector SECTOR" and set DB_USER and DB_PASSWORD to it.',
    );
  return { login, what: `database ${login.database} at ${login.host}:${login.port}` };
}

function explain(error: unknown): string {
  if (error instanceof PipelineError) return describeError(error);
  return error instanceof Error ? error.message : String(error);
}

process.exit(await main());
