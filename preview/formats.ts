import { allInWords, type VariableValue } from './variable-value.ts';

/** Writes the chosen values in one of Grafana's formats. */
type FormatOf = (name: string, value: VariableValue) => string;

/** The value that stands for all comes from the dashboard, not from a reader, and goes in as it is. */
const orAll =
  (write: (values: readonly string[]) => string): FormatOf =>
  (_name, { values, isAll, allValue }) =>
    isAll && allValue !== null ? allValue : write(values);

/** The formats that we know, by Grafana's names; `literal` is what its PostgreSQL data source does where none is named. */
export const formats: Readonly<Record<string, FormatOf>> = {
  sqlstring: orAll((values) => values.map((value) => quoted(value.replaceAll('"', '\\"'))).join(',')),
  literal: orAll((values) => values.map(quoted).join(',')),
  csv: orAll((values) => values.join(',')),
  html: orAll((values) => escapeHtml(values.join(', '))),
  text: (_name, { values, isAll }) => (isAll ? allInWords : values.join(' + ')),
  percentencode: (_name, { values, isAll, allValue }) => {
    if (isAll && allValue !== null) return encodeStrictly(allValue);
    return encodeStrictly(values.length === 1 ? (values[0] ?? '') : `{${values.join(',')}}`);
  },
  queryparam: (name, { values, isAll }) =>
    (isAll ? [allInWords] : values).map((value) => `var-${name}=${encodeStrictly(value)}`).join('&'),
};

/**
 * A string literal of SQL. Grafana's `sqlstring` puts a backslash before a double quote besides, which PostgreSQL takes for a part
 * of the value, and which the dashboards take back.
 */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** As `encodeURIComponent`, and the few characters that it leaves as well. */
export function encodeStrictly(text: string): string {
  const odd = /[!'()*]/g;
  return encodeURIComponent(text).replace(odd, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (one) => entities[one] ?? one);
}
