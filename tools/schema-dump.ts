import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startPostgres, throwAway } from '../demo/services/postgres.ts';
import { createStopAll } from '../demo/services/stop-all.ts';
import { migrate } from '../repositories/migrate.ts';
import { readSchema } from './read-schema.ts';

const dumpFile = fileURLToPath(new URL('../prisma/schema-dump.txt', import.meta.url));
const log = (line: string): void => console.error(line);

/** What the migrations make of an empty database. */
async function dumpMigratedSchema(): Promise<string> {
  const services = createStopAll();
  services.stopOnSignals(log);
  const folder = mkdtempSync(join(tmpdir(), 'appd-licensing-dump-'));
  try {
    const dataDir = join(folder, 'postgres');
    const postgres = services.add(
      'PostgreSQL',
      await startPostgres({ dataDir, database: 'schema_dump', settings: throwAway, log }),
    );
    await migrate(postgres.url);
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    return await readSchema(client).finally(() => client.end());
  } finally {
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstDifference(expected: string, found: string): string {
  const [before, after] = [expected.split('\n'), found.split('\n')];
  const at = after.findIndex((line, index) => line !== before[index]);
  const index = at === -1 ? after.length : at;
  return `line ${index + 1}:\n  committed: ${before[index] ?? '(end)'}\n  migrations: ${after[index] ?? '(end)'}`;
}

const found = await dumpMigratedSchema();
if (process.argv.includes('--check')) {
  const committed = readFileSync(dumpFile, 'utf8');
  if (committed !== found) {
    log(
      `prisma/schema-dump.txt differs from what the migrations make, first in ${firstDifference(committed, found)}`,
    );
    log('Run "npm run schema:dump" and commit the result, if the change is meant.');
    process.exitCode = 1;
  }
} else {
  writeFileSync(dumpFile, found);
}
