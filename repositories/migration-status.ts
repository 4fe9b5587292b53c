import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Database } from './database.ts';

const migrationsFolder = fileURLToPath(new URL('../prisma/migrations/', import.meta.url));

/** The migrations of this checkout that the database has not seen, in order; empty when both are in step. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const table = await database.one<{ exists: boolean }>(
    'looking for migrations',
    `select to_regclass('public._prisma_migrations') is not null as exists`,
  );
  const applied = table.exists ? await database.rows<{ name: string }>('reading migrations', finished) : [];
  const names = new Set(applied.map(({ name }) => name));
  return migrationNames().filter((name) => !names.has(name));
}

function migrationNames(): string[] {
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

const finished = `
  select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null`;
