import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anyFreePort, freePort, isListening, loopback } from '../../../demo/services/ports.ts';

const server = createServer();
let busy: number;

beforeAll(async () => {
  busy = await new Promise((resolve) => {
    server.listen(0, loopback, () => resolve((server.address() as { port: number }).port));
  });
});

afterAll(() => new Promise((done) => server.close(done)));

test('a preferred port that is free is taken without a word', async () => {
  const said: string[] = [];
  const free = await anyFreePort();

  expect(await freePort(free, 'Temporal', (line) => said.push(line))).toBe(free);
  expect(said).toEqual([]);
});

test('a busy port is replaced, and the line says which and by what', async () => {
  const said: string[] = [];

  const port = await freePort(busy, 'Temporal', (line) => said.push(line));

  expect(port).not.toBe(busy);
  expect(said).toEqual([`Port ${busy} for Temporal is busy, using ${port} instead.`]);
});

test('a server that listens is seen, and nobody is seen on a free port', async () => {
  expect(await isListening(busy)).toBe(true);
  expect(await isListening(await anyFreePort())).toBe(false);
});
