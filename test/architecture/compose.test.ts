import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { coreGroups } from '../../config/groups.ts';
import { defaultPasswords } from '../../config/production.ts';
import { namesOf } from '../../config/settings-group.ts';
import { cmdbConnectors, usageConnectors } from '../../connectors/registry.ts';

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
  };
  readonly container_name: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly name: string; readonly driver: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
const service = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};
const names = Object.keys(compose.services);

describe('docker-compose.yml', () => {
  test('PostgreSQL has the sizes of production, UTC, statement statistics, and logs statements over five seconds', () => {
    const settings = service('postgres').command?.filter((word) => word.includes('='));

    expect(settings).toEqual(
      expect.arrayContaining([
        'timezone=UTC',
        'max_connections=100',
        'shared_buffers=256MB',
        'work_mem=4MB',
        'shared_preload_libraries=pg_stat_statements',
        'log_min_duration_statement=5000',
      ]),
    );
  });

  test('PostgreSQL is healthy when it answers for the loading role, asked every five seconds', () => {
    const { test: probe, ...pace } = service('postgres').healthcheck ?? { test: [] };

    expect(probe.join(' ')).toMatch(/^CMD-SHELL pg_isready -U etl_analytics/);
    expect(pace).toEqual({ interval: '5s', timeout: '5s', retries: 5 });
  });

  test('each data folder is a named volume at its documented path', () => {
    const mounts = names.flatMap((name) => service(name).volumes ?? []);

    expect(mounts).toEqual(
      expect.arrayContaining([
        'postgres_data:/var/lib/postgresql/data',
        'grafana_data:/var/lib/grafana',
        'prometheus_data:/prometheus',
        'etl_logs:/var/log/etl',
      ]),
    );
    const named = mounts.map((mount) => mount.split(':')[0] ?? '').filter((source) => /^\w+$/.test(source));
    expect(Object.keys(compose.volumes).sort()).toEqual([...new Set(named)].sort());
  });

  test('all containers share the private network and publish ports on this machine only', () => {
    expect(compose.networks['pepsico-network']).toEqual({ name: 'pepsico-network', driver: 'bridge' });
    for (const name of names) {
      expect(service(name).networks).toEqual(['pepsico-network']);
      for (const port of service(name).ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  test.each([
    ['postgres', 'pepsico-postgres'],
    ['grafana', 'pepsico-grafana'],
    ['etl', 'pepsico-etl-unified'],
  ])('service %s runs in container %s', (name, container) => {
    expect(service(name).container_name).toBe(container);
  });

  test('whoever needs a service waits until it is healthy, and a one-shot service until it has succeeded', () => {
    for (const name of names) {
      for (const [other, { condition }] of Object.entries(service(name).depends_on ?? {})) {
        expect([name, other, condition]).toEqual([
          name,
          other,
          service(other).healthcheck ? 'service_healthy' : 'service_completed_successfully',
        ]);
      }
    }
    expect(service('worker').depends_on).toHaveProperty('migrate');
  });

  test.each([
    ['etl', ['cli/main.ts', 'run']],
    ['etl_snow', ['cli/main.ts', 'run', '--only', 'servicenow']],
    ['etl_appd', ['cli/main.ts', 'run', '--only', 'appdynamics']],
  ])('profile %s runs its part once, after worker and database are healthy', (name, command) => {
    expect(service(name).profiles).toEqual([name]);
    expect(service(name).command).toEqual(command);
    expect(Object.keys(service(name).depends_on ?? {}).sort()).toEqual(['postgres', 'temporal', 'worker']);
  });

  test('"up" alone brings database, Temporal, worker, Grafana with its reader, Prometheus and its exporters', () => {
    expect(names.filter((name) => service(name).profiles === undefined).sort()).toEqual([
      'grafana',
      'migrate',
      'monitor-role',
      'node-exporter',
      'postgres',
      'postgres-exporter',
      'prometheus',
      'readers',
      'temporal',
      'worker',
    ]);
  });

  test('what stays up says whether it is well, and starts again when it ends', () => {
    const oneShots = ['migrate', 'readers', 'monitor-role', 'etl', 'etl_snow', 'etl_appd'];
    for (const name of names.filter((one) => !oneShots.includes(one))) {
      const { healthcheck, restart } = service(name);
      expect([name, healthcheck?.test.length, restart]).toEqual([name, expect.anything(), 'unless-stopped']);
    }
  });

  test('the pools of all processes together stay below 90 connections, Grafana counted with ten, the exporter with five', () => {
    const pools = names.map((name) => Number(service(name).environment?.['DB_POOL_SIZE'] ?? 0));
    const ours = names.filter((name) => service(name).image?.startsWith('appd-licensing:'));

    expect(pools.filter((size) => size > 0)).toHaveLength(ours.length);
    expect(pools.reduce((sum, size) => sum + size, 10 + 5)).toBeLessThan(90);
  });

  test('a password stands in the file only as the default of development, which production refuses', () => {
    const secrets = names.flatMap((name) =>
      Object.entries(service(name).environment ?? {}).filter(([key]) =>
        /PASS(WORD)?$|SECRET|_KEY$/.test(key),
      ),
    );

    expect(secrets.length).toBeGreaterThan(6);
    for (const [key, value] of secrets) {
      const [, fallback] = /^\$\{\w+:-(\w*)\}$/.exec(String(value)) ?? [];
      expect([key, fallback === '' || defaultPasswords.has(fallback ?? 'written out')]).toEqual([key, true]);
    }
    for (const name of ['worker', 'grafana', 'monitor-role'])
      expect(service(name).environment?.['APP_PROFILE']).toBe('${APP_PROFILE:-development}');
  });

  test('every image that is not ours is pinned to a version', () => {
    const images = names
      .map((name) => (service(name).image ?? '').replace(/^\$\{\w+:-(.*)\}$/, '$1'))
      .filter((image) => !image.startsWith('appd-licensing:'));

    expect(images.length).toBeGreaterThan(5);
    for (const image of images) expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+[\w.-]*$/);
  });

  test('every variable that it takes from .env is a setting of ours, described in .env.example, or the port of a host', () => {
    const known = new Set(
      [...Object.values(coreGroups), ...usageConnectors, ...cmdbConnectors].flatMap((group) =>
        namesOf(group),
      ),
    );
    const taken = [...readFileSync('docker-compose.yml', 'utf8').matchAll(/\$\{(\w+)/g)].map(
      ([, name = '']) => name,
    );

    expect(taken.length).toBeGreaterThan(30);
    const unknown = [...new Set(taken)].filter(
      (name) => !known.has(name) && !/^HOST_PORT_[A-Z_]+$/.test(name),
    );
    expect(unknown).toEqual([]);
  });

  test('our programs get settings that they know', () => {
    const known = new Set([...Object.values(coreGroups).flatMap((group) => namesOf(group)), 'KEEP_LOG_AS']);
    const given = names
      .filter((name) => service(name).image?.startsWith('appd-licensing:'))
      .flatMap((name) => Object.keys(service(name).environment ?? {}));

    expect([...new Set(given)].filter((name) => !known.has(name))).toEqual([]);
  });

  test('whichever of our programs applies the schedules knows the folder of the monthly report, which the worker writes to', () => {
    const ours = names.filter((name) => service(name).image?.startsWith('appd-licensing:'));
    const folders = ours.map((name) => service(name).environment?.['REPORT_FOLDER']);
    const [folder = ''] = folders;

    expect(ours).toEqual(expect.arrayContaining(['worker', 'etl', 'migrate']));
    expect(new Set(folders)).toEqual(new Set([expect.stringMatching(/^\/\w/)]));
    expect(service('worker').volumes).toContain(`etl_reports:${folder}`);
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(new RegExp(`install -d -o node .*${folder}`));
  });

  test('every file and folder of ours that is mounted exists, and nothing can be written to it', () => {
    const mounts = names
      .flatMap((name) => service(name).volumes ?? [])
      .filter((mount) => mount.startsWith('./'));

    expect(mounts.length).toBeGreaterThan(5);
    for (const mount of mounts) {
      const [source = '', , mode] = mount.split(':');
      expect([source, existsSync(source), mode]).toEqual([source, true, 'ro']);
    }
  });

  test('what is mounted of ours is a folder: git puts a new file in the place of an old one, and a mounted file stays the old one', () => {
    const mounts = names
      .flatMap((name) => service(name).volumes ?? [])
      .filter((mount) => mount.startsWith('./'));

    for (const mount of mounts) {
      const [source = ''] = mount.split(':');
      expect([source, statSync(source).isDirectory()]).toEqual([source, true]);
    }
  });

  test.each([
    ['grafana', '/etc/appd-licensing/monitoring/start-grafana.sh'],
    ['grafana', '/usr/share/grafana/public/appd-licensing/runbook.html'],
    ['grafana', '/usr/share/grafana/public/appd-licensing/methodology.html'],
    ['monitor-role', '/monitoring/make-monitor-role.sh'],
    ['prometheus', '/monitoring/prometheus.yml'],
    ['readers', '/app/monitoring/make-reader.sh'],
  ])('%s finds %s in what is mounted', (name, path) => {
    const sources = (service(name).volumes ?? []).flatMap((mount) => {
      const [source = '', target = ''] = mount.split(':');
      return path.startsWith(`${target}/`) ? [join(source, path.slice(target.length))] : [];
    });

    expect([sources.length, sources.every((source) => existsSync(source))]).toEqual([1, true]);
  });

  test('services start by the files that are mounted for them', () => {
    expect(service('grafana').entrypoint).toContain('/etc/appd-licensing/monitoring/start-grafana.sh');
    expect(service('monitor-role').command).toContain('/monitoring/make-monitor-role.sh');
    expect(service('prometheus').command).toContain('--config.file=/monitoring/prometheus.yml');
    expect(service('readers').entrypoint).toContain('monitoring/make-reader.sh');
  });

  test('the node exporter sees what is mounted on the machine after its own start', () => {
    expect(service('node-exporter').volumes).toEqual(['/:/host:ro,rslave']);
  });

  test('Grafana encrypts what it keeps with a key of ours, and shows nothing to strangers or other servers', () => {
    expect(service('grafana').environment).toMatchObject({
      GF_SECURITY_SECRET_KEY: '${GRAFANA_SECRET_KEY:-}',
      GF_PUBLIC_DASHBOARDS_ENABLED: 'false',
      GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
    });
  });

  test('a sign-up, an anonymous visitor and a member of no group are not let into Grafana', () => {
    expect(service('grafana').environment).toMatchObject({
      GF_USERS_ALLOW_SIGN_UP: 'false',
      GF_USERS_AUTO_ASSIGN_ORG: 'false',
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
      GF_AUTH_GENERIC_OAUTH_ENABLED: '${GRAFANA_OAUTH_ENABLED:-false}',
      GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_STRICT: 'true',
      GF_AUTH_GENERIC_OAUTH_ALLOW_ASSIGN_GRAFANA_ADMIN: 'false',
    });
    const path = String(service('grafana').environment?.['GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH']);
    expect(path.split(' || ')).toEqual(
      ['Admin', 'Editor', 'Viewer'].map(
        (role) => `contains(groups[*], '\${GRAFANA_GROUP_${role.toUpperCase()}:-}') && '${role}'`,
      ),
    );
  });
});

/** The files of ours that these programs import, at once or later, and the folders that they read. */
function loadedBy(...entries: readonly string[]): ReadonlySet<string> {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file) || !existsSync(file)) return;
    loaded.add(file);
    if (!file.endsWith('.ts')) return;
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(
      /(?:from |import\(|new URL\()'(\.{1,2}\/[^']+)'/g,
    ))
      load(join(dirname(file), path));
  };
  for (const entry of entries) load(entry);
  return loaded;
}

describe('Dockerfile', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');

  test('builds on a pinned slim image and runs as a user without rights', () => {
    expect(dockerfile).toMatch(/ARG NODE_IMAGE=node:\d+\.\d+\.\d+-bookworm-slim/);
    expect(dockerfile.match(/^FROM \$\{NODE_IMAGE\} AS \w+$/gm)).toHaveLength(3);
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  test('every folder that it copies exists', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from|package|\. \.)(\S+) \S+$/gm)].map(
      ([, path = '']) => path,
    );

    expect(copied).toContain('pipeline');
    for (const path of copied) expect([path, existsSync(path)]).toEqual([path, true]);
  });

  test('every file that its programs load is copied', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?:--from=build \/app\/)?(\S+) \S+$/gm)].map(
      ([, path = '']) => path,
    );
    const loaded = loadedBy('cli/main.ts', 'worker/main.ts', 'worker/bundle-workflows.ts');

    expect(loaded.size).toBeGreaterThan(200);
    const missing = [...loaded].filter((file) => !copied.some((path) => `${file}/`.startsWith(`${path}/`)));
    expect(missing).toEqual([]);
  });
});
