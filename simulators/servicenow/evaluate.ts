import type { Database } from './database.ts';
import type { Row } from './row.ts';
import { columnAt, type Column } from './dictionary.ts';
import type { EncodedQuery, OrderTerm, Term } from './encoded-query.ts';

/** Does the row satisfy the query? Conditions on unknown fields are as if they were not there. */
export function createFilter(database: Database, table: string, query: EncodedQuery): (row: Row) => boolean {
  const groups = query.groups
    .map((group) =>
      group
        .map((terms) => terms.flatMap((term) => compileTerm(database, table, term) ?? []))
        .filter((tests) => tests.length > 0),
    )
    .filter((group) => group.length > 0);
  if (groups.length === 0) return () => true;
  return (row) => groups.some((group) => group.every((tests) => tests.some((test) => test(row))));
}

/** Fields of conditions and order that the table does not have. */
export function unknownFields(database: Database, table: string, query: EncodedQuery): string[] {
  return queriedFields(query).filter((field) => !columnAt(database.dictionary, table, field));
}

/** Every field that the query looks at. */
export function queriedFields(query: EncodedQuery): string[] {
  return [...query.groups.flat(2).map((term) => term.field), ...query.order.map((term) => term.field)];
}

/** Rows in the order of the query; those that are equal in it stay as they come. */
export function sortRows(
  database: Database,
  table: string,
  rows: readonly Row[],
  order: readonly OrderTerm[],
): Row[] {
  const known = order.flatMap((term) => {
    const column = columnAt(database.dictionary, table, term.field);
    return column ? [{ ...term, column }] : [];
  });
  const sorted = rows.map((row) => ({
    row,
    keys: known.map((term) => orderKey(database, table, row, term.field, term.column)),
  }));
  sorted.sort((left, right) => {
    for (const [index, { column, isDescending }] of known.entries()) {
      const difference = compare(column, left.keys[index] ?? '', right.keys[index] ?? '');
      if (difference !== 0) return isDescending ? -difference : difference;
    }
    return 0;
  });
  return sorted.map((one) => one.row);
}

/** References are ordered by what people see of them. */
function orderKey(database: Database, table: string, row: Row, field: string, column: Column): string {
  const value = database.valueAt(table, row, field);
  return column.type === 'reference' ? database.displayOf(column, value) : value;
}

function compileTerm(database: Database, table: string, term: Term): ((row: Row) => boolean) | undefined {
  const column = columnAt(database.dictionary, table, term.field);
  if (!column) return undefined;
  const read = (row: Row): string => database.valueAt(table, row, term.field);
  const test = compileOperator(column, term, {
    database,
    read,
    readOther: otherField(database, table, term),
  });
  return test;
}

interface Reading {
  readonly database: Database;
  readonly read: (row: Row) => string;
  /** The field named on the right side, for operators that compare two fields. */
  readonly readOther: (row: Row) => string;
}

function otherField(database: Database, table: string, term: Term): (row: Row) => string {
  return (row) => database.valueAt(table, row, term.value);
}

function compileOperator(
  column: Column,
  term: Term,
  { database, read, readOther }: Reading,
): (row: Row) => boolean {
  const value = resolveScript(term.value);
  const shown = (row: Row): string => searchable(database, column, read(row));
  const against = (row: Row): number => compare(column, read(row), value);
  const listed = value.split(',');
  switch (term.operator) {
    case '=':
      return (row) => read(row) === value;
    case '!=':
      return (row) => read(row) !== value;
    case '<':
      return (row) => read(row) !== '' && against(row) < 0;
    case '>':
      return (row) => against(row) > 0;
    case '<=':
      return (row) => read(row) !== '' && against(row) <= 0;
    case '>=':
      return (row) => against(row) >= 0;
    case 'LIKE':
    case '*':
      return (row) => shown(row).includes(value);
    case 'NOT LIKE':
    case '!*':
      return (row) => !shown(row).includes(value);
    case 'STARTSWITH':
      return (row) => shown(row).startsWith(value);
    case 'ENDSWITH':
    case '%':
      return (row) => shown(row).endsWith(value);
    case 'IN':
      return (row) => listed.includes(read(row));
    case 'NOT IN':
      return (row) => !listed.includes(read(row));
    case 'ISEMPTY':
    case 'EMPTYSTRING':
      return (row) => read(row) === '';
    case 'ISNOTEMPTY':
      return (row) => read(row) !== '';
    case 'ANYTHING':
      return () => true;
    case 'BETWEEN':
      return isBetween(column, read, term.value);
    case 'SAMEAS':
      return (row) => read(row) === readOther(row);
    case 'NSAMEAS':
      return (row) => read(row) !== readOther(row);
    case 'GT_FIELD':
      return (row) => compare(column, read(row), readOther(row)) > 0;
    case 'LT_FIELD':
      return (row) => compare(column, read(row), readOther(row)) < 0;
    case 'GT_OR_EQUALS_FIELD':
      return (row) => compare(column, read(row), readOther(row)) >= 0;
    case 'LT_OR_EQUALS_FIELD':
      return (row) => compare(column, read(row), readOther(row)) <= 0;
  }
}

function isBetween(column: Column, read: (row: Row) => string, range: string): (row: Row) => boolean {
  const [low = '', high = ''] = range.split('@').map(resolveScript);
  return (row) => compare(column, read(row), low) >= 0 && compare(column, read(row), high) <= 0;
}

/** Text operators search what people see of a reference, and the stored value of everything else. */
function searchable(database: Database, column: Column, value: string): string {
  return column.type === 'reference' && value !== '' ? database.displayOf(column, value) : value;
}

function compare(column: Column, left: string, right: string): number {
  if (column.type === 'number') return Number(left) - Number(right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The one script that extracts use: a fixed instant. Others give what the vendor gives for a script that fails: nothing. */
function resolveScript(value: string): string {
  if (!value.startsWith('javascript:')) return value;
  const [, day, time] = /^javascript:gs\.dateGenerate\('([\d-]+)',\s*'([\d:]+)'\);?$/.exec(value) ?? [];
  return day === undefined || time === undefined ? '' : `${day} ${time}`;
}
