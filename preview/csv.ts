import { toCsv } from '../exports/csv.ts';
import { panelsOf, slugOf, type Board, type Panel } from './dashboards.ts';
import { Problem } from './problem.ts';
import type { Cell } from './reader.ts';
import type { TargetAnswer } from './run-panel.ts';

/** The rows of a panel as a file: every digit, days without an hour. */
export function panelCsv(answers: readonly TargetAnswer[]): string {
  const [answer] = answers;
  if (!answer) throw new Problem(404, 'This panel has no rows: it asks nothing.');
  const { fields, rows } = answer;
  const isDay = fields.map(
    ({ type }, index) => type === 'time' && rows.every((row) => isMidnight(row[index])),
  );
  const cells = rows.map((row) =>
    row.map((cell, index) =>
      cell === null ? null : isDay[index] ? String(cell).slice(0, 10) : String(cell),
    ),
  );
  return toCsv(
    fields.map(({ name }) => name),
    cells,
  );
}

function isMidnight(cell: Cell | undefined): boolean {
  return cell === null || String(cell).endsWith('T00:00:00.000Z');
}

/** A name that every system can store, and no other panel of the dashboard has. */
export function csvName(board: Board, panel: Panel): string {
  const { id, title = '' } = panel;
  const words = slugOf(title);
  const namesakes = panelsOf(board).filter((one) => slugOf(one.title ?? '') === words);
  return `${[board.dashboard.uid, words, ...(words === '' || namesakes.length > 1 ? [id] : [])].filter(Boolean).join('-')}.csv`;
}
