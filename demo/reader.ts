import type { Database } from '../repositories/database.ts';
import { createReader } from '../repositories/readers.ts';

/** Makes the login that looks at the demo's dashboards, with a new password each time, and gives its address. */
export async function makeReader(database: Database, databaseUrl: string): Promise<string> {
  const { name, password } = await createReader(database, {
    name: 'demo_reader',
    password: null,
    sectors: [],
  });
  const url = new URL(databaseUrl);
  url.username = name;
  url.password = password;
  return url.href;
}
