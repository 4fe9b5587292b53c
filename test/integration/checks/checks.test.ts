import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { references } from '../../../checks/references.ts';
import { checks } from '../../../checks/registry.ts';
import { coreTables, otherTables } from '../../../checks/table-minimums.ts';
import { openDatabase } from '../../../repositories/database.ts';
import { createValidations, type ValidationResult } from '../../../repositories/validations.ts';
import { onServer } from '../../support/server-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { onCopyOf } from './copy-database.ts';
import { dataFaults } from './data-faults.ts';
import { fillGoodWorld, goodRun } from './good-world.ts';
import { moneyFaults } from './money-faults.ts';
import { settings } from './settings.ts';

const faults = [...dataFaults, ...moneyFaults];

let good: TestDatabase;

beforeAll(async () => {
  good = await createTestDatabase('good_world');
  const database = openDatabase(good.settings);
  await fillGoodWorld(database).finally(() => database.close());
});

afterAll(() => good.drop());

async function resultsAfter(change: string, ids: readonly string[] = []): Promise<ValidationResult[]> {
  const chosen = ids.length > 0 ? checks.filter(({ id }) => ids.includes(id)) : checks;
  return onCopyOf(good, change, async (address) => {
    const database = openDatabase(address);
    try {
      return await createValidations(database).run(goodRun, chosen, settings);
    } finally {
      await database.close();
    }
  });
}

test('every check passes in the good world, without a failing row', async () => {
  const results = await resultsAfter('select 1');

  expect(results.filter(({ outcome, failingRows }) => outcome !== 'pass' || failingRows > 0)).toEqual([]);
  expect(results).toHaveLength(checks.length);
});

test('every check is broken at least once', () => {
  const broken = new Set(
    faults.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn').map(({ check }) => check),
  );

  expect(checks.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
});

describe.each(faults)('$check when $when', (fault) => {
  test(`says ${fault.outcome} and names the rows`, async () => {
    const [result] = await resultsAfter(fault.sql, [fault.check]);

    expect(result).toMatchObject({
      id: fault.check,
      outcome: fault.outcome,
      failingRows: fault.failingRows,
      ...(fault.observed !== undefined && { observed: fault.observed }),
      ...(fault.money !== undefined && { moneyAtStake: fault.money }),
    });
    expect(result?.failingSamples).toHaveLength(Math.min(20, fault.failingRows));
    if (fault.sample) expect(result?.failingSamples[0]).toMatchObject(fault.sample);
    const hasFinding = fault.outcome === 'fail' || fault.outcome === 'warn';
    expect(result?.recommendation === null).toBe(!hasFinding);
  });
});

test('every table declares how many rows it needs', async () => {
  const tables = await onServer(good.url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relispartition and relname not like '\\_prisma%' order by 1`,
    );
    return rows.map(({ name }) => name);
  });
  const declared = [...coreTables, ...otherTables];

  expect(declared.map(({ table }) => table).sort()).toEqual(tables);
  expect(declared.filter(({ rows, because }) => (rows === 0) !== (because !== undefined))).toEqual([]);
});

test('every foreign key of the schema is among the references that are looked at', async () => {
  const keys = await onServer(good.url, async (client) => {
    const { rows } = await client.query<{ key: string }>(
      `select format('%s -> %s', conrelid::regclass || '.' || a.attname, confrelid::regclass || '.' || b.attname) as key
       from   pg_constraint c
       join   pg_class r on r.oid = c.conrelid and not r.relispartition
       join   pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       join   pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
       where  c.contype = 'f' and c.conparentid = 0 and c.connamespace = 'public'::regnamespace`,
    );
    return rows.map(({ key }) => key);
  });
  const watched = Object.entries(references).flatMap(([key, columns]) =>
    columns.map((column) => `${column} -> ${key}`),
  );

  expect(keys.length).toBeGreaterThan(60);
  expect(keys.filter((key) => !watched.includes(key))).toEqual([]);
});
