import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from './services/child.ts';

const cliFile = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
const patienceMs = 60_000;

/** Starts a worker as a process of its own, in a folder without a `.env`, and waits until it polls. */
export async function startWorker(env: Readonly<Record<string, string>>, folder: string): Promise<Child> {
  const loader = import.meta.resolve('tsx');
  const args = ['--import', loader, cliFile, 'worker'];
  const child = startChild({ file: process.execPath, args, env, cwd: folder, stopSignal: 'SIGTERM' });
  const deadline = performance.now() + patienceMs;
  while (!child.output().includes('"ready":true')) {
    if (child.hasEnded() || performance.now() > deadline) {
      await child.stop();
      throw new Error(`The worker did not start:\n${child.output()}`);
    }
    await wait(25);
  }
  return child;
}
