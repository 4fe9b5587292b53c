import type { Measure } from './measure.ts';

const heading = ['measure', 'value', 'unit', 'floor', 'ratio', 'goal', 'met'];

/** The measures as a table for a terminal. */
export function renderTable(measures: readonly Measure[]): string {
  const lines = [heading, ...measures.map(cellsOf)];
  const widths = heading.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf({ id, value, unit, floor, ratio, goal, goalOn, met }: Measure): string[] {
  return [
    id,
    String(value),
    unit,
    floor === null ? '-' : String(floor),
    ratio === null ? '-' : ratio.toFixed(2),
    goal === null ? '-' : goalOn === 'value' ? `${goal} ${unit}` : `${goal} x floor`,
    met === null ? '-' : met ? 'yes' : 'NO',
  ];
}

function pad(cell: string, width: number, column: number): string {
  return column === 1 || column === 3 || column === 4 ? cell.padStart(width) : cell.padEnd(width);
}
