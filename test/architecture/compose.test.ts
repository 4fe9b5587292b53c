import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
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

  test('the pools of all processes together stay below 90 connections, Grafana counted with ten', () => {
    const pools = names.map((name) => Number(service(name).environment?.['DB_POOL_SIZE'] ?? 0));

    expect(pools.filter((size) => size > 0)).toHaveLength(5);
    expect(pools.reduce((sum, size) => sum + size, 10)).toBeLessThan(90);
  });

  test('a password stands in the file only as the default of development, which production refuses', () => {
    const secrets = names.flatMap((name) =>
      Object.entries(service(name).environment ?? {}).filter(([key]) => /PASSWORD|SECRET/.test(key)),
    );

    expect(secrets.length).toBeGreaterThan(0);
    for (const [, value] of secrets) expect(value).toMatch(/^\$\{\w+:-appd_pass\}$/);
    expect(service('worker').environment?.['APP_PROFILE']).toBe('${APP_PROFILE:-development}');
  });

  test('every image that is not ours is pinned to a version', () => {
    const images = names
      .map((name) => service(name).image ?? '')
      .filter((image) => !image.startsWith('appd-licensing:'));

    expect(images.length).toBeGreaterThan(0);
    for (const image of images) expect(image).toMatch(/:\d+\.\d+[\w.-]*$/);
  });
});

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
});
