import { stage, stageIds } from '../pipeline/stages.ts';

/** The stages as a Markdown table, laid out as Prettier would. */
export function renderStageTable(): string {
  const rows = stageIds
    .map(stage)
    .map(({ id, does, after, critical }) => [
      `\`${id}\``,
      does,
      after.map((other) => `\`${other}\``).join(', ') || '-',
      critical ? 'yes' : 'no',
    ]);
  return renderTable([['Stage', 'What it does', 'After', 'Critical'], ...rows]);
}

function renderTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
