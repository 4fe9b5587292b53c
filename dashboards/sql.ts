/** Words of SQL that panels share. `${…}` is Grafana's; what people chose comes in quoted by `:sqlstring`. */

/** Marks a template as SQL for readers and editors; changes nothing. */
export const sql = String.raw;

/** The value that "All" stands for: a filter that is always true then, which PostgreSQL sees when it plans. */
export const everything = "'*'";

function chosen(variable: string, column: string): string {
  const list = `\${${variable}:sqlstring}`;
  return `('*' in (${list}) or ${column} in (${list}))`;
}

/** The sector of a row by the switch "as charged / today's organization". */
export const sectorShown = (row = ''): string =>
  `case \${organization:sqlstring} when 'today' then ${row}sector_today else ${row}sector end`;

/** Is the row's sector chosen? By the switch, where the row knows both. */
export const sectorChosen = (column = sectorShown()): string => chosen('sector', column);
export const applicationChosen = (column = 'application'): string => chosen('application', column);
export const capabilityChosen = (column = 'capability'): string => chosen('capability', column);

/** All three for views that have `sector`, `sector_today`, `application` and `capability`. */
export const rowChosen = (): string =>
  `${sectorChosen()} and ${applicationChosen()} and ${capabilityChosen()}`;

/** Does the month touch the chosen time? */
export const monthShown = (column = 'month_start'): string =>
  `${column} >= date_trunc('month', $__timeFrom()::timestamp)::date and ${column} <= $__timeTo()::timestamp`;

/** Is the day in the chosen time? */
export const dayShown = (column = 'day'): string =>
  `${column} >= $__timeFrom()::timestamp::date and ${column} <= $__timeTo()::timestamp`;

/** The name of a month by the switch "calendar / fiscal", for rows with month_start and fiscal_month. */
export const monthName = (row = ''): string =>
  `case \${calendar:sqlstring} when 'fiscal' then ${row}fiscal_month else to_char(${row}month_start, 'YYYY-MM') end`;
