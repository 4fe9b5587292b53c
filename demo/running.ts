import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from './services/owner-file.ts';

/** Where the parts of a demo that runs now are reached; or those of a viewer that started PostgreSQL on a demo's data. */
export interface Running {
  /** The database, with every right. */
  readonly databaseUrl: string;
  /** The same database as a role that only reads what readers may see. */
  readonly readerUrl: string;
  /** First and last day of the world's usage. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** The Prometheus page of the worker; null: it has none, or there is no worker. */
  readonly metricsUrl: string | null;
}

/**
 * Says in the demo's folder where its parts are reached, for programs that show its data; only our user can read it, since the
 * addresses hold passwords. The note goes when it is stopped.
 */
export function noteRunning(folder: string, running: Running): { stop: () => Promise<void> } {
  const file = noteIn(folder);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ ...running, owner: process.pid }, null, 2), { mode: 0o600 });
  return {
    stop() {
      rmSync(file, { force: true });
      return Promise.resolve();
    },
  };
}

/** What runs on this folder now; null when nothing does. Whoever was killed leaves a note, which does not count. */
export function readRunning(folder: string): Running | null {
  const note = read(noteIn(folder));
  if (note === null || !isRunning(note.owner, 'node')) return null;
  const { owner: _owner, ...running } = note;
  return running;
}

function noteIn(folder: string): string {
  return join(folder, 'running.json');
}

function read(file: string): (Running & { readonly owner: number }) | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Running & { readonly owner: number };
  } catch {
    return null;
  }
}
