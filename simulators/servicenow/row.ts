/** A stored row: raw values as text. */
export type Row = Readonly<Record<string, string>>;
