import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far a story has been told in the database of a demo's folder: a thing that people did is not done twice. */
export interface Bookmark {
  readonly isAtEnd: boolean;
  /** Notes that one more scene begins. */
  turn(): void;
}

/** @throws Error when an earlier demo was stopped in the middle: half of the acts cannot be taken back. */
export function openBookmark(folder: string, scenes: number): Bookmark {
  const file = join(folder, 'story-told');
  let told = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (told > 0 && told < scenes)
    throw new Error(
      `an earlier demo was stopped in the middle of its story. Start with --fresh, or remove ${folder}.`,
    );
  return {
    isAtEnd: scenes > 0 && told >= scenes,
    turn() {
      told += 1;
      writeFileSync(file, String(told));
    },
  };
}
