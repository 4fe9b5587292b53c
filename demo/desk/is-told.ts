import type { WorldName } from '../../simulators/world.ts';
import { openBookmark } from './bookmark.ts';
import { scenesOf, stories } from './story.ts';

/**
 * Was the story of the world told to its last scene in the demo's folder? A world without a story has no end of it.
 *
 * @throws Error when a demo was stopped in the middle of it.
 */
export function isTold(world: WorldName, folder: string): boolean {
  return openBookmark(folder, scenesOf(stories[world]).length).isAtEnd;
}
