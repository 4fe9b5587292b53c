import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { startVendors, type Vendors } from '../../../simulators/start.ts';
import { createWorld, type WorldName } from '../../../simulators/world.ts';
import { dayOf } from '../../../pipeline/days.ts';
import { temporalAddress } from '../../support/addresses.ts';
import { runHere, type Said } from '../../support/commands.ts';
import { createEmptyDatabase } from '../../support/test-database.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

type Run = (args: readonly string[], settings?: Readonly<Record<string, string>>) => Promise<Said>;

/** A world with everything that the program needs, and the program. */
export interface CliStand {
  readonly vendors: Vendors;
  /** Its own; other settings may be given on top. */
  readonly env: Readonly<Record<string, string>>;
  readonly client: Client;
  /** Inside the test's own process. */
  readonly cli: Run;
  /** As people start it, in a process of its own. */
  readonly program: Run;
  /** Starts `appd-licensing worker`; the result stops it and gives its exit code. */
  startWorker(settings?: Readonly<Record<string, string>>): Promise<() => Promise<number>>;
  close(): Promise<void>;
}

/** An empty database, a namespace of its own on the shared Temporal server, and the vendors of the world. */
export async function openCliStand(name: string, world: WorldName): Promise<CliStand> {
  const database = await createEmptyDatabase(name);
  const namespace = `cli-${randomUUID()}`;
  const connection = await Connection.connect({ address: temporalAddress() });
  const workflowExecutionRetentionPeriod = { seconds: 86_400 as never };
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  const vendors = await startVendors({ world: createWorld(world) });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    ...vendors.env,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporalAddress(),
    TEMPORAL_NAMESPACE: namespace,
    ETL_USER: 'tester',
    LOG_LEVEL: 'WARN',
    APPD_REQUESTS_PER_MINUTE: '0',
    APPD_RETRY_BASE_MS: '1',
  };
  return {
    vendors,
    env,
    client: new Client({ connection, namespace }),
    cli: (args, settings) => runHere(args, { ...env, ...settings }, dayOf(Date.now())),
    program: (args, settings) => runProgram(args, { ...env, ...settings }),
    startWorker: (settings) => startWorker({ ...env, ...settings }),
    async close() {
      await connection.close();
      await vendors.close();
      await database.drop();
    },
  };
}

const start = ['--import', 'tsx', 'cli/main.ts'];

function runProgram(args: readonly string[], env: Record<string, string>): Promise<Said> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...start, ...args], { cwd: root, env }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

async function startWorker(env: Record<string, string>): Promise<() => Promise<number>> {
  const child = spawn(process.execPath, [...start, 'worker'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  while (!said.includes('"ready":true')) {
    if (child.exitCode !== null) throw new Error(`The worker ended:\n${said}`);
    await Promise.race([once(child.stdout, 'data'), ended]);
  }
  return () => stop(child, ended);
}

async function stop(child: ChildProcess, ended: Promise<[number | null]>): Promise<number> {
  child.kill('SIGTERM');
  const [code] = await ended;
  return code ?? -1;
}
