import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { noteRunning, readRunning, type Running } from '../../../demo/running.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-running-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const running: Running = {
  databaseUrl: 'postgresql://postgres:s3cr3t@127.0.0.1:15432/appd',
  readerUrl: 'postgresql://reader:s3cr3t@127.0.0.1:15432/appd',
  firstDay: '2025-07-30',
  lastDay: '2025-10-28',
  metricsUrl: null,
};

test('a demo that runs is found by its folder until it stops, and only its user may read the note', async () => {
  expect(readRunning(folder)).toBeNull();

  const note = noteRunning(folder, running);
  expect(readRunning(folder)).toEqual(running);
  expect(statSync(join(folder, 'running.json')).mode & 0o077).toBe(0);

  await note.stop();
  expect(readRunning(folder)).toBeNull();
});

test('the note of a demo that was killed does not count, nor does a broken one', () => {
  noteRunning(folder, running);
  const file = join(folder, 'running.json');
  const note = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...note, owner: 2 ** 22 + 1 }));
  expect(readRunning(folder)).toBeNull();

  writeFileSync(file, '{');
  expect(readRunning(folder)).toBeNull();
});
