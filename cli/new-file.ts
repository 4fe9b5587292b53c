import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { UsageError } from './exit-codes.ts';

type Content = Iterable<string | Uint8Array>;

/** Writes a file that is not there yet: what was exported is never written over. @throws UsageError */
export function writeNewFile(path: string, pieces: Content): void {
  const file = create(path);
  try {
    for (const piece of pieces) writeAll(file, Buffer.from(piece));
  } finally {
    closeSync(file);
  }
}

/**
 * Lends `work` a pen for the file `path`: what it writes stays only if `work` succeeds, so that a file and a transaction come
 * together or not at all.
 */
export async function withNewFile<Result>(
  path: string,
  work: (write: (pieces: Content) => void) => Promise<Result>,
): Promise<Result> {
  const written: string[] = [];
  try {
    return await work((pieces) => {
      writeNewFile(path, pieces);
      written.push(path);
    });
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    throw error;
  }
}

function create(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'it is there already; name a new file' : code;
    throw new UsageError([`${path} cannot be written: ${why}.`]);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}
