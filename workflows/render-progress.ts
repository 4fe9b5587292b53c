import type { StageProgress } from '../pipeline/run.ts';

/** The run as a Markdown table, shown live in Temporal's Web UI. */
export function renderProgress(stages: readonly StageProgress[]): string {
  const rows = stages.map((stage) =>
    row([stage.title, stage.status, stage.report?.written ?? '', seconds(stage), note(stage)]),
  );
  return [
    row(['Stage', 'Status', 'Rows', 'Time', 'Note']),
    '| --- | --- | ---: | ---: | --- |',
    ...rows,
  ].join('\n');
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

function seconds({ startedAt, endedAt }: StageProgress): string {
  return startedAt === null || endedAt === null ? '' : `${((endedAt - startedAt) / 1000).toFixed(1)} s`;
}

function note({ error, report }: StageProgress): string {
  return error ?? report?.warnings.join('; ') ?? '';
}
