import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { applyReportingViews } from './reporting-views.ts';
import { withSchemaEngine } from './schema-engine.ts';

const migrationsFolder = fileURLToPath(new URL('../prisma/migrations/', import.meta.url));

/**
 * Brings the database to the newest schema, and the views of dashboards to what prisma/views says; doing it twice changes
 * nothing. Gives the names of migrations that were applied now.
 */
export async function migrate(databaseUrl: string): Promise<{ readonly applied: readonly string[] }> {
  const lockfile = { path: 'migration_lock.toml', content: readMigration('migration_lock.toml') };
  const migrationDirectories = migrationNames().map((name) => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok' as const, value: readMigration(`${name}/migration.sql`) },
    },
  }));
  const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.applyMigrations({
      migrationsList: { baseDir: migrationsFolder, lockfile, shadowDbInitScript: '', migrationDirectories },
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  await applyReportingViews(databaseUrl);
  return { applied: appliedMigrationNames };
}

function migrationNames(): string[] {
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function readMigration(path: string): string {
  return readFileSync(`${migrationsFolder}${path}`, 'utf8');
}
