import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { readConfig } from '../../../config/env.ts';
import { readVersions } from '../../../config/versions.ts';
import type { Environment } from '../../../config/settings-group.ts';

const tool = {
  title: 'Tool',
  secrets: ['T_SECRET'],
  settings: z.object({ T_FIELD: z.string().default('u_sector'), T_SECRET: z.string().optional() }),
};
const versionOf = async (environment: Environment) =>
  (await readVersions(readConfig(environment), environment, [tool])).config;

describe('the versions of a run', () => {
  test('tell the package version and, if asked, another name for the code', async () => {
    expect((await readVersions(readConfig({}), {}, [])).code).toMatch(/^\d+\.\d+\.\d+/);
    expect((await readVersions(readConfig({ CODE_VERSION: 'image-7' }), {}, [])).code).toBe('image-7');
  });

  test('change with what decides results, and with nothing else', async () => {
    const plain = await versionOf({});
    expect(plain).toMatch(/^[0-9a-f]{16}$/);
    expect(await versionOf({ DB_HOST: 'elsewhere', T_SECRET: 'changed', LOG_LEVEL: 'DEBUG' })).toBe(plain);
    expect(await versionOf({ MATCH_AUTO_SCORE: '85' })).not.toBe(plain);
    expect(await versionOf({ T_FIELD: 'u_business_sector' })).not.toBe(plain);
  });
});
