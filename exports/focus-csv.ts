import { focusHeader, type FocusRow } from '../domain/focus/columns.ts';
import { toCsv } from './csv.ts';

const rowsAtOnce = 5_000;

/** The file of a month, piece by piece: a month of a large company does not fit into one text. */
export function* focusCsv(rows: readonly FocusRow[]): Generator<string> {
  yield toCsv(focusHeader, []);
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const some = rows.slice(at, at + rowsAtOnce);
    const text = toCsv(
      focusHeader,
      some.map((row) => focusHeader.map((column) => row[column])),
    );
    yield text.slice(text.indexOf('\r\n') + 2);
  }
}
