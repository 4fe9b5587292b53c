import type { RunStatus } from '../pipeline/run.ts';
import type { CheckSummary, RunSummary } from '../repositories/run-summary.ts';
import { clip, duration, grouped, money, pad } from './table.ts';
import type { Style, Terminal } from './terminal.ts';

type Paint = Terminal['paint'];

const shownNames = 50;
const bucketNames: Readonly<Record<string, string>> = {
  __unassigned__: 'no sector known yet',
  __unallocated__: 'nobody could receive it',
  __idle__: 'idle licenses',
  __corporate__: 'corporate',
};

/** The run as a person enjoys reading it. */
export function renderSummary(summary: RunSummary, paint: Paint): string {
  const { run, tables, forecast } = summary;
  const usage = `${grouped(tables['license_usage_fact'] ?? 0)} usage rows, ${grouped(tables['license_cost_fact'] ?? 0)} cost rows`;
  return [
    '',
    heading(run, paint),
    '',
    row('Applications', matched(summary)),
    ...unmatched(summary, paint),
    row('Warehouse', usage),
    ...bill(summary, paint),
    row('Forecast', forecastLine(forecast)),
    ...checks(summary.checks, paint),
    row('Fingerprint', summary.fingerprint.all),
    '',
  ].join('\n');
}

const statusStyles: Readonly<Record<RunStatus, Style>> = {
  running: 'cyan',
  succeeded: 'green',
  degraded: 'yellow',
  failed: 'red',
};

function heading({ date, from, to, status, durationMs }: RunSummary['run'], paint: Paint): string {
  const took = durationMs === null ? '' : ` in ${duration(durationMs)}`;
  return `${paint('bold', `Run ${date}`)} ${paint(statusStyles[status], status)}${took}: usage of ${from} to ${to}`;
}

function matched({ reconciliation: r }: RunSummary): string {
  const rest = [
    r.needsReview > 0 && `${r.needsReview} to review`,
    r.unmatched > 0 && `${r.unmatched} unmatched`,
  ];
  const open = rest.filter(Boolean).join(', ');
  return `${r.matched} of ${r.appd} matched (${r.appdMatchRatePct} %; both sources ${r.overallMatchRatePct} %)${open ? `, ${open}` : ''}`;
}

function unmatched({ unmatched: all }: RunSummary, paint: Paint): string[] {
  const shown = all.slice(0, shownNames);
  const nameWidth = Math.max(0, ...shown.map(({ name }) => name.length));
  const costWidth = Math.max(0, ...shown.map(({ costAtStake }) => money(costAtStake).length));
  const lines = shown.map(({ name, costAtStake, reason }) =>
    row(
      '',
      `${pad(name, nameWidth)}  ${paint('yellow', pad(`$${money(costAtStake)}`, costWidth + 1, 'right'))}  ${reason}`,
    ),
  );
  const more = all.length - shown.length;
  return more > 0
    ? [...lines, row('', `... and ${more} more: "review list" and the table reconciliation_log`)]
    : lines;
}

function bill({ cost }: RunSummary, paint: Paint): string[] {
  const sectors = Object.entries(cost.bySector).map(([name, amount]) => ({
    name: sectorName(name),
    amount: money(amount),
  }));
  const nameWidth = Math.max(14, ...sectors.map(({ name }) => name.length));
  const amountWidth = Math.max(money(cost.total).length, ...sectors.map(({ amount }) => amount.length));
  const line = (name: string, amount: string): string =>
    `${pad(name, nameWidth)}  $${pad(amount, amountWidth, 'right')}`;
  const holds = Number(cost.difference) === 0;
  const proof = `sum of sectors ${holds ? '=' : 'is not'} total, difference ${cost.difference}`;
  return [
    ...sectors.map(({ name, amount }, index) => row(index === 0 ? 'Cost by sector' : '', line(name, amount))),
    row('', paint('bold', line('total', money(cost.total)))),
    row('', paint(holds ? 'green' : 'red', proof)),
  ];
}

function sectorName(name: string): string {
  const meaning = bucketNames[name];
  return meaning ? `${name} (${meaning})` : name;
}

function forecastLine({
  rows,
  series,
  total,
  lower,
  upper,
  confidence,
  firstMonth,
  lastMonth,
}: RunSummary['forecast']): string {
  if (firstMonth === null || lastMonth === null) return 'none: no series has enough history and a price';
  const band =
    confidence === null ? '' : ` (${confidence * 100} % band $${money(lower)} to $${money(upper)})`;
  const months = `${firstMonth.slice(0, 7)} to ${lastMonth.slice(0, 7)}`;
  return `$${money(total)} for ${months}${band}; ${grouped(rows)} rows, ${grouped(series)} series`;
}

const outcomeStyles: Readonly<Record<string, Style>> = { pass: 'green', warn: 'yellow', fail: 'red' };

function checks(all: readonly CheckSummary[], paint: Paint): string[] {
  const outcomes = ['pass', 'warn', 'fail', 'not_evaluated', 'excluded'];
  const counts = outcomes
    .map((outcome) => ({ outcome, count: all.filter((check) => check.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) =>
      paint(outcomeStyles[outcome] ?? 'dim', `${count} ${outcome.replace('_', ' ')}`),
    );
  const told = all.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn');
  return [
    row('Checks', counts.join(', ') || 'none: the stage did not run'),
    ...told.map(({ id, outcome, observed, expected }) =>
      row(
        '',
        `${paint(outcomeStyles[outcome] ?? 'dim', pad(outcome, 4))}  ${id}: ${clip(observed, 70)} (expected ${clip(expected, 50)})`,
      ),
    ),
  ];
}

function row(title: string, text: string): string {
  return `  ${pad(title, 15)} ${text}`.trimEnd();
}
