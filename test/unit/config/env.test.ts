import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { readConfig, type ToolSettings } from '../../../config/env.ts';
import { ConfigError } from '../../../pipeline/errors.ts';
import type { Environment } from '../../../config/settings-group.ts';

const tool: ToolSettings = {
  id: 'appdynamics',
  kind: 'usage',
  title: 'AppDynamics',
  secrets: ['APPD_CLIENT_SECRET'],
  settings: z.object({
    APPD_CONTROLLER: z.string().describe('Name or URL.'),
    APPD_CLIENT_SECRET: z.string(),
    APPD_MAX_PAGES: z.coerce.number().min(1, 'expected at least 1').default(5),
  }),
};
const complete = { APPD_CONTROLLER: 'acme', APPD_CLIENT_SECRET: 's3cr3t-value' };

function problemsOf(environment: Environment, tools: readonly ToolSettings[] = [tool]): readonly string[] {
  try {
    readConfig(environment, tools);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the configuration', () => {
  test('has the documented defaults', () => {
    const config = readConfig({});
    expect(config.database).toMatchObject({
      host: 'localhost',
      port: 5432,
      database: 'appd_licensing',
      user: 'etl_analytics',
      ssl: false,
      poolSize: 10,
    });
    expect(config.temporal).toMatchObject({
      address: '127.0.0.1:7233',
      namespace: 'default',
      tls: false,
      apiKey: null,
    });
    expect(config.schedule).toEqual({ cron: '0 2 * * *', windowDays: 3 });
    expect(config.pipeline.match).toEqual({ autoScore: 80, reviewScore: 50, marginScore: 4 });
    expect(config.pipeline.sharedServices.sectorNames).toEqual(['Corporate/Shared Services', 'Global IT']);
    expect(config.worker.health).toBeNull();
    expect(config.worker.metrics).toBeNull();
  });

  test('knows where Prometheus may read', () => {
    expect(readConfig({ METRICS_PORT: '9464' }).worker.metrics).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(problemsOf({ ...complete, METRICS_PORT: '9464', METRICS_HOST: 'localhost' })).toEqual([
      'METRICS_HOST: expected an IP address (found "localhost")',
    ]);
  });

  test('is frozen to the bottom', () => {
    const config = readConfig({});
    expect(Object.isFrozen(config.pipeline.match)).toBe(true);
    expect(() => Object.assign(config.database, { host: 'other' })).toThrow(TypeError);
  });

  test('names every problem at once, with what was found and expected', () => {
    const problems = problemsOf({
      DB_PORT: 'many',
      DB_POOL_SIZE: '500',
      TEMPORAL_ADDRESS: 'http://temporal',
      APPD_CLIENT_SECRET: '',
      APPD_MAX_PAGES: '0',
      MATCH_REVIEW_SCORE: '90',
      SCHEDULE_CRON: 'daily',
    });
    expect(problems).toEqual([
      'DB_PORT: expected a number (found "many")',
      'DB_POOL_SIZE: expected at most 40 (found "500")',
      'TEMPORAL_ADDRESS: expected host:port (found "http://temporal")',
      'SCHEDULE_CRON: expected five cron fields (found "daily")',
      'APPD_CONTROLLER is missing: Name or URL.',
      'APPD_CLIENT_SECRET is missing.',
      'APPD_MAX_PAGES: expected at least 1 (found "0")',
    ]);
  });

  test('finds thresholds that contradict one another', () => {
    expect(problemsOf({ ...complete, MATCH_REVIEW_SCORE: '90' })).toEqual([
      'MATCH_REVIEW_SCORE (90) is above MATCH_AUTO_SCORE (80), expected at most that.',
    ]);
  });

  test('refuses a name that is one letter off, and only warns of strangers', () => {
    expect(problemsOf({ ...complete, DB_HOTS: 'x', DB_PASWORD: 'y' })).toEqual([
      'DB_HOTS is unknown; did you mean DB_HOST?',
      'DB_PASWORD is unknown; did you mean DB_PASSWORD?',
    ]);
    const config = readConfig({ ...complete, APPD_SOMETHING_ELSE: '1', AWS_PROFILE: 'x', PATH: '/bin' }, [
      tool,
    ]);
    expect(config.warnings).toEqual(['APPD_SOMETHING_ELSE is set, and no setting has this name.']);
  });

  test('refuses a tool that nobody has written', () => {
    expect(problemsOf({ USAGE_TOOL: 'newrelic' })).toEqual([
      'USAGE_TOOL: there is no connector "newrelic", expected appdynamics',
    ]);
  });

  test('takes a database URL instead of single settings', () => {
    const { database } = readConfig({
      DB_HOST: 'ignored',
      DATABASE_URL: 'postgresql://me:p%40ss@db:6543/money?sslmode=require',
    });
    expect(database).toMatchObject({ host: 'db', port: 6543, database: 'money', user: 'me', ssl: true });
    expect(database.password.reveal()).toBe('p@ss');
  });

  test('of production refuses default passwords and a missing hash key, and encrypts', () => {
    const production = { ...complete, APP_PROFILE: 'production' };
    expect(problemsOf({ ...production, DB_PASSWORD: 'appd_pass', APPD_CLIENT_SECRET: 'changeme' })).toEqual([
      'HASH_KEY is missing: production has no default for it.',
      'DB_PASSWORD is a default password; production refuses it (C28).',
      'APPD_CLIENT_SECRET is a default password; production refuses it (C28).',
    ]);
    const safe = { ...production, DB_PASSWORD: 'Zx81-long', HASH_KEY: 'sixteen characters and more' };
    expect(readConfig(safe, [tool]).database.ssl).toBe(true);
    expect(readConfig({ ...safe, DB_SSL: 'false' }, [tool]).database.ssl).toBe(false);
    expect(problemsOf({ ...safe, DB_PASSWORD: '', DATABASE_URL: 'postgres://me:postgres@db/money' })).toEqual(
      ['DATABASE_URL is a default password; production refuses it (C28).'],
    );
  });

  test('prints no secret, in whatever way it is printed', () => {
    const config = readConfig(
      { ...complete, DB_PASSWORD: 'Zx81-long', HASH_KEY: 'sixteen characters and more' },
      [tool],
    );
    for (const text of [
      JSON.stringify(config),
      inspect(config, { depth: 9, showHidden: true }),
      String(config.database.password),
    ]) {
      expect(text).not.toMatch(/Zx81|sixteen|s3cr3t/);
      expect(text).toContain('[redacted]');
    }
    expect(problemsOf({ ...complete, HASH_KEY: 'tooshort' }).join()).not.toContain('tooshort');
  });

  test('hides secrets in texts, also where they are encoded', () => {
    const { redact } = readConfig({ APPD_CONTROLLER: 'acme', APPD_CLIENT_SECRET: 'a/b c+d' }, [tool]);
    const base64 = Buffer.from('a/b c+d').toString('base64');
    expect(redact(`secret=a/b c+d&x=a%2Fb%20c%2Bd Basic ${base64}`)).toBe(
      'secret=[redacted]&x=[redacted] Basic [redacted]',
    );
  });
});
