import { readConfig } from '../../config/env.ts';
import { loadEnvironment } from '../../config/secrets.ts';
import type { Environment } from '../../config/settings-group.ts';
import type { ReaderLogin } from '../../preview/reader.ts';

const names = ['DATABASE_URL', 'DB_HOST', 'DB_PORT', 'DB_NAME', 'DB_USER', 'DB_PASSWORD'];

/** The database that the settings name; null when they name none. @throws ConfigError */
export async function settingsLogin(environment: Environment): Promise<ReaderLogin | null> {
  const { values } = await loadEnvironment(environment);
  if (!names.some((name) => values[name])) return null;
  const { host, port, database, user, password, ssl } = readConfig(values).database;
  return { host, port, database, user, password: password.reveal(), ssl };
}
