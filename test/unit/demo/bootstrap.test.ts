import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const bootstrap = join(process.cwd(), 'demo/bootstrap.mjs');

test('signals reach the program, its exit code comes back, and arguments and folder are the caller’s', async () => {
  const child = spawn(
    process.execPath,
    [bootstrap, 'test/fixtures/bootstrap/wait-for-signal.ts', '--json', 'a b'],
    { cwd: '/' },
  );
  const said = await new Promise((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');

  expect(said).toBe('ready --json a b\n');
  expect(await ended).toBe(7);
});

test('an unknown name is answered with the known ones', () => {
  const { status, stderr } = spawnSync(process.execPath, [bootstrap, 'dmeo'], { encoding: 'utf8' });

  expect(status).toBe(2);
  expect(stderr).toMatch(/^Usage: .*demo\|cli\|worker\|bench/);
});

test('when nothing has to be installed, nothing is said', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bootstrap, 'test', '--version'], {
    encoding: 'utf8',
  });

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
