import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { anyFreePort } from '../../../demo/services/ports.ts';
import { downloadTemporalCli } from '../../../demo/services/temporal-cli-download.ts';

let folder: string;
let server: Server | undefined;
let said: string[];
const log = (line: string) => void said.push(line);
const program = '#!/bin/sh\necho hello\n';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-download-'));
  said = [];
});

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** A release page with one archive, which it may describe wrongly. */
async function releasePage(describe: (checksum: string) => string): Promise<string> {
  writeFileSync(join(folder, 'temporal'), program, { mode: 0o755 });
  execFileSync('tar', ['-czf', 'archive', 'temporal'], { cwd: folder });
  const archive = readFileSync(join(folder, 'archive'));
  const checksum = createHash('sha256').update(archive).digest('hex');
  const names = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'].map(
    (name) => `temporal_cli_1.8.2_${name}.tar.gz`,
  );
  server = createServer(({ url }, response) => {
    if (url === '/v1.8.2/checksums.txt')
      response.end(names.map((name) => `${describe(checksum)}  ${name}\n`).join(''));
    else if (url?.startsWith('/v1.8.2/')) response.writeHead(302, { location: '/moved' }).end();
    else response.end(archive);
  });
  await new Promise<void>((ready) => server?.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

test('the archive of this platform is fetched, checked and unpacked', async () => {
  const path = join(folder, 'cache', 'temporal');
  const page = await releasePage((checksum) => checksum);

  expect(await downloadTemporalCli('1.8.2', path, log, page)).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe(program);
  expect(execFileSync(path, { encoding: 'utf8' })).toBe('hello\n');
});

test('an archive with another checksum is refused, and nothing is left of it', async () => {
  const path = join(folder, 'cache', 'temporal');
  const page = await releasePage(() => '0'.repeat(64));

  expect(await downloadTemporalCli('1.8.2', path, log, page)).toBe(false);
  expect(existsSync(path)).toBe(false);
  expect(said.at(-1)).toMatch(/checksum/);
});

test('a release page that cannot be reached is told in one line', async () => {
  const nobody = `http://127.0.0.1:${await anyFreePort()}`;

  expect(await downloadTemporalCli('1.8.2', join(folder, 'temporal'), log, nobody)).toBe(false);
  expect(said).toEqual([expect.stringMatching(/not possible here: .*ECONNREFUSED/)]);
});
