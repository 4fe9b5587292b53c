import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 100;

/** What a process holds in memory (RSS), in MB. @throws Error when there is no such process. */
export function memoryOf(pid: number): number {
  const kb = existsSync('/proc/self/status')
    ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kb) / 1024;
}

/**
 * The most that the process holds while `work` runs; between two looks a tenth of a second apart nothing is seen.
 *
 * @throws Error when the process ends before the work does.
 */
export async function peakMemoryDuring(pid: number, work: () => Promise<void>): Promise<number> {
  const ended = new AbortController();
  const watching = watch(pid, ended.signal);
  await Promise.race([work().finally(() => ended.abort()), watching]);
  return watching;
}

async function watch(pid: number, ended: AbortSignal): Promise<number> {
  let peak = 0;
  while (!ended.aborted) {
    peak = Math.max(peak, memoryOf(pid));
    await wait(pollMs);
  }
  return peak;
}
