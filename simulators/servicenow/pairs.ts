import type { Database } from './database.ts';
import type { Row } from './row.ts';
import { columnAt } from './dictionary.ts';

/** The other way to filter: `name=value` pairs, which also take what people see of a choice or a reference. */
export function matchesPairs(
  database: Database,
  table: string,
  query: URLSearchParams,
): (row: Row) => boolean {
  const pairs = [...query].flatMap(([field, wanted]) => {
    const column = field.startsWith('sysparm_') ? undefined : columnAt(database.dictionary, table, field);
    return column ? [{ field, wanted, column }] : [];
  });
  return (row) =>
    pairs.every(({ field, wanted, column }) => {
      const value = database.valueAt(table, row, field);
      return value === wanted || database.displayOf(column, value) === wanted;
    });
}
