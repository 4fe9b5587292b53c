import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { downloadGrafana } from '../../../../demo/grafana/download-grafana.ts';
import { anyFreePort } from '../../../../demo/services/ports.ts';
import { fakeGrafana } from './fake-grafana.ts';

let folder: string;
let server: Server | undefined;
let said: string[];
const log = (line: string) => void said.push(line);

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

/** A page with the archive of every platform, whose checksum it may tell wrongly. */
async function releasePage(describe: (checksum: string) => string): Promise<string> {
  fakeGrafana(join(folder, 'page', 'grafana-v12.2.1'));
  execFileSync('tar', ['-czf', 'archive', 'grafana-v12.2.1'], { cwd: join(folder, 'page') });
  const archive = readFileSync(join(folder, 'page', 'archive'));
  const checksum = createHash('sha256').update(archive).digest('hex');
  server = createServer(({ url = '' }, response) => {
    if (!/^\/grafana-12\.2\.1\.(linux|darwin)-(amd64|arm64)\.tar\.gz/.test(url))
      response.writeHead(404).end();
    else response.end(url.endsWith('.sha256') ? describe(checksum) : archive);
  });
  await new Promise<void>((ready) => server?.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

test.each([
  ['alone', (checksum: string) => `${checksum}\n`],
  ['with the name of the archive', (checksum: string) => `${checksum}  grafana-12.2.1.tar.gz\n`],
])(
  'the archive is fetched, checked against a checksum that stands %s, and unpacked',
  async (_how, describe) => {
    const home = join(folder, 'cache', 'grafana-12.2.1');

    expect(await downloadGrafana('12.2.1', home, log, await releasePage(describe))).toBe(true);
    expect(execFileSync(join(home, 'bin', 'grafana'), ['--version'], { encoding: 'utf8' })).toContain(
      '12.2.1',
    );
    expect(readdirSync(join(folder, 'cache'))).toEqual(['grafana-12.2.1']);
  },
);

test('an archive with another checksum is refused, and nothing is left of it', async () => {
  const home = join(folder, 'cache', 'grafana-12.2.1');

  expect(await downloadGrafana('12.2.1', home, log, await releasePage(() => '0'.repeat(64)))).toBe(false);
  expect(existsSync(home)).toBe(false);
  expect(said.at(-1)).toMatch(/checksum/);
});

test('a page that cannot be reached is told in one line', async () => {
  const nobody = `http://127.0.0.1:${await anyFreePort()}`;

  expect(await downloadGrafana('12.2.1', join(folder, 'grafana'), log, nobody)).toBe(false);
  expect(said).toEqual([expect.stringMatching(/not possible here: .*ECONNREFUSED/)]);
});
