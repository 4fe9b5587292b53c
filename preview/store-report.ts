import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Month } from '../pipeline/run.ts';

/** A file to be; its name is a path below the report's folder. */
export interface ReportContent {
  readonly name: string;
  readonly body: Buffer;
}

/** Removes what a worker that was killed left of this month; a report that it had put aside comes back. */
export async function sweepReport(folder: string, month: Month): Promise<void> {
  const { place, draft, aside } = pathsOf(folder, month);
  await rm(draft, { recursive: true, force: true });
  // An empty place is filled again; where a report stands, what was put aside is the older one.
  const isBack = await renameIfThere(aside, place).catch(() => false);
  if (!isBack) await rm(aside, { recursive: true, force: true });
}

/**
 * Writes the report of a month and gives its folder, which has the ordinary rights of the process. It is written beside its place and
 * takes the place of the old one as a whole: whoever reads there finds one of the two, never a part.
 *
 * @throws Error when the folder cannot be written; the old report stays.
 */
export async function storeReport(
  folder: string,
  month: Month,
  contents: readonly ReportContent[],
): Promise<string> {
  const { place, draft, aside } = pathsOf(folder, month);
  await sweepReport(folder, month);
  try {
    await mkdir(draft, { recursive: true });
    for (const { name, body } of contents) {
      await mkdir(dirname(join(draft, name)), { recursive: true });
      await writeFile(join(draft, name), body);
    }
    await renameIfThere(place, aside);
    await rename(draft, place);
  } catch (error) {
    await sweepReport(folder, month);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
  return place;
}

/** Hidden names beside the report, on the same file system, one set per month. */
function pathsOf(folder: string, month: Month): { place: string; draft: string; aside: string } {
  const name = month.slice(0, 7);
  return {
    place: join(folder, name),
    draft: join(folder, `.making-${name}`),
    aside: join(folder, `.replaced-${name}`),
  };
}

/** Did it stand there? */
async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
