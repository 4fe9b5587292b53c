import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-grafana-'));
  mkdirSync(join(folder, 'data'));
  program('run.sh', 'echo "run $GF_PATHS_PROVISIONING $APPD_DASHBOARDS $*"');
  program('grafana', 'echo "$* <- $(cat)" >> "$CALLS"; exit "${GRAFANA_CLI_ENDS_WITH:-0}"');
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = (name: string, source: string): void =>
  writeFileSync(join(folder, name), `#!/bin/sh\n${source}\n`, { mode: 0o755 });
const provisioning = (): string => join(folder, 'provisioning');
const calls = (): string => join(folder, 'calls');

/** What it said, what it warned of, the provisioning files that Grafana would read, and the commands of `grafana` with their input. */
function start(environment: Readonly<Record<string, string>>) {
  const { stdout, stderr } = spawnSync('sh', ['monitoring/start-grafana.sh', 'cfg:x=1'], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}:/usr/bin:/bin`,
      CALLS: calls(),
      APPD_SOURCES: 'dashboards',
      APPD_PROVISIONING: provisioning(),
      GRAFANA_RUN: join(folder, 'run.sh'),
      GF_PATHS_DATA: join(folder, 'data'),
      ...environment,
    },
  });
  const files = existsSync(provisioning())
    ? readdirSync(provisioning(), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.yaml'),
      )
    : [];
  return {
    said: stdout,
    warned: stderr,
    files,
    commands: existsSync(calls()) ? readFileSync(calls(), 'utf8') : '',
  };
}

const production = {
  APP_PROFILE: 'production',
  GF_SECURITY_ADMIN_PASSWORD: 'own-one',
  GRAFANA_DB_PASSWORD: 'another-own-one',
  GF_SECURITY_SECRET_KEY: 'a-key-of-ours',
};

test('every provisioning file is handed over and Grafana starts; PagerDuty comes only with its key', () => {
  const { said, files } = start({});
  expect(said).toBe(`run ${provisioning()} dashboards/generated cfg:x=1\n`);
  expect(files).toEqual(
    expect.arrayContaining([
      'datasources/warehouse.yaml',
      'dashboards/folders.yaml',
      'alerting/rules.yaml',
      'alerting/contact-points.yaml',
    ]),
  );
  expect(files).not.toContain('alerting/pagerduty.yaml');
  expect(start({ PAGERDUTY_KEY: 'k' }).files).toContain('alerting/pagerduty.yaml');
});

test('what an earlier start handed over and is no longer there is gone', () => {
  start({ PAGERDUTY_KEY: 'k' });
  writeFileSync(join(provisioning(), 'datasources', 'of-a-scope-that-ended.yaml'), '');

  const { files } = start({});
  expect(files).toContain('datasources/warehouse.yaml');
  expect(files).not.toContain('datasources/of-a-scope-that-ended.yaml');
  expect(files).not.toContain('alerting/pagerduty.yaml');
});

describe('in production', () => {
  test.each([
    ['GRAFANA_ADMIN_PASSWORD is missing.', { GF_SECURITY_ADMIN_PASSWORD: '' }],
    ['GRAFANA_ADMIN_PASSWORD is a default password.', { GF_SECURITY_ADMIN_PASSWORD: 'appd_pass' }],
    ['GRAFANA_ADMIN_PASSWORD is a default password.', { GF_SECURITY_ADMIN_PASSWORD: 'Admin' }],
    ['GRAFANA_DB_PASSWORD is a default password.', { GRAFANA_DB_PASSWORD: 'appd_pass_grafana' }],
    ['GRAFANA_SECRET_KEY is missing.', { GF_SECURITY_SECRET_KEY: '' }],
    ['GRAFANA_SECRET_KEY is a default password.', { GF_SECURITY_SECRET_KEY: 'SW2YcwTIb9zpOOhoPsMm' }],
  ])('is refused: %s', (words, environment) => {
    const { said, warned, files } = start({ ...production, ...environment });
    expect(warned).toContain(words);
    expect(said).toBe('');
    expect(files).toEqual([]);
  });

  test('starts with passwords and a key of its own; development may use the known ones', () => {
    expect(start(production).said).toMatch(/^run /);
    expect(start({ GF_SECURITY_ADMIN_PASSWORD: 'appd_pass' }).said).toMatch(/^run /);
  });

  test('a first start leaves the password of the administrator to Grafana', () => {
    expect(start(production).commands).toBe('');
  });

  test('a later start sets it anew, and hands it over where no list of processes shows it', () => {
    writeFileSync(join(folder, 'data', 'grafana.db'), '');

    const { said, commands } = start(production);
    expect(commands).toBe(
      'cli --homepath /usr/share/grafana --config /etc/grafana/grafana.ini admin reset-admin-password --password-from-stdin <- own-one\n',
    );
    expect(said).toMatch(/^run /);
    expect(start({ GF_SECURITY_ADMIN_PASSWORD: 'appd_pass' }).commands).toBe(commands);
  });

  test('does not start when the password could not be set', () => {
    writeFileSync(join(folder, 'data', 'grafana.db'), '');

    const { said, warned } = start({ ...production, GRAFANA_CLI_ENDS_WITH: '1' });
    expect(said).toBe('');
    expect(warned).toContain('GRAFANA_ADMIN_PASSWORD could not be set');
  });

  test.each([
    ['no channel', {}],
    ['a mail server without addresses', { GF_SMTP_HOST: 'smtp:25' }],
    ['addresses without a mail server', { ALERT_EMAILS: 'a@example.com' }],
  ])('with %s for alerts it starts, and says in one line what to set', (_, environment) => {
    const { said, warned } = start({ ...production, ...environment });
    expect(said).toMatch(/^run /);
    expect(warned).toMatch(/^NOBODY HEARS OF ALERTS: .*GRAFANA_SMTP_HOST.*ALERT_EMAILS.*\n$/);
    expect(warned).toMatch(/SLACK_WEBHOOK_URL.*PAGERDUTY_KEY/);
  });

  test.each([
    ['mail', { ...production, GF_SMTP_HOST: 'smtp:25', ALERT_EMAILS: 'a@example.com' }],
    ['Slack', { ...production, SLACK_WEBHOOK_URL: 'https://hooks.example.com' }],
    ['PagerDuty', { ...production, PAGERDUTY_KEY: 'k' }],
    ['development', {}],
  ])('with %s it has nothing to say', (_, environment) => {
    expect(start(environment).warned).toBe('');
  });
});

test.each([
  ['https://licensing.example.com', 'true'],
  ['http://localhost:3000', 'unset'],
])('at %s the secure flag of cookies is %s', (url, flag) => {
  program('run.sh', 'echo "${GF_SECURITY_COOKIE_SECURE:-unset}"');
  expect(start({ GF_SERVER_ROOT_URL: url }).said).toBe(`${flag}\n`);
});
