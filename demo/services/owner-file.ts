import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

interface Ownership {
  /** The process that started the server. */
  readonly owner: number;
  /** The server; absent while it is being started. */
  readonly server?: number;
}

/** Says on disk which process runs a server on some data, so that no two do, and a server left behind is found again. */
export interface OwnerFile {
  serverIs(pid: number): void;
  release(): void;
}

/**
 * Takes the data for this process. A server whose owner was killed is stopped first.
 *
 * @throws Error when a living process owns the data.
 */
export async function takeOwnership(file: string, what: string, serverProgram: string): Promise<OwnerFile> {
  const earlier = read(file);
  if (earlier && isRunning(earlier.owner, 'node')) {
    throw new Error(
      `${what} is in use by process ${earlier.owner} (${file}). Stop that one first, or choose another folder.`,
    );
  }
  if (earlier?.server !== undefined) await stopLeftBehind(earlier.server, serverProgram);
  mkdirSync(dirname(file), { recursive: true });
  const write = (ownership: Ownership) => {
    writeFileSync(file, JSON.stringify(ownership));
  };
  write({ owner: process.pid });
  return {
    serverIs: (server) => {
      write({ owner: process.pid, server });
    },
    release: () => {
      rmSync(file, { force: true });
    },
  };
}

/** Stops the process if it still runs that program: in an orderly way for ten seconds, then by force. */
export async function stopLeftBehind(pid: number, program: string): Promise<void> {
  for (let attempt = 0; attempt < 200 && isRunning(pid, program); attempt += 1) {
    if (attempt === 0) process.kill(pid, 'SIGINT');
    if (attempt === 190) process.kill(pid, 'SIGKILL');
    await wait(50);
  }
}

/** Is there such a process, and does its command line hold the word? A process id alone may have been given away again. */
export function isRunning(pid: number, word: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return commandLine(pid).includes(word);
}

function commandLine(pid: number): string {
  if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  if (process.platform === 'win32')
    return execFileSync('tasklist', ['/fi', `pid eq ${pid}`, '/nh'], { encoding: 'utf8' });
  return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
}

function read(file: string): Ownership | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Ownership;
  } catch {
    return undefined;
  }
}
