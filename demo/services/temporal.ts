import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { startChild, type Child } from './child.ts';
import { takeOwnership } from './owner-file.ts';
import { freePort, isListening, loopback, type Log } from './ports.ts';
import { provideTemporalCli } from './temporal-cli.ts';

/** A server that finds its port taken has ended after this time. */
const raceMs = 300;

export interface TemporalOptions {
  /** Keeps history over restarts; absent: in memory. */
  readonly dbFilename?: string;
  /** Preferred ports; busy ones are replaced, which is said. Absent: any free port. */
  readonly port?: number;
  readonly uiPort?: number;
  /** Without the Web UI. */
  readonly headless?: boolean;
  /** How long the history of an ended workflow is kept. */
  readonly retentionDays?: number;
  /** Search attributes to register: name to type, e.g. `{ LogicalDate: 'Keyword' }`. */
  readonly searchAttributes?: Readonly<Record<string, string>>;
  readonly log?: Log;
}

export interface Temporal {
  /** `host:port` for clients. */
  readonly address: string;
  /** The Web UI; null when headless. */
  readonly uiUrl: string | null;
  readonly namespace: string;
  readonly version: string;
  stop(): Promise<void>;
}

const namespace = 'default';
const dayS = 86_400;

/**
 * The dev server has one history shard and lets 20 tasks a second through it, so a stage would wait 50 ms for the next; a real
 * cluster spreads the same limit over hundreds of shards.
 */
const unthrottled = ['transferProcessor', 'timerProcessor', 'visibilityProcessor'].flatMap((queue) => [
  '--dynamic-config-value',
  `history.${queue}MaxPollRPS=10000`,
]);

/** Starts a Temporal dev server of our own and waits until it answers. */
export async function startTemporal(options: TemporalOptions = {}): Promise<Temporal> {
  const log = options.log ?? (() => undefined);
  const cli = await provideTemporalCli(log);
  const owner = options.dbFilename === undefined ? undefined : await ownHistory(options.dbFilename);
  try {
    const { child, port, uiPort } = await startServer(cli.path, options, log);
    owner?.serverIs(child.pid);
    return {
      address: `${loopback}:${port}`,
      uiUrl: uiPort === null ? null : `http://${loopback}:${uiPort}`,
      namespace,
      version: cli.version,
      async stop() {
        await child.stop();
        owner?.release();
      },
    };
  } catch (error) {
    owner?.release();
    throw error;
  }
}

async function ownHistory(dbFilename: string) {
  mkdirSync(dirname(resolve(dbFilename)), { recursive: true });
  return takeOwnership(`${dbFilename}.owner`, `The Temporal history in ${dbFilename}`, 'temporal');
}

async function startServer(cliPath: string, options: TemporalOptions, log: Log) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(options.port ?? 0, 'Temporal', log);
    const uiPort =
      options.headless === true ? null : await freePort(options.uiPort ?? 0, "Temporal's Web UI", log);
    const child = startChild({ file: cliPath, args: flags(options, port, uiPort), stopSignal: 'SIGTERM' });
    if (await answers(child, port, options.retentionDays ?? 30)) return { child, port, uiPort };
    const output = child.output();
    await child.stop();
    if (!/address already in use|can't set frontend port/i.test(output) || attempt === 3) {
      throw new Error(`The Temporal dev server (${cliPath}) did not start:\n${output}`);
    }
  }
}

function flags(options: TemporalOptions, port: number, uiPort: number | null): string[] {
  const { dbFilename, searchAttributes = {} } = options;
  return [
    ['server', 'start-dev', '--ip', loopback, '--port', String(port), '--log-level', 'error', ...unthrottled],
    uiPort === null
      ? ['--headless']
      : ['--ui-ip', loopback, '--ui-port', String(uiPort), '--ui-disable-news-fetch'],
    dbFilename === undefined ? [] : ['--db-filename', resolve(dbFilename)],
    Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ].flat();
}

async function answers(child: Child, port: number, retentionDays: number): Promise<boolean> {
  for (let attempt = 0; attempt < 1500 && !child.hasEnded(); attempt += 1) {
    // A client that finds nobody listening waits a second before it tries again.
    if ((await isListening(port)) && (await keepHistory(`${loopback}:${port}`, retentionDays))) {
      // Whoever took the port a moment before us answers as well; a server of ours that lost the race ends now.
      await wait(raceMs);
      return !child.hasEnded();
    }
    await wait(20);
  }
  return false;
}

/** Sets how long histories are kept; a server that does that is ready. */
async function keepHistory(address: string, retentionDays: number): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: '1 second' });
    const client = new Client({ connection, namespace });
    const workflowExecutionRetentionTtl = { seconds: (retentionDays * dayS) as never };
    await client.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
