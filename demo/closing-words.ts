import { renderSummary } from '../cli/render-summary.ts';
import { money } from '../cli/table.ts';
import type { Terminal } from '../cli/terminal.ts';
import type { AppliedSchedule } from '../schedules/apply.ts';
import type { RunSummary } from '../repositories/run-summary.ts';
import type { Surroundings } from './start-everything.ts';

/** What the demo says at the end: earlier runs in a line each, the last one whole, and where to look further. */
export function closingWords(
  summaries: readonly RunSummary[],
  { postgres, temporal, metricsUrl, dashboards }: Surroundings & { readonly dashboards: string | null },
  schedule: AppliedSchedule,
  { paint }: Pick<Terminal, 'paint'>,
): string {
  const last = summaries.at(-1);
  if (!last) return '';
  const link = (title: string, address: string): string => `  ${title.padEnd(15)} ${paint('cyan', address)}`;
  return [
    ...summaries.slice(0, -1).map(inOneLine),
    renderSummary(last, paint),
    ...(dashboards === null ? [] : [link('Dashboards', dashboards)]),
    ...(temporal.uiUrl === null ? [] : [link('Run page', runPage(temporal.uiUrl, temporal.namespace, last))]),
    link('Database', postgres.url),
    link('Temporal', temporal.address),
    link('Metrics', metricsUrl),
    `  ${'Schedule'.padEnd(15)} ${schedule.id} ${schedule.outcome}, paused: the simulated world has an end`,
    '',
  ].join('\n');
}

function inOneLine({ run, reconciliation, cost }: RunSummary): string {
  const { matched, appd } = reconciliation;
  return `  Run ${run.date}: ${run.status}, ${matched} of ${appd} matched, cost $${money(cost.total)}, difference ${cost.difference}`;
}

/** The page of the run in Temporal's Web UI. */
export function runPage(uiUrl: string, namespace: string, { run }: Pick<RunSummary, 'run'>): string {
  return `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(run.workflowId)}/${run.workflowRunId}/timeline`;
}
