import type { Database } from './database.ts';
import type { Row } from './row.ts';
import { columnAt, columnNames, type Column } from './dictionary.ts';

/** How fields are to be written. */
export interface RenderStyle {
  readonly display: 'false' | 'true' | 'all';
  readonly hasLinks: boolean;
  /** Address of the instance, for links. */
  readonly origin: string;
}

/** Writes rows of a table; fields that do not exist or may not be read are missing without a word. */
export function createRenderer(
  database: Database,
  table: string,
  fields: readonly string[],
  isReadable: (field: string) => boolean,
  style: RenderStyle,
): (row: Row) => Record<string, unknown> {
  const asked = fields.length > 0 ? fields : columnNames(database.dictionary, table);
  const known = asked.flatMap((field) => {
    const column = columnAt(database.dictionary, table, field);
    return column && isReadable(field) ? [{ field, column }] : [];
  });
  return (row) =>
    Object.fromEntries(
      known.map(({ field, column }) => [
        field,
        renderField(database, column, database.valueAt(table, row, field), style),
      ]),
    );
}

function renderField(database: Database, column: Column, value: string, style: RenderStyle): unknown {
  const shown = database.displayOf(column, value);
  const link =
    column.type === 'reference' && value !== '' && style.hasLinks
      ? { link: `${style.origin}/api/now/table/${column.table}/${value}` }
      : undefined;
  if (style.display === 'all') return { display_value: shown, value, ...link };
  if (style.display === 'true') return link ? { display_value: shown, ...link } : shown;
  return link ? { ...link, value } : value;
}
