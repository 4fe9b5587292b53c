import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { defaultPasswords } from '../../config/production.ts';
import { dataSourceUids } from '../../dashboards/data-sources.ts';
import { dataSource } from '../../dashboards/postgres-query.ts';
import { prometheus } from '../../dashboards/prometheus-query.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const yaml = <Content>(path: string): Content => parse(read(path)) as Content;

interface Sources {
  readonly prune: boolean;
  readonly datasources: readonly {
    readonly uid: string;
    readonly type: string;
    readonly isDefault: boolean;
    readonly editable: boolean;
    readonly user?: string;
    readonly secureJsonData?: Readonly<Record<string, string>>;
    readonly jsonData: Readonly<Record<string, unknown>>;
  }[];
}

interface Providers {
  readonly providers: readonly {
    readonly folder: string;
    readonly allowUiUpdates: boolean;
    readonly options: { readonly path: string };
  }[];
}

interface Compose {
  readonly services: Readonly<
    Record<string, { readonly environment?: Readonly<Record<string, string | number>> }>
  >;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const script = 'monitoring/start-grafana.sh';

describe('what Grafana is provisioned with', () => {
  const { datasources, prune } = yaml<Sources>('dashboards/provisioning/datasources/warehouse.yaml');

  test('is the warehouse as a reading role and Prometheus, with the uids and types that dashboards and alerts know', () => {
    expect(datasources.map(({ uid, type }) => [uid, type])).toEqual([
      [dataSourceUids.warehouse, dataSource.type],
      [dataSourceUids.metrics, prometheus.type],
    ]);
    expect(prune).toBe(true);
    for (const { editable } of datasources) expect(editable).toBe(false);
    expect(datasources[0]).toMatchObject({
      isDefault: true,
      user: '$GRAFANA_DB_USER',
      secureJsonData: { password: '$GRAFANA_DB_PASSWORD' },
      jsonData: { sslmode: '$GRAFANA_DB_SSLMODE', postgresVersion: 1600, maxOpenConns: 10 },
    });
  });

  test('is every generated dashboard, in its folder, and nobody changes one there', () => {
    const { providers } = yaml<Providers>('dashboards/provisioning/dashboards/folders.yaml');

    expect(
      providers.map(({ folder, options, allowUiUpdates }) => [folder, options.path, allowUiUpdates]),
    ).toEqual([
      ['AppDynamics Licensing', '$APPD_DASHBOARDS/tabs', false],
      ['Operations', '$APPD_DASHBOARDS/operations', false],
    ]);
    for (const folder of ['tabs', 'operations'])
      expect(readdirSync(join('dashboards/generated', folder)).length).toBeGreaterThan(0);
  });

  test('takes from its environment what compose or the start script sets', () => {
    const files = ['dashboards/provisioning', 'dashboards/generated/provisioning'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => join(folder, name)),
    );
    const used = files.flatMap((file) => read(file).match(/(?<!\$)\$\{?[A-Z][A-Z0-9_]*/g) ?? []);
    const set = [
      ...Object.keys(compose.services['grafana']?.environment ?? {}),
      ...[...read(script).matchAll(/^export (\w+)=/gm)].map(([, name = '']) => name),
    ];

    expect(files.length).toBeGreaterThan(4);
    const unset = [...new Set(used)]
      .map((name) => name.replace(/\$\{?/, ''))
      .filter((name) => !set.includes(name));
    expect(unset).toEqual([]);
  });

  test('Prometheus reads services of compose at the ports on which they listen', () => {
    const { scrape_configs: jobs } = yaml<{
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
    }>('monitoring/prometheus.yml');
    const targets = jobs.flatMap(({ static_configs: lists }) => lists.flatMap((list) => list.targets));
    const worker = compose.services['worker']?.environment ?? {};

    expect(targets).toContain(`worker:${worker['METRICS_PORT']}`);
    expect(worker['METRICS_HOST']).toBe('0.0.0.0');
    for (const target of targets) {
      const host = target.split(':')[0] ?? '';
      expect([target, host === '127.0.0.1' || host in compose.services]).toEqual([target, true]);
    }
  });
});

describe('the role with which Grafana reads', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'make-reader-'));
    for (const [name, source] of [
      ['psql', 'echo "$PGPASSWORD $*" >> "$CALLS"; [ "$PGPASSWORD" = right-password ]'],
      ['node', 'echo "node $*"'],
    ] as const)
      writeFileSync(join(folder, name), `#!/bin/sh\n${source}\n`, { mode: 0o755 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const make = (password: string): string =>
    execFileSync('bash', ['monitoring/make-reader.sh'], {
      encoding: 'utf8',
      env: {
        PATH: `${folder}:/usr/bin:/bin`,
        CALLS: join(folder, 'calls'),
        DB_HOST: 'postgres',
        DB_PORT: '5432',
        DB_NAME: 'appd_licensing',
        GRAFANA_DB_PASSWORD: password,
      },
    });

  test('is left alone when it can sign in and read', () => {
    expect(make('right-password')).toBe('The role "grafana" can sign in and read.\n');
    expect(read(join(folder, 'calls'))).toContain(
      'right-password -X -q -h postgres -p 5432 -U grafana -d appd_licensing',
    );
  });

  test('is made, or gets its new password, when it cannot', () => {
    expect(make('new-password')).toContain(
      'node --import tsx cli/main.ts readers add grafana --password-from GRAFANA_DB_PASSWORD',
    );
  });
});

describe('the role of the exporter', () => {
  const password = 'an-own-password';
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'monitor-role-'));
    writeFileSync(join(folder, 'psql'), '#!/bin/sh\necho "psql $*"\n', { mode: 0o755 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const make = (environment: Readonly<Record<string, string>>): { said: string; refused: string } => {
    const { stdout, stderr } = spawnSync('sh', ['monitoring/make-monitor-role.sh'], {
      encoding: 'utf8',
      env: { PATH: `${folder}:/usr/bin:/bin`, ...environment },
    });
    return { said: stdout, refused: stderr };
  };

  test.each([
    ['is missing', ''],
    ['is a default password', 'appd_pass_monitor'],
    ['is a default password', 'Postgres'],
  ])('is not made in production when its password %s: "%s"', (words, known) => {
    const { said, refused } = make({ APP_PROFILE: 'production', MONITOR_DB_PASSWORD: known });
    expect(refused).toContain(`MONITOR_DB_PASSWORD ${words}.`);
    expect(said).toBe('');
  });

  test.each([
    ['production', password],
    ['development', 'appd_pass_monitor'],
  ])('is made in %s with the password "%s"', (profile, own) => {
    expect(make({ APP_PROFILE: profile, MONITOR_DB_PASSWORD: own })).toEqual({
      said: 'psql -X -v ON_ERROR_STOP=1 -f monitoring/monitor-role.sql\n',
      refused: '',
    });
  });
});

test('the programs of compose know the same default passwords as ours', () => {
  const [, known = ''] = /known_passwords='([^']+)'/.exec(read('monitoring/known-passwords.sh')) ?? [];
  expect(known.split(' ')).toEqual([...defaultPasswords]);
});
