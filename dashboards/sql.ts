/** Words of SQL that panels share. `${…}` is Grafana's; what people chose comes in quoted by `:sqlstring`. */

/** Marks a template as SQL for readers and editors; changes nothing. */
export const sql = String.raw;

/** The value that "All" stands for: a filter that is always true then, which PostgreSQL sees when it plans. */
export const everything = "'*'";

/**
 * Is the column one of the chosen names? Grafana writes a double quote inside of `:sqlstring` with a backslash before it, which is
 * taken back here, once for the query.
 */
export const chosen = (variable: string, column: string): string =>
  `(${isEverything(variable)} or ${column} = any (${namesOf(variable)}))`;

const namesOf = (variable: string): string =>
  `array(select replace(name, '\\"', '"') from unnest(array[\${${variable}:sqlstring}]) as names(name))`;

/** Is "All" chosen? Known when PostgreSQL plans, so what is for the other case is never read. */
export const isEverything = (variable: string): string => `'*' in (\${${variable}:sqlstring})`;

/** The sector of a row by the switch "as charged / today's organization". */
export const sectorShown = (row = ''): string =>
  `case \${organization:sqlstring} when 'today' then ${row}sector_today else ${row}sector end`;

/** The same as an id of reporting.label; null for a sector that the reader may not know. */
export const sectorIdShown = (row = ''): string =>
  `case \${organization:sqlstring} when 'today' then ${row}sector_today_id else ${row}sector_id end`;

/** A join that takes the name for an id that rows were added up by. */
export const labelOf = (
  kind: 'application' | 'sector' | 'capability' | 'architecture',
  alias: string,
  id: string,
): string => `left   join reporting.label ${alias} on ${alias}.kind = '${kind}' and ${alias}.id = ${id}`;

/** Names of application `a`, sector `s` and capability `k` for rows that were added up by id. */
export const labelsOf = (rows: string): string =>
  [
    labelOf('application', 'a', `${rows}.app_id`),
    labelOf('sector', 's', `${rows}.sector_id`),
    labelOf('capability', 'k', `${rows}.capability_id`),
  ].join('\n');
export const sectorLabel = `coalesce(s.label, '(another sector)')`;

/** Is the row's sector chosen? By the switch, where the row knows both. */
export const sectorChosen = (column = sectorShown()): string => chosen('sector', column);
/** For rows with `app_id`, of which the roll-ups have an index: those of one application are found without reading all others. */
export const applicationChosen = (id = 'app_id'): string =>
  `(${isEverything('application')} or ${id} = any (array(select named.id from reporting.label named where named.kind = 'application' and named.label = any (${namesOf('application')}))))`;
/** For rows that know the name only. */
export const applicationNamed = (column = 'application'): string => chosen('application', column);
export const capabilityChosen = (column = 'capability'): string => chosen('capability', column);

/** All three for views that have `sector`, `sector_today`, `app_id` and `capability`. */
export const rowChosen = (): string =>
  `${sectorChosen()} and ${applicationChosen()} and ${capabilityChosen()}`;

/** Does the month touch the chosen time? Dates on both sides, or PostgreSQL guesses far too few rows and sorts on disk. */
export const monthShown = (column = 'month_start'): string =>
  `${column} >= date_trunc('month', $__timeFrom()::timestamp)::date and ${column} <= $__timeTo()::timestamp::date`;

/** Is the day in the chosen time? */
export const dayShown = (column = 'day'): string =>
  `${column} >= $__timeFrom()::timestamp::date and ${column} <= $__timeTo()::timestamp::date`;

/** The name of a month by the switch "calendar / fiscal", for rows with month_start and fiscal_month. */
export const monthName = (row = ''): string =>
  `case \${calendar:sqlstring} when 'fiscal' then ${row}fiscal_month else to_char(${row}month_start, 'YYYY-MM') end`;
