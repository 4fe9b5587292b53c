import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const folder = fileURLToPath(new URL('../prisma/views/', import.meta.url));

interface ViewFile {
  readonly name: string;
  readonly statement: string;
}

/**
 * Makes the schema `reporting` what prisma/views says: dashboards read nothing else. Views are defined again as a whole whenever a
 * file changed, in one transaction, so that readers see the old ones or the new ones; when nothing changed, nothing happens.
 */
export async function applyReportingViews(databaseUrl: string): Promise<{ readonly applied: boolean }> {
  const files = readViewFiles();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(7307)');
    const hash = hashOf(files);
    const applied = (await currentHash(client)) !== hash;
    if (applied) await define(client, files, hash);
    await client.query('commit');
    return { applied };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    await client.end();
  }
}

function readViewFiles(): ViewFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, statement: readFileSync(`${folder}${name}`, 'utf8') }));
}

function hashOf(files: readonly ViewFile[]): string {
  const hash = createHash('sha256');
  for (const { name, statement } of files) hash.update(`${name}\0${statement}\0`);
  return hash.digest('hex').slice(0, 32);
}

async function currentHash(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ hash: string | null }>(
    `select obj_description(oid, 'pg_namespace') as hash from pg_namespace where nspname = 'reporting'`,
  );
  return rows[0]?.hash?.split(' ').at(-1) ?? null;
}

async function define(client: pg.Client, files: readonly ViewFile[], hash: string): Promise<void> {
  await client.query('set local client_min_messages = warning');
  await client.query('drop schema if exists reporting cascade');
  await client.query('create schema reporting');
  await defineInAnyOrder(client, files);
  await client.query(`
    grant usage on schema reporting to license_reader, license_sector_reader;
    grant select on all tables in schema reporting to license_reader, license_sector_reader;
    grant execute on all functions in schema reporting to license_reader, license_sector_reader;
    comment on schema reporting is 'What dashboards read, made from prisma/views: ${hash}'`);
}

const missing = new Set(['42P01', '42883']);

/** A view may be built on another: what lacks one waits for the next round, until a round defines nothing. */
async function defineInAnyOrder(client: pg.Client, files: readonly ViewFile[]): Promise<void> {
  let waiting = files;
  while (waiting.length > 0) {
    const later: ViewFile[] = [];
    let reason: unknown;
    for (const file of waiting) {
      await client.query('savepoint view');
      try {
        await client.query(file.statement);
      } catch (error) {
        if (!(error instanceof pg.DatabaseError) || !missing.has(error.code ?? '')) throw inFile(file, error);
        await client.query('rollback to savepoint view');
        later.push(file);
        reason = inFile(file, error);
      }
    }
    if (later.length === waiting.length) throw reason;
    waiting = later;
  }
}

function inFile({ name }: ViewFile, error: unknown): Error {
  const words = error instanceof Error ? error.message : String(error);
  return new Error(`prisma/views/${name}: ${words}`, { cause: error });
}
