import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  grafanaVersion,
  provideGrafana,
  type GrafanaPlaces,
} from '../../../../demo/grafana/provide-grafana.ts';
import { fakeGrafana } from './fake-grafana.ts';

let folder: string;
let said: string[];
const log = (line: string) => void said.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-grafana-'));
  said = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function places(more: Partial<GrafanaPlaces> = {}): GrafanaPlaces {
  return {
    env: { PATH: join(folder, 'somewhere', 'bin') },
    packageHomes: [],
    cacheFolder: join(folder, 'cache'),
    download: async () => false,
    ...more,
  };
}

test('is the version of docker-compose.yml', () => {
  const compose = readFileSync('docker-compose.yml', 'utf8');
  expect(compose).toContain(`grafana/grafana:${grafanaVersion}}`);
});

test('the folder that the user names is taken; one that holds no Grafana is an error, not a reason to look elsewhere', async () => {
  const home = join(folder, 'mine');
  const program = fakeGrafana(home, { version: '13.0.0' });
  expect(await provideGrafana(log, places({ env: { GRAFANA_HOME: home } }))).toEqual({
    program,
    home,
    version: '13.0.0',
  });

  const env = { GRAFANA_HOME: join(folder, 'nothing') };
  await expect(provideGrafana(log, places({ env }))).rejects.toThrow(/GRAFANA_HOME is .*nothing, expected/);
});

test('grafana on PATH is taken with the folder around it, also through a link', async () => {
  const home = join(folder, 'somewhere');
  const program = fakeGrafana(home);
  expect(await provideGrafana(log, places())).toEqual({ program, home, version: '12.2.1' });

  mkdirSync(join(folder, 'links'));
  symlinkSync(program, join(folder, 'links', 'grafana'));
  expect(await provideGrafana(log, places({ env: { PATH: join(folder, 'links') } }))).toEqual({
    program,
    home,
    version: '12.2.1',
  });
});

test('a package may keep the folder elsewhere', async () => {
  const program = fakeGrafana(join(folder, 'somewhere'));
  rmSync(join(folder, 'somewhere', 'conf'), { recursive: true });
  const home = join(folder, 'share', 'grafana');
  fakeGrafana(home);
  rmSync(join(home, 'bin'), { recursive: true });

  expect(await provideGrafana(log, places({ packageHomes: [home] }))).toEqual({
    program,
    home,
    version: '12.2.1',
  });
});

test('one that is too old is passed over with a line; then the cache is looked at', async () => {
  fakeGrafana(join(folder, 'somewhere'), { version: '11.6.0' });
  const home = join(folder, 'cache', `grafana-${grafanaVersion}`);
  const program = fakeGrafana(home);

  expect(await provideGrafana(log, places())).toEqual({ program, home, version: grafanaVersion });
  expect(said).toEqual([expect.stringMatching(/is version 11\.6\.0; version 12 or later is needed/)]);
});

test('what is nowhere is downloaded into the cache', async () => {
  const download: GrafanaPlaces['download'] = async (_version, home) => fakeGrafana(home) !== '';
  const { program } = await provideGrafana(log, places({ download }));

  expect(program).toBe(join(folder, 'cache', `grafana-${grafanaVersion}`, 'bin', 'grafana'));
  expect(existsSync(program)).toBe(true);
});

test('when no way is left, every way is named', async () => {
  await expect(provideGrafana(log, places())).rejects.toThrow(
    /on PATH[^]*GRAFANA_HOME[^]*dl\.grafana\.com[^]*docker compose up[^]*dashboards:preview/,
  );
});
