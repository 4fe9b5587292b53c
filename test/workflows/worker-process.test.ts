import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { temporalAddress } from '../support/addresses.ts';
import { waitFor } from './support/wait-for.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const vendors = {
  APPD_CONTROLLER: 'http://127.0.0.1:9',
  APPD_CLIENT_ID: 'client',
  APPD_CLIENT_SECRET: 'hunter2hunter2',
  SN_INSTANCE: 'http://127.0.0.1:9',
  SN_USER: 'reader',
  SN_PASS: 'hunter2hunter2',
};
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** The worker as the product starts it; only `environment` is set beside PATH. */
function startWorker(environment: Record<string, string>) {
  const env = { PATH: process.env['PATH'], SECRETS_SOURCE: 'env', ...environment };
  const child = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], { cwd: root, env });
  running.push(child);
  const said = { out: '', error: '' };
  child.stdout.on('data', (part) => (said.out += String(part)));
  child.stderr.on('data', (part) => (said.error += String(part)));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, said, ended };
}

describe('the worker process', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'says when it is ready and ends in order on %s',
    async (signal) => {
      const { child, said, ended } = startWorker({ ...vendors, TEMPORAL_ADDRESS: temporalAddress() });
      await waitFor(() => said.out.includes('\n'), 30_000);
      expect(JSON.parse(said.out)).toMatchObject({ ready: true, taskQueue: 'license-pipeline' });
      child.kill(signal);
      expect(await ended).toBe(0);
      expect(said.error).not.toContain('hunter2');
    },
    45_000,
  );

  test('lists everything that is wrong with its settings and ends with 1', async () => {
    const { said, ended } = startWorker({
      ...vendors,
      SN_INSTANCE: '',
      DB_PORT: 'many',
      TEMPORAL_ADDRES: 'x',
    });
    expect(await ended).toBe(1);
    expect(said.error).toMatch(/DB_PORT: expected a number \(found "many"\)/);
    expect(said.error).toMatch(/SN_INSTANCE is missing/);
    expect(said.error).toMatch(/TEMPORAL_ADDRES is unknown; did you mean TEMPORAL_ADDRESS\?/);
    expect(said.out).toBe('');
  }, 30_000);

  test('says that its page for Prometheus finds the port taken and ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const { said, ended } = startWorker({ ...vendors, METRICS_PORT: String(port) });
      expect(await ended).toBe(1);
      expect(said.error).toContain(
        `METRICS_PORT: the page for Prometheus cannot listen on 127.0.0.1:${port}: Address already in use`,
      );
    } finally {
      other.close();
    }
  }, 30_000);

  test('says that Temporal does not answer and ends with 1', async () => {
    const { said, ended } = startWorker({ ...vendors, TEMPORAL_ADDRESS: '127.0.0.1:9' });
    expect(await ended).toBe(1);
    expect(said.error).toMatch(/UpstreamError: Temporal does not answer at 127\.0\.0\.1:9/);
  }, 30_000);
});
