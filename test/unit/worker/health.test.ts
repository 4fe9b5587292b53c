import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { fetch } from 'undici';
import { serveHealth } from '../../../worker/health.ts';

test('the health page is well while the worker polls, and nothing else is served', async () => {
  let state = 'RUNNING';
  const server = await serveHealth({ host: '127.0.0.1', port: 0 }, () => ({
    state,
    isWorking: state === 'RUNNING',
  }));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const well = await fetch(`${base}/health`);
    expect([well.status, await well.json()]).toEqual([200, { state: 'RUNNING' }]);
    state = 'DRAINING';
    expect((await fetch(`${base}/health`)).status).toBe(503);
    expect((await fetch(`${base}/`)).status).toBe(404);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
