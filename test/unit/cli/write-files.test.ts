import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fileNames, writeFiles } from '../../../cli/write-files.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appd-licensing-files-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('names of sectors become names of files that nobody can confuse', () => {
  expect(fileNames(['Foods / Europe', 'Foods-Europe', '../etc', '百事 食品', '***', '__idle__'])).toEqual([
    'Foods-Europe',
    'Foods-Europe-2',
    'etc',
    '百事-食品',
    'sector',
    '__idle__',
  ]);
});

test('files are written into a folder that is made for them', async () => {
  const paths = await writeFiles(join(folder, 'a', 'b'), [{ name: 'x.csv', content: 'x' }]);

  expect(await readFile(paths[0] ?? '', 'utf8')).toBe('x');
  expect(await readdir(join(folder, 'a', 'b'))).toEqual(['x.csv']);
});

test('when one file cannot be written, none is left behind half-written', async () => {
  await mkdir(join(folder, 'y.csv', 'in-the-way'), { recursive: true });

  const writing = writeFiles(folder, [
    { name: 'y.csv', content: 'y' },
    { name: 'z.csv', content: 'z' },
  ]);

  await expect(writing).rejects.toThrow(/cannot be written to .* Give another folder with --out/);
  expect(await readdir(folder)).toEqual(['y.csv']);
});
