import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './exit-codes.ts';

/** A file that is ready to be written. */
export interface NewFile {
  readonly name: string;
  readonly content: string | Buffer;
}

/**
 * Writes files into a folder, which is made when it is missing: all of them, or none. They appear under their names only when
 * every one is written. Gives their paths.
 */
export async function writeFiles(folder: string, files: readonly NewFile[]): Promise<string[]> {
  const written = files.map(({ name }) => ({
    path: join(folder, name),
    draft: join(folder, `.${name}.${process.pid}`),
  }));
  try {
    await mkdir(folder, { recursive: true });
    for (const [index, { content }] of files.entries())
      await writeFile(written[index]?.draft ?? '', content, { flag: 'wx' });
    for (const { path, draft } of written) await rename(draft, path);
  } catch (error) {
    for (const { draft } of written) await rm(draft, { force: true }).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError([
      `The files cannot be written to ${folder}: ${reason}. Give another folder with --out.`,
    ]);
  }
  return written.map(({ path }) => path);
}

/** Names as parts of file names: letters and digits of every script, the rest as `-`; unlike names stay unlike. */
export function fileNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain =
      name
        .normalize('NFC')
        .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 80) || 'sector';
    let unique = plain;
    for (let count = 2; taken.has(unique.toLowerCase()); count += 1) unique = `${plain}-${count}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
