import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ok } from '../../../simulators/http/answer.ts';
import { serveVendor, type VendorServer } from '../../../simulators/http/serve.ts';

let server: VendorServer;

beforeEach(async () => {
  server = await serveVendor(() => ok({ numbers: [1, 2, 3] }));
});
afterEach(() => server.close());

const ask = (path = '/numbers', signal?: AbortSignal): Promise<Response> =>
  fetch(`${server.url}${path}`, signal ? { signal } : {});

test('a fault strikes its path as often as it was told, and then never again', async () => {
  server.faults.add({
    path: /numbers/,
    times: 2,
    kind: 'status',
    status: 429,
    headers: { 'Retry-After': '7' },
  });
  expect((await ask('/other')).status).toBe(200);
  const [first, second, third] = [await ask(), await ask(), await ask()];
  expect([first.status, second.status, third.status]).toEqual([429, 429, 200]);
  expect(first.headers.get('retry-after')).toBe('7');
});

test('faults on the same path strike one after the other', async () => {
  server.faults.add({ path: /./, times: 1, kind: 'status', status: 503 });
  server.faults.add({ path: /./, times: 1, kind: 'html' });
  expect((await ask()).status).toBe(503);
  const page = await ask();
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
});

test('a truncated answer is complete as HTTP and broken as JSON', async () => {
  server.faults.add({ path: /./, times: 1, kind: 'truncate' });
  const response = await ask();
  expect(response.status).toBe(200);
  await expect(response.json()).rejects.toMatchObject({ name: 'SyntaxError' });
});

test('a reset connection gives no answer', async () => {
  server.faults.add({ path: /./, times: 1, kind: 'reset' });
  await expect(ask()).rejects.toThrow('fetch failed');
});

test('a hanging request ends with the patience of the client', async () => {
  server.faults.add({ path: /./, times: 1, kind: 'hang' });
  await expect(ask('/', AbortSignal.timeout(50))).rejects.toThrow(/timeout/i);
});

test('a slow answer is right', async () => {
  server.faults.add({ path: /./, times: 1, kind: 'slow', delayMs: 30 });
  const startedMs = performance.now();
  expect(await (await ask()).json()).toEqual({ numbers: [1, 2, 3] });
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(25);
});

test('tampering changes every answer of its path until it is cleared', async () => {
  server.faults.tamper(/^\/numbers/, (body) => ({ ...(body as object), numbers: [-1] }));
  expect(await (await ask()).json()).toEqual({ numbers: [-1] });
  expect(await (await ask('/other')).json()).toEqual({ numbers: [1, 2, 3] });
  server.faults.clear();
  expect(await (await ask()).json()).toEqual({ numbers: [1, 2, 3] });
});

test('requests are counted by path, those that fail too', async () => {
  server.faults.add({ path: /./, times: 1, kind: 'status', status: 500 });
  await ask('/a?x=1');
  await ask('/b');
  expect([server.requests.count(), server.requests.count(/x=1/), server.requests.count(/^\/c/)]).toEqual([
    2, 1, 0,
  ]);
});

test('a closed server can be closed again', async () => {
  await server.close();
  await expect(server.close()).resolves.toBeUndefined();
});
