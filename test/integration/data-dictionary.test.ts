import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dataDictionary } from '../../tools/data-dictionary.ts';
import { onServer } from '../support/server-connection.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('data dictionary');
});

afterAll(() => database.drop());

test('what schema.prisma says of each table and column is what the migrated database says', async () => {
  const described = dataDictionary(readFileSync('prisma/schema.prisma', 'utf8'));

  const found = await onServer(database.url, async (client) => {
    const { rows } = await client.query<{ place: string; note: string | null }>(`
      select c.relname || coalesce('.' || a.attname, '') as place, d.description as note
      from pg_class c
      left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> '_prisma_migrations'
      union all
      select c.relname, obj_description(c.oid, 'pg_class')
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> '_prisma_migrations'`);
    return Object.fromEntries(rows.map(({ place, note }) => [place, note]));
  });

  const expected = described.map(
    ({ table, column, note }) => [column === null ? table : `${table}.${column}`, note] as const,
  );
  expect(found).toEqual(Object.fromEntries(expected));
});
