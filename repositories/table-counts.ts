import type { Database } from './database.ts';

/** How many rows every table and view holds; a partitioned table is counted whole, and not month by month. */
export async function countTables(database: Database): Promise<Record<string, number>> {
  const relations = await database.rows<{ name: string; filled: boolean }>('listing tables', listRelations);
  const filled = relations.filter((relation) => relation.filled).map(({ name }) => name);
  const counts = await database.rows<{ name: string; rows: number }>('counting rows', countAll(filled));
  const byName = new Map(counts.map(({ name, rows }) => [name, rows]));
  return Object.fromEntries(relations.map(({ name }) => [name, byName.get(name) ?? 0]));
}

function countAll(names: readonly string[]): string {
  return names
    .map((name) => `select '${name}' as name, count(*)::integer as rows from "${name}"`)
    .join(' union all ');
}

/** A materialized view that was never refreshed cannot be read: it holds nothing. */
const listRelations = `
  select c.relname as name, c.relispopulated as filled
  from   pg_class c
  where  c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
  and    c.relname <> '_prisma_migrations'
  and    not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  order  by c.relname`;
