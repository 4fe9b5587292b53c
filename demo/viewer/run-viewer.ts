import { openTerminal, type Terminal } from '../../cli/terminal.ts';
import { describeError, PipelineError } from '../../pipeline/errors.ts';
import type { Log } from '../services/ports.ts';
import { createStopAll, type StopAll } from '../services/stop-all.ts';
import { stayUp } from '../stay-up.ts';
import { optionsHelp, readOptions, type ViewerOptions } from './options.ts';

/** A program that shows the demo's data and stays up until Ctrl-C. */
export interface Viewer {
  /** How it is called and what it shows. */
  readonly help: string;
  readonly usualPort: number;
  /** Starts what is looked at and says where; what it started is known to `started`. */
  readonly show: (options: ViewerOptions, started: StopAll, says: Says) => Promise<Shown>;
  /** Stands before what went wrong. */
  readonly complaint?: string;
}

/** What is looked at now. */
export interface Shown {
  /** Rejects, with words for people, when there is nothing to look at any more; null: nobody would tell. */
  readonly untilLost: Promise<never> | null;
}

/** Results go to the terminal's `out`, the way there to `log`. */
export interface Says {
  readonly terminal: Terminal;
  readonly log: Log;
}

/** Does what the words of the command line ask for, and gives the exit code. */
export async function runViewer({ help, usualPort, show, complaint = '' }: Viewer): Promise<number> {
  const terminal = openTerminal(process.stdout, process.stderr, process.env);
  // A terminal that was closed cannot take any more words; what was started must be stopped all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const log: Log = (line) => terminal.err(`${line}\n`);
  const wholeHelp = `${help}\n${optionsHelp(usualPort)}`;
  const options = readOptions(process.argv.slice(2), usualPort);
  if (options === 'help') {
    terminal.out(wholeHelp);
    return 0;
  }
  if ('problem' in options) {
    log(`${options.problem}\n\n${wholeHelp}`);
    return 1;
  }
  const services = createStopAll();
  services.stopOnSignals(log);
  try {
    const { untilLost } = await show(options, services, { terminal, log });
    const untilAsked = stayUp(services, log, 0);
    return await Promise.race(untilLost === null ? [untilAsked] : [untilAsked, untilLost]);
  } catch (error) {
    log(`${complaint}${explain(error)}`);
    return 1;
  } finally {
    await services.stop();
  }
}

/** A line for people: what is shown, its address, whose data it is. */
export function address(
  { terminal }: Says,
  what: string,
  url: string,
  data: string,
  sector: string | null,
): void {
  const who = sector === null ? '' : `, as a finance partner of ${sector}`;
  terminal.out(`  ${what.padEnd(15)} ${terminal.paint('cyan', url)}  (${data}${who})\n`);
}

function explain(error: unknown): string {
  if (error instanceof PipelineError) return describeError(error);
  return error instanceof Error ? error.message : String(error);
}
