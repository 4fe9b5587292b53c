import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openBookmark } from '../../../demo/desk/bookmark.ts';
import { isTold } from '../../../demo/desk/is-told.ts';
import { scenesOf, stories } from '../../../demo/desk/story.ts';

const scenes = scenesOf(stories.enterprise).length;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-told-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function tell(count: number): void {
  const bookmark = openBookmark(folder, scenes);
  for (let scene = 0; scene < count; scene += 1) bookmark.turn();
}

test('a play that was interrupted before its story began left a database, and nothing was told', () => {
  mkdirSync(join(folder, 'postgres'));

  expect(isTold('enterprise', folder)).toBe(false);
});

test('a play that was interrupted in its story cannot be shown, and that is said', () => {
  tell(scenes - 1);

  expect(() => isTold('enterprise', folder)).toThrow(/stopped in the middle of its story/);
});

test('a play that went to its end was told, in that world', () => {
  tell(scenes);

  expect(isTold('enterprise', folder)).toBe(true);
  expect(isTold('design', folder)).toBe(false);
});
