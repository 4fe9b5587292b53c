import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  provideTemporalCli,
  temporalCliVersion,
  type CliPlaces,
} from '../../../demo/services/temporal-cli.ts';

let folder: string;
let said: string[];
const log = (line: string) => void said.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-cli-'));
  said = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program that only knows its version. */
function cliOf(version: string, path: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "temporal version ${version} (Server 1.31.2, UI 2.50.1)"\n`);
  chmodSync(path, 0o755);
  return path;
}

function places(more: Partial<CliPlaces> = {}): CliPlaces {
  return {
    env: { PATH: join(folder, 'bin') },
    cacheFolder: join(folder, 'cache'),
    download: async () => false,
    build: async () => false,
    ...more,
  };
}

test('a path that the user names is taken, whatever its version', async () => {
  const named = cliOf('1.2.0', join(folder, 'mine'));

  expect(await provideTemporalCli(log, places({ env: { TEMPORAL_CLI_PATH: named } }))).toEqual({
    path: named,
    version: '1.2.0',
  });
});

test('a named path without a CLI is an error that says so, not a reason to look elsewhere', async () => {
  const env = { TEMPORAL_CLI_PATH: join(folder, 'nothing') };

  await expect(provideTemporalCli(log, places({ env }))).rejects.toThrow(/TEMPORAL_CLI_PATH is .*nothing/);
});

test('a CLI on PATH is taken when it is new enough', async () => {
  cliOf('1.5.0', join(folder, 'bin', 'temporal'));

  expect(await provideTemporalCli(log, places())).toEqual({ path: 'temporal', version: '1.5.0' });
});

test('a CLI on PATH that is too old is passed over with a line', async () => {
  cliOf('1.4.1', join(folder, 'bin', 'temporal'));
  const cached = cliOf(
    temporalCliVersion,
    join(folder, 'cache', `temporal-${temporalCliVersion}`, 'temporal'),
  );

  expect(await provideTemporalCli(log, places())).toEqual({ path: cached, version: temporalCliVersion });
  expect(said).toEqual([expect.stringContaining('1.4.1')]);
});

test('what is not there is downloaded, and built only when that is not possible', async () => {
  const build: CliPlaces['build'] = async (version, path) => Boolean(cliOf(version, path));

  const { path } = await provideTemporalCli(log, places({ build }));

  expect(path).toBe(join(folder, 'cache', `temporal-${temporalCliVersion}`, 'temporal'));
  expect(existsSync(path)).toBe(true);
});

test('two starts at once build once', async () => {
  let builds = 0;
  const build: CliPlaces['build'] = async (version, path) => {
    builds += 1;
    await new Promise((later) => setTimeout(later, 50));
    return Boolean(cliOf(version, path));
  };

  await Promise.all([provideTemporalCli(log, places({ build })), provideTemporalCli(log, places({ build }))]);

  expect(builds).toBe(1);
});

test('when no way is left, the error names all of them', async () => {
  const failing = provideTemporalCli(log, places());

  await expect(failing).rejects.toThrow(/TEMPORAL_CLI_PATH[\s\S]*PATH[\s\S]*download[\s\S]*Go/);
});
