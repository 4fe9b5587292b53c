import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config/env.ts';
import { seed, type Seeded } from '../../prisma/seed.ts';
import type { Database } from '../../repositories/database.ts';
import { deployAs } from '../../repositories/deployment.ts';
import { migrate } from '../../repositories/migrate.ts';
import type { PriceRow } from '../../domain/pricing/price.ts';
import { readPriceList } from '../../imports/price-list.ts';
import type { PricesChanged } from '../../repositories/prices/change-prices.ts';
import { importPrices } from '../../repositories/prices/import-prices.ts';
import { countPrices } from '../../repositories/prices/read-prices.ts';
import {
  databaseUrlOf,
  openWarehouse,
  reachDatabase,
  readSettings,
  type Context,
  type Finish,
} from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { sayChanged } from '../render-prices.ts';

/** What `migrate` did. */
interface Migrated {
  readonly applied: readonly string[];
  readonly seeded: Seeded;
  /** Null without PRICES_FILE. */
  readonly prices: PricesChanged | null;
  readonly priceCount: number;
}

/** `migrate`: brings the database to the newest schema. */
export function addMigrate(program: Command, context: Context, finish: Finish): void {
  program
    .command('migrate')
    .summary('bring the database to the newest schema')
    .description(
      'Applies the migrations, writes the rows that the product starts from, and imports PRICES_FILE when it is set.\n' +
        'Doing it twice changes nothing.',
    )
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  PRICES_FILE=prices-2026.csv appd-licensing migrate')
    .action(async ({ json }: { json?: boolean }) => {
      const done = await migrateAll(await readSettings(context));
      context.terminal.out(`${json ? JSON.stringify(done, null, 2) : render(done)}\n`);
      finish(exitCodes.right);
    });
}

async function migrateAll(config: Config): Promise<Migrated> {
  const prices = config.files.prices === null ? null : readPriceList(config.files.prices);
  const database = openWarehouse(config);
  try {
    await reachDatabase(config, database);
    const { applied } = await migrate(databaseUrlOf(config));
    await deployAs(database, config.profile);
    const seeded = await seed(database, { allocationRulesFile: config.files.allocationRules });
    return {
      applied,
      seeded,
      prices: prices && (await importFrom(config, database, prices)),
      priceCount: await countPrices(database),
    };
  } finally {
    await database.close();
  }
}

function importFrom(config: Config, database: Database, rows: readonly PriceRow[]): Promise<PricesChanged> {
  const priceList = basename(config.files.prices ?? '');
  const token = config.actorToken?.reveal() ?? null;
  return importPrices(database, rows, { priceList, createdBy: config.etlUser, token });
}

function render({ applied, seeded, prices, priceCount }: Migrated): string {
  const added = seeded.capabilities + seeded.patterns + seeded.models + seeded.rules;
  return [
    applied.length === 0
      ? 'The schema is up to date.'
      : `Applied ${applied.length} migration(s): ${applied.join(', ')}.`,
    `Seed: ${added} row(s) added.`,
    ...(prices ? [`Prices: ${sayChanged(prices)}.`] : []),
    ...(priceCount === 0
      ? ['There are no prices: usage costs nothing until PRICES_FILE names a price list.']
      : []),
  ].join('\n');
}
