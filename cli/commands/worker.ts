import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Context, Finish } from '../context.ts';

const workerFile = fileURLToPath(new URL('../../worker/main.ts', import.meta.url));
const endWithParent = new URL('../end-with-parent.mjs', import.meta.url).href;

/** `worker`: does the work that runs ask for. */
export function addWorker(program: Command, context: Context, finish: Finish): void {
  program
    .command('worker')
    .summary('start a worker that does what runs ask for')
    .description(
      'Starts a worker as a process of its own and waits for it. SIGINT, SIGTERM and SIGHUP let it end the stages that it is at\n' +
        'for ten seconds. It prints one JSON line when it is ready.',
    )
    .action(async () => finish(await runWorker(context)));
}

/** One Ctrl-C can arrive several times: from the terminal, from npm and from whoever started us. */
const echoMs = 1_000;

function runWorker({ environment }: Context): Promise<number> {
  const loader = import.meta.resolve('tsx');
  // A group of its own: the worker hears of a signal once, from us.
  const child = spawn(process.execPath, ['--import', loader, '--import', endWithParent, workerFile], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
    env: { ...environment },
  });
  let toldAt = Number.NEGATIVE_INFINITY;
  const passOn = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (now - toldAt < echoMs) return;
    toldAt = now;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, passOn);
  process.on('exit', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
