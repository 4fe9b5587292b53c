import { migrate } from '../../repositories/migrate.ts';
import { templateName } from './addresses.ts';
import { databaseUrl, onServer } from './server-connection.ts';

/** Migrates the template, once for a whole call of Jest, and closes it to everybody. */
export async function prepareTemplate(serverUrl: string): Promise<void> {
  await onServer(serverUrl, (client) => client.query(`create database ${templateName}`));
  await migrate(databaseUrl(serverUrl, templateName));
  await onServer(serverUrl, (client) =>
    client.query(`alter database ${templateName} with is_template true allow_connections false`),
  );
}
