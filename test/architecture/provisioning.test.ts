import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

describe('the start of Grafana in its container', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'start-grafana-'));
    writeFileSync(
      join(folder, 'run.sh'),
      '#!/bin/sh\necho "run $GF_PATHS_PROVISIONING $APPD_DASHBOARDS $*"\n',
    );
    chmodSync(join(folder, 'run.sh'), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What it said, and the provisioning files that Grafana would read. */
  function start(environment: Readonly<Record<string, string>>) {
    const provisioning = join(folder, 'provisioning');
    rmSync(provisioning, { recursive: true, force: true });
    const env = {
      PATH: process.env['PATH'],
      APPD_SOURCES: 'dashboards',
      APPD_PROVISIONING: provisioning,
      GRAFANA_RUN: join(folder, 'run.sh'),
      ...environment,
    };
    const files = (): string[] =>
      existsSync(provisioning)
        ? readdirSync(provisioning, { recursive: true, encoding: 'utf8' }).filter((name) =>
            name.endsWith('.yaml'),
          )
        : [];
    try {
      const said = execFileSync('sh', [script, 'cfg:x=1'], { env, encoding: 'utf8', stdio: 'pipe' });
      return { said, files: files(), provisioning };
    } catch (error) {
      return { said: String((error as { stderr: unknown }).stderr), files: files(), provisioning };
    }
  }

  test('hands every provisioning file over and starts Grafana; PagerDuty comes only with its key', () => {
    const { said, files, provisioning } = start({});
    expect(said).toBe(`run ${provisioning} dashboards/generated cfg:x=1\n`);
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

  const own = { GF_SECURITY_ADMIN_PASSWORD: 'own-one', GRAFANA_DB_PASSWORD: 'another-own-one' };

  test.each([
    ['GRAFANA_ADMIN_PASSWORD is missing.', { ...own, GF_SECURITY_ADMIN_PASSWORD: '' }],
    ['GRAFANA_ADMIN_PASSWORD is a default password.', { ...own, GF_SECURITY_ADMIN_PASSWORD: 'appd_pass' }],
    ['GRAFANA_ADMIN_PASSWORD is a default password.', { ...own, GF_SECURITY_ADMIN_PASSWORD: 'Admin' }],
    ['GRAFANA_DB_PASSWORD is a default password.', { ...own, GRAFANA_DB_PASSWORD: 'appd_pass_grafana' }],
  ])('in production is refused: %s', (words, environment) => {
    const { said, files } = start({ APP_PROFILE: 'production', ...environment });
    expect(said).toContain(words);
    expect(said).not.toContain('run ');
    expect(files).toEqual([]);
  });

  test('in production starts with passwords of its own; development may use the known ones', () => {
    expect(start({ APP_PROFILE: 'production', ...own }).said).toMatch(/^run /);
    expect(start({ GF_SECURITY_ADMIN_PASSWORD: 'appd_pass' }).said).toMatch(/^run /);
  });

  test('knows the same default passwords as our programs', () => {
    const [, known = ''] = /known_passwords='([^']+)'/.exec(read(script)) ?? [];
    expect(known.split(' ')).toEqual([...defaultPasswords]);
  });
});
