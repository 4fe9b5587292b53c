import { createServer, type IncomingMessage, type Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { loadEnvironment } from '../../../config/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
const dotenv = join(folder, '.env');
let parameters: Record<string, string> = {};
const asked: { Path: string; WithDecryption: boolean; NextToken?: string }[] = [];
let refusal: { status: number; type: string } | null = null;
let server: Server;
let endpoint = '';

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const order = JSON.parse(text) as (typeof asked)[number];
      asked.push(order);
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      if (refusal)
        return response
          .writeHead(refusal.status)
          .end(JSON.stringify({ __type: refusal.type, message: 'No.' }));
      const all = Object.entries(parameters).map(([name, value]) => ({
        Name: `${order.Path}/${name}`,
        Value: value,
      }));
      const begin = Number(order.NextToken ?? 0);
      const page = all.slice(begin, begin + 2);
      return response.end(
        JSON.stringify({ Parameters: page, ...(begin + 2 < all.length && { NextToken: String(begin + 2) }) }),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  parameters = {};
  asked.length = 0;
  refusal = null;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const aws = () => ({
  AWS_ENDPOINT_URL_SSM: endpoint,
  AWS_ACCESS_KEY_ID: 'id',
  AWS_SECRET_ACCESS_KEY: 'key-of-aws',
});

describe('settings', () => {
  test('of the environment stand above Parameter Store, and that above .env', async () => {
    writeFileSync(dotenv, 'DB_USER=from-file\nDB_NAME=from-file\nDB_HOST=from-file\n');
    Object.assign(parameters, {
      DB_NAME: 'from-ssm',
      DB_HOST: 'from-ssm',
      SN_PASS: 'from-ssm',
      SN_USER: 'x',
    });

    const { values, sources } = await loadEnvironment(
      { ...aws(), DB_HOST: 'from-environment', DB_USER: '' },
      dotenv,
    );

    expect(values).toMatchObject({
      DB_USER: 'from-file',
      DB_NAME: 'from-ssm',
      DB_HOST: 'from-environment',
      SN_PASS: 'from-ssm',
    });
    expect(sources).toMatchObject({ DB_USER: '.env', DB_NAME: 'ssm', DB_HOST: 'environment' });
    expect(asked).toEqual([
      expect.objectContaining({ Path: '/pepsico/appd-licensing', WithDecryption: true }),
      expect.objectContaining({ NextToken: '2' }),
    ]);
  });

  test('come from .env alone where no Parameter Store is configured, or where it is switched off', async () => {
    writeFileSync(dotenv, 'DB_USER=from-file\n');
    expect((await loadEnvironment({}, dotenv)).values).toEqual({ DB_USER: 'from-file' });
    await loadEnvironment({ ...aws(), SECRETS_SOURCE: 'env' }, dotenv);
    expect(asked).toEqual([]);
  });

  test('are looked for under SSM_PATH', async () => {
    Object.assign(parameters, { DB_NAME: 'other' });
    const { values } = await loadEnvironment({ ...aws(), SSM_PATH: '/other/place/' }, join(folder, 'none'));
    expect(values['DB_NAME']).toBe('other');
    expect(asked[0]?.Path).toBe('/other/place');
  });

  test.each([
    [400, 'AccessDeniedException', 'AuthError'],
    [400, 'UnrecognizedClientException', 'AuthError'],
    [400, 'ValidationException', 'ConfigError'],
    [500, 'InternalServerError', 'UpstreamError'],
  ])(
    'that cannot be read (HTTP %i, %s) end in %s that says whose turn it is',
    async (status, type, name) => {
      refusal = { status, type };
      const reading = loadEnvironment(aws(), join(folder, 'none'));
      await expect(reading).rejects.toMatchObject({ name, message: expect.stringContaining(type) });
      await expect(reading).rejects.toMatchObject({ message: expect.not.stringContaining('key-of-aws') });
    },
    15_000,
  );

  test('cannot be read where nobody listens', async () => {
    const nobody = { ...aws(), AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:9' };
    await expect(loadEnvironment(nobody, join(folder, 'none'))).rejects.toMatchObject({
      name: 'UpstreamError',
    });
  }, 15_000);
});
