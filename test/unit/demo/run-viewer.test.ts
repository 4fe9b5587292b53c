import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

test('a viewer whose data go says so, stops what it started and ends with 1', () => {
  const script = join(process.cwd(), 'test/fixtures/viewer/lose-data.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    encoding: 'utf8',
    timeout: 30_000,
  });

  expect(stderr).toContain('Everything stays up until Ctrl-C.\nIt could not go on: the data have gone.\n');
  expect({ status, stdout }).toEqual({ status: 1, stdout: 'the thing stopped\n' });
});
