import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Config } from './env.ts';
import { namesOf, type Environment, type SettingsGroup } from './settings-group.ts';

const root = new URL('../', import.meta.url);
const seeds = new URL('./seed/', import.meta.url);

/** Which code and which configuration a run was made with; both are stored with it. */
export interface Versions {
  /** Package version and commit, e.g. `0.1.0+e2fa791`. */
  readonly code: string;
  /** A hash over all that decides results beside the code: thresholds, tools and their settings, seed files. */
  readonly config: string;
}

/** The versions of this process. Addresses of our own servers and secrets do not count: they change no result. */
export async function readVersions(
  config: Config,
  environment: Environment,
  tools: readonly SettingsGroup[],
): Promise<Versions> {
  return {
    code: config.codeVersion ?? (await codeVersion()),
    config: await configVersion(config, environment, tools),
  };
}

async function codeVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
    version: string;
  };
  const commit = await describeCommit();
  return commit ? `${version}+${commit}` : version;
}

/** Null where there is no repository, as in an image. */
async function describeCommit(): Promise<string | null> {
  try {
    const options = { cwd: fileURLToPath(root), timeout: 5_000 };
    const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--dirty'], options);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

async function configVersion(
  config: Config,
  environment: Environment,
  tools: readonly SettingsGroup[],
): Promise<string> {
  const settings = tools.flatMap((tool) =>
    namesOf(tool)
      .filter((name) => !tool.secrets.includes(name))
      .map((name) => [name, environment[name] ?? null]),
  );
  const hash = createHash('sha256').update(JSON.stringify([config.pipeline, config.tools, settings.sort()]));
  for (const file of await configFiles(config)) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

async function configFiles({ files }: Config): Promise<(string | URL)[]> {
  const names = (await readdir(seeds)).filter((name) => name.endsWith('.csv')).sort();
  const given = [files.prices, files.allocationRules].filter((file) => file !== null);
  return [...names.map((name) => new URL(name, seeds)), ...given];
}
