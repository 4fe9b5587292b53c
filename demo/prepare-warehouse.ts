import { seed } from '../prisma/seed.ts';
import { openDatabase, type Database } from '../repositories/database.ts';
import { migrate } from '../repositories/migrate.ts';
import { importPrices } from '../repositories/prices/import-prices.ts';
import { countPrices } from '../repositories/prices/read-prices.ts';
import type { World } from '../simulators/world.ts';
import type { Postgres } from './services/postgres.ts';

/** The warehouse with its schema, its seed and the prices of the world (C61), unless people have gone on from these. */
export async function prepareWarehouse(postgres: Postgres, world: World): Promise<Database> {
  await migrate(postgres.url);
  const { host, port, database: name, user, password } = postgres;
  const settings = { host, port, database: name, user, password, ssl: false, poolSize: 4 };
  const database = openDatabase({ ...settings, applicationName: 'appd-licensing demo' });
  try {
    await seed(database, { allocationRulesFile: null });
    if ((await countPrices(database)) === 0)
      await importPrices(database, world.prices, { priceList: `${world.name} world`, createdBy: 'demo' });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
