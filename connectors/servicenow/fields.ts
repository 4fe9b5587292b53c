/** A row as the Table API gives it: every value in one of several forms. */
export type WireRow = Readonly<Record<string, unknown>>;

/** A reference to another record. */
export interface Reference {
  readonly sysId: string | null;
  readonly name: string | null;
}

const sysIdForm = /^[0-9a-f]{32}$/i;

/**
 * What a person reads: the display value, else a plain text. Null when empty, or when only a sys_id came: that is a name of
 * nothing.
 */
export function displayOf(field: unknown): string | null {
  const display = textOf(partOf(field, 'display_value'));
  if (display !== null) return display;
  const plain = textOf(isParts(field) ? partOf(field, 'value') : field);
  return plain !== null && sysIdForm.test(plain) ? null : plain;
}

/** What the database holds: the raw value, else a plain text. Null when empty. */
export function valueOf(field: unknown): string | null {
  return isParts(field) ? (textOf(field['value']) ?? textOf(field['display_value'])) : textOf(field);
}

/** A reference in any of its forms: parts with value, with a link only, a plain sys_id, or a plain name; `""` when empty. */
export function referenceOf(field: unknown): Reference {
  const value = isParts(field) ? textOf(field['value']) : textOf(field);
  const fromLink = /\/([0-9a-f]{32})(?:\?|$)/i.exec(textOf(partOf(field, 'link')) ?? '')?.[1] ?? null;
  const isName = !isParts(field) && value !== null && !sysIdForm.test(value);
  return { sysId: isName ? null : (value ?? fromLink), name: displayOf(field) };
}

/** `YYYY-MM-DD HH:MM:SS` without a zone is UTC, since the raw value is read; gives ISO 8601. */
export function instantOf(field: unknown): string | null {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)Z?$/.exec(valueOf(field) ?? '');
  const text = parts ? `${parts[1]}T${parts[2]}Z` : '';
  return Number.isNaN(Date.parse(text)) ? null : text;
}

/** Yes when the raw value or its label is true, 1 or yes; no for any other; null when empty or absent. */
export function markOf(field: unknown): boolean | null {
  const said = [valueOf(field), displayOf(field)].filter((text) => text !== null);
  return said.length === 0 ? null : said.some((text) => /^(true|1|yes)$/i.test(text));
}

/** A whole number of zero or more; the API writes it as text. */
export function countOf(field: unknown): number | null {
  const text = valueOf(field);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function isParts(field: unknown): field is Readonly<Record<string, unknown>> {
  return typeof field === 'object' && field !== null;
}

function partOf(field: unknown, part: string): unknown {
  return isParts(field) ? field[part] : undefined;
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}
