import type { World } from '../worlds/shape.ts';
import { isKindOf, type Column, type CustomFields, type Dictionary } from './dictionary.ts';
import type { Row } from './row.ts';
import { createRows } from './rows.ts';

/** An instance's tables as they are on the day of the world's clock. */
export interface Database {
  readonly dictionary: Dictionary;
  /** Rows of the table and of all that extend it. */
  rows(table: string): readonly Row[];
  /** The raw value at the end of a path of references; empty when one of them is. */
  valueAt(table: string, row: Row, path: string): string;
  /** What a person sees for a raw value. */
  displayOf(column: Column, value: string): string;
}

/** Where the people of the instance live: dates are displayed in this zone, and stored in UTC. */
const userTimeZone = 'America/New_York';

/** Gives the tables of today; the same day gives the same tables. */
export function createDatabase(world: World, dictionary: Dictionary, custom: CustomFields): () => Database {
  let known: { readonly day: string; readonly database: Database } | undefined;
  return () => {
    const day = world.clock.today();
    if (known?.day !== day)
      known = { day, database: openDatabase(dictionary, createRows(world, dictionary, custom)) };
    return known.database;
  };
}

function openDatabase(dictionary: Dictionary, tables: ReadonlyMap<string, readonly Row[]>): Database {
  const byId = new Map(
    [...tables].flatMap(([table, rows]) => rows.map((row) => [row['sys_id'] ?? '', { table, row }] as const)),
  );

  const valueAt: Database['valueAt'] = (table, row, path) => {
    const [first = '', ...rest] = path.split('.');
    const value = row[first] ?? '';
    if (rest.length === 0) return value;
    const next = byId.get(value);
    return next ? valueAt(next.table, next.row, rest.join('.')) : '';
  };

  const displayOf: Database['displayOf'] = (column, value) => {
    if (column.type === 'choice') return column.labels[value] ?? value;
    if (column.type === 'date') return value === '' ? '' : inUserZone(value);
    if (column.type !== 'reference') return value;
    const target = byId.get(value);
    return target ? (target.row[dictionary[target.table]?.display ?? 'name'] ?? '') : '';
  };

  return {
    dictionary,
    rows: (table) => [...tables].flatMap(([name, rows]) => (isKindOf(dictionary, name, table) ? rows : [])),
    valueAt,
    displayOf,
  };
}

/** The Swedish form of a date is the one of the Table API. */
const userZoneFormat = new Intl.DateTimeFormat('sv-SE', {
  timeZone: userTimeZone,
  dateStyle: 'short',
  timeStyle: 'medium',
});

function inUserZone(utc: string): string {
  return userZoneFormat.format(new Date(`${utc.replace(' ', 'T')}Z`));
}
