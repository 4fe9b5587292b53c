import type { Row } from './row.ts';
import { columnAt, type Dictionary } from './dictionary.ts';

/** What access rules take away from the integration user; may be changed while the server runs. */
export interface Access {
  /** Applied after the limit: the total still counts the row. */
  hidesRow: (table: string, row: Row) => boolean;
  /** `table.field`, e.g. `cmdb_ci_service.u_sector`; a child's rows follow the table that is asked. */
  hiddenFields: Set<string>;
}

/** Nothing is hidden. */
export function openAccess(): Access {
  return { hidesRow: () => false, hiddenFields: new Set() };
}

/** May the path be read, every step of it? */
export function isReadable(access: Access, dictionary: Dictionary, table: string, path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  if (access.hiddenFields.has(`${table}.${first}`)) return false;
  const column = columnAt(dictionary, table, first);
  if (rest.length === 0 || column?.type !== 'reference') return true;
  return isReadable(access, dictionary, column.table, rest.join('.'));
}
