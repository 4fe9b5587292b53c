import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { renderDefinitions } from './definitions.ts';
import { buildTab } from './tab.ts';
import { allTabs } from './all-tabs.ts';
import { buildOperations } from './operations/worker.ts';
import { alertingFiles } from './alerts/alerting-files.ts';

const methodology = fileURLToPath(new URL('../docs/methodology.md', import.meta.url));
const runbook = fileURLToPath(new URL('../docs/runbook.md', import.meta.url));

/** Every generated file by its path under dashboards/generated, as text. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const dashboards = allTabs.map(buildTab);
  return {
    ...Object.fromEntries(dashboards.map((board) => [`tabs/${board.uid ?? ''}.json`, json(board)])),
    'operations/appd-operations.json': json(buildOperations()),
    ...Object.fromEntries(
      Object.entries(alertingFiles()).map(([path, yaml]) => [`provisioning/${path}`, yaml]),
    ),
    'pages/methodology.html': renderDefinitions(readFileSync(methodology, 'utf8')),
    'pages/runbook.html': renderDefinitions(readFileSync(runbook, 'utf8'), 'Runbook'),
  };
}

function json(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
