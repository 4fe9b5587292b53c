import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Reader } from '../../../preview/reader.ts';
import { createPreview } from '../../../preview/server.ts';

const folder = 'dashboards/generated';
const nobodyAsks: Reader = {
  ask: (sql) => Promise.reject(new Error(`nothing is asked here, but was: ${sql}`)),
  close: () => Promise.resolve(),
};

/** What dashboards and alert rules link to under Grafana's own address; what data fills in is cut off. */
const links = [
  ...new Set(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(json|ya?ml)$/.test(name))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/\/public\/[^\s"'\\)$]+/g) ?? []),
  ),
].sort();

let server: FastifyInstance;

beforeAll(async () => {
  server = await createPreview({ reader: nobodyAsks, log: () => undefined });
});

afterAll(() => server.close());

test('panels link to definitions, alerts and their list to the runbook', () => {
  const pages = new Set(links.map((link) => link.replace(/#.*/, '')));
  expect([...pages]).toEqual([
    '/public/appd-licensing/methodology.html',
    '/public/appd-licensing/runbook.html',
  ]);
  expect(links).toContain('/public/appd-licensing/runbook.html#');
});

test.each(links)('%s is served, with its anchor', async (link) => {
  const [path = '', anchor = ''] = link.split('#');
  const answer = await server.inject(path);

  expect({ status: answer.statusCode, type: answer.headers['content-type'] }).toEqual({
    status: 200,
    type: 'text/html; charset=utf-8',
  });
  if (anchor !== '') expect(answer.body).toContain(` id="${anchor}"`);
});
