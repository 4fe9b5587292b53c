import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { ConfigError } from '../pipeline/errors.ts';
import { coreGroups } from './groups.ts';
import { readGroup, type Environment } from './settings-group.ts';

export type SettingSource = 'environment' | 'ssm' | '.env';

/** All settings of this process, and where each one came from. */
export interface LoadedEnvironment {
  readonly values: Environment;
  readonly sources: Readonly<Record<string, SettingSource>>;
}

/**
 * The settings of this process: what its environment says stands above Parameter Store, and that above `.env` (000-079,
 * 000-081). Values are never logged; an empty text counts as not set.
 *
 * @throws ConfigError, AuthError or UpstreamError when Parameter Store is asked and does not answer.
 */
export async function loadEnvironment(own: Environment, dotenvFile = '.env'): Promise<LoadedEnvironment> {
  const file = await readDotenv(dotenvFile);
  const local = { ...filled(file), ...filled(own) };
  const parameters = wantsParameterStore(local) ? await askParameterStore(local) : {};

  const values = { ...filled(file), ...filled(parameters), ...filled(own) };
  return {
    values,
    sources: Object.fromEntries(Object.keys(values).map((name) => [name, sourceOf(name, own, parameters)])),
  };
}

/** The SDK of AWS is loaded only by those who ask for it. */
async function askParameterStore(local: Environment): Promise<Environment> {
  const { readParameters } = await import('./parameter-store.ts');
  return readParameters(pathOf(local), local);
}

function sourceOf(name: string, own: Environment, parameters: Environment): SettingSource {
  if (own[name]) return 'environment';
  return parameters[name] ? 'ssm' : '.env';
}

function wantsParameterStore(local: Environment): boolean {
  const source = local['SECRETS_SOURCE'] ?? 'auto';
  return (
    source === 'ssm' || (source === 'auto' && Boolean(local['AWS_REGION'] || local['AWS_ENDPOINT_URL_SSM']))
  );
}

function pathOf(local: Environment): string {
  const { values, problems } = readGroup(coreGroups.sources, local);
  if (!values) throw new ConfigError(problems);
  return values.SSM_PATH;
}

async function readDotenv(file: string): Promise<Environment> {
  try {
    return parseEnv(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigError([`${file} cannot be read: ${(error as Error).message}`]);
  }
}

function filled(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
