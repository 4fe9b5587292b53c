import type { Dashboard, VariableDefinition } from './dashboards.ts';
import type { Choice } from './choice.ts';
import { expandSql } from './expand-sql.ts';
import type { Range } from './macros.ts';
import type { Reader } from './reader.ts';
import { allInLinks, allInWords, type Variables, type VariableValue } from './variable-value.ts';

export interface Option {
  readonly text: string;
  readonly value: string;
}

/** A variable as the page shows it. */
export interface VariableView {
  readonly label: string;
  readonly options: readonly Option[];
  /** `$__all` for all. */
  readonly current: readonly string[];
  readonly multi: boolean;
  readonly includeAll: boolean;
}

/** Where options come from, and what was chosen. */
interface Source {
  readonly reader: Reader;
  readonly dashboard: Dashboard;
  readonly choice: Choice;
  readonly range: Range;
}

/** Every variable with its options. */
export async function showVariables(source: Source): Promise<Readonly<Record<string, VariableView>>> {
  const { views } = await resolve(source, () => true);
  return views;
}

/** What is chosen, for queries. Options are only asked for where "all" means each of them. */
export async function chosenVariables(source: Source): Promise<Variables> {
  const { chosen } = await resolve(source, (definition) => {
    const given = givenValues(definition, source.choice);
    return given === undefined || (isAll(definition, given) && !definition.allValue);
  });
  return chosen;
}

/** In the order of the dashboard: the options of a later variable may depend on what is chosen for an earlier one. */
async function resolve(source: Source, needsOptions: (definition: VariableDefinition) => boolean) {
  const views: Record<string, VariableView> = {};
  const chosen: Record<string, VariableValue> = {};
  for (const definition of source.dashboard.templating?.list ?? []) {
    const { name, label, multi = false, includeAll = false } = definition;
    const options = needsOptions(definition) ? await optionsOf(definition, source, chosen) : [];
    const current = currentValues(definition, source.choice, options);
    chosen[name] = valueOf(definition, current, options);
    const shown = current.filter((value) => value !== '');
    views[name] = { label: label ?? name, options, current: shown, multi, includeAll };
  }
  return { views, chosen };
}

const ownDataSource = 'PostgreSQL';

/** The preview has one data source; what it lacks is named after its kind. */
function dataSourceOf({ query }: VariableDefinition): string {
  return typeof query !== 'string' || query.includes('postgres') ? ownDataSource : query;
}

async function optionsOf(
  definition: VariableDefinition,
  source: Source,
  chosen: Variables,
): Promise<readonly Option[]> {
  switch (definition.type) {
    case 'datasource':
      return [{ text: dataSourceOf(definition), value: dataSourceOf(definition) }];
    case 'query':
      return askOptions(definition, source, chosen);
    default:
      return (definition.options ?? [])
        .filter(({ value }) => value !== allInLinks)
        .map(({ text, value }) => ({ text, value }));
  }
}

/** Columns `__text` and `__value`, or every value of the answer once, as Grafana's PostgreSQL data source reads them. */
async function askOptions(
  { query, datasource }: VariableDefinition,
  { reader, range }: Source,
  variables: Variables,
): Promise<readonly Option[]> {
  if (datasource?.type?.includes('postgres') === false) return [];
  const sql = typeof query === 'string' ? query : (query?.query ?? '');
  const { fields, rows } = await reader.ask(expandSql(sql, { range, variables }));
  const text = fields.findIndex(({ name }) => name === '__text');
  const value = fields.findIndex(({ name }) => name === '__value');
  const pairs =
    text >= 0 && value >= 0
      ? rows.map((row) => [row[text], row[value]])
      : rows.flat().map((one) => [one, one]);
  const byValue = new Map(
    pairs.map(([words, one]) => [String(one ?? ''), { text: String(words ?? ''), value: String(one ?? '') }]),
  );
  return [...byValue.values()];
}

/** What the address says, or else the dashboard itself; undefined: neither does. */
function givenValues(definition: VariableDefinition, { values }: Choice): readonly string[] | undefined {
  const { name, type, multi, current } = definition;
  if (type === 'datasource') return [dataSourceOf(definition)];
  const given = values.get(name) ?? (current?.value === undefined ? [] : [current.value].flat());
  if (given.length === 0) return undefined;
  return multi === true ? given : given.slice(0, 1);
}

function currentValues(
  definition: VariableDefinition,
  choice: Choice,
  options: readonly Option[],
): readonly string[] {
  const given = givenValues(definition, choice);
  if (given !== undefined) return isAll(definition, given) ? [allInLinks] : given;
  if (definition.includeAll === true) return [allInLinks];
  return options.slice(0, 1).map(({ value }) => value);
}

function isAll({ includeAll, allValue }: VariableDefinition, given: readonly string[]): boolean {
  if (includeAll !== true) return false;
  const [first = ''] = given;
  return given.includes(allInLinks) || (given.length === 1 && (first === allInWords || first === allValue));
}

function valueOf(
  { allValue, multi = false, includeAll = false }: VariableDefinition,
  current: readonly string[],
  options: readonly Option[],
): VariableValue {
  const all = current.includes(allInLinks);
  // A list without any value is no SQL; nothing is called by the empty text.
  const values = all ? options.map(({ value }) => value) : current;
  return {
    values: values.length === 0 ? [''] : values,
    isAll: all,
    allValue: allValue || null,
    multi: multi || includeAll,
  };
}
