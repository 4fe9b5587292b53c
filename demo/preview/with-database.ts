import { openDatabase, type Database } from '../../repositories/database.ts';
import { loginOf } from './login-of.ts';

/** Lends the database to `work`, with every right of the address. */
export async function withDatabase<Result>(
  databaseUrl: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = openDatabase({
    ...loginOf(databaseUrl),
    poolSize: 2,
    applicationName: 'appd-licensing preview',
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
