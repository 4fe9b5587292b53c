import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readConfig } from '../../../config/env.ts';
import { environmentOf } from '../../../demo/start-everything.ts';

test('the worker of the demo writes monthly reports into the folder of the demo', () => {
  const env = environmentOf(
    { host: '127.0.0.1', port: 15_432, database: 'appd_licensing', user: 'postgres' },
    { address: '127.0.0.1:17233' },
    { env: {} },
    '/of/the/demo',
  );

  expect(readConfig(env).reports.folder).toBe(join('/of/the/demo', 'reports'));
});
