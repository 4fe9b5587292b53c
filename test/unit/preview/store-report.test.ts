import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { storeReport, sweepReport } from '../../../preview/store-report.ts';

const month = '2025-09-01';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appd-licensing-reports-'));
});
afterEach(() => rm(folder, { recursive: true }));

const files = (body: string, count = 2) =>
  Array.from({ length: count }, (_, at) => ({ name: `csv/${at}.csv`, body: Buffer.from(body) }));
const shown = () => readFile(join(folder, '2025-09', 'csv', '0.csv'), 'utf8');

test('everybody whom the process lets in may enter the folder of the month', async () => {
  const place = await storeReport(folder, month, files('new'));

  const rightsOf = async (path: string) => (await stat(path)).mode & 0o777;
  await mkdir(join(folder, 'ordinary'));
  const usual = await rightsOf(join(folder, 'ordinary'));
  expect(place).toBe(join(folder, '2025-09'));
  for (const path of [place, join(place, 'csv')]) expect(await rightsOf(path)).toBe(usual);
});

test('a report that is made again replaces the old one, file by file, and leaves nothing beside it', async () => {
  await storeReport(folder, month, files('old', 3));
  const place = await storeReport(folder, month, files('new'));

  expect(await shown()).toBe('new');
  expect(await readdir(join(place, 'csv'))).toEqual(['0.csv', '1.csv']);
  expect(await readdir(folder)).toEqual(['2025-09']);
});

test('who reads while it is replaced finds a whole report or none', async () => {
  const count = 150;
  await storeReport(folder, month, files('old', count));
  const seen = new Set<number>();
  const done = new AbortController();
  const reading = (async () => {
    while (!done.signal.aborted)
      seen.add((await readdir(join(folder, '2025-09', 'csv')).catch(() => [])).length);
  })();
  for (let round = 0; round < 5; round++) await storeReport(folder, month, files('new', count));
  done.abort();
  await reading;

  seen.delete(0);
  expect([...seen]).toEqual([count]);
});

test('what cannot be written leaves the old report, and no draft', async () => {
  await storeReport(folder, month, files('old'));
  const clash = [...files('new'), { name: 'csv', body: Buffer.from('a folder has this name') }];

  await expect(storeReport(folder, month, clash)).rejects.toThrow('EISDIR');
  expect(await shown()).toBe('old');
  expect(await readdir(folder)).toEqual(['2025-09']);
});

test('the draft of a worker that was killed is swept, of this month only', async () => {
  for (const name of ['.making-2025-09', '.making-2025-10']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'half.pdf'), 'half');
  }

  await sweepReport(folder, month);

  expect(await readdir(folder)).toEqual(['.making-2025-10']);
});

test('a report that a killed worker had put aside comes back, unless its successor stands', async () => {
  const aside = join(folder, '.replaced-2025-09', 'csv');
  await mkdir(aside, { recursive: true });
  await writeFile(join(aside, '0.csv'), 'old');
  await sweepReport(folder, month);
  expect(await shown()).toBe('old');

  await mkdir(aside, { recursive: true });
  await writeFile(join(aside, '0.csv'), 'older');
  await sweepReport(folder, month);
  expect(await shown()).toBe('old');
  expect(existsSync(aside)).toBe(false);
});
