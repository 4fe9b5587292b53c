import type { ApplicationState, LifecycleEvent, PastLink } from '../repositories/lifecycle/read-lifecycle.ts';
import type { OwnershipLine } from '../repositories/ownership/read-ownership.ts';
import { renderTable } from './table.ts';

/** Applications as a table. */
export function renderStates(all: readonly ApplicationState[]): string {
  if (all.length === 0) return 'No application is known yet; the first run finds them.';
  const columns = ['application', 'id', 'service', 'sector', 'first usage', 'last usage', 'state'];
  const rows = all.map((one) => [
    one.name,
    one.id,
    one.service ?? '',
    one.sector,
    one.firstUsage ?? '',
    one.lastUsage ?? '',
    one.state,
  ]);
  return renderTable(
    columns.map((title) => ({ title })),
    rows,
  );
}

/** Everything that happened to an application. */
export function renderHistory(past: {
  readonly application: string;
  readonly changes: readonly LifecycleEvent[];
  readonly services: readonly PastLink[];
  readonly ownership: readonly OwnershipLine[];
}): string {
  const none = (rows: readonly unknown[], table: () => string): string =>
    rows.length === 0 ? '  none' : table().replaceAll(/^/gm, '  ');
  return [
    `"${past.application}"`,
    '\nChanges',
    none(past.changes, () => renderEvents(past.changes)),
    '\nServices',
    none(past.services, () => renderLinks(past.services)),
    '\nOwners',
    none(past.ownership, () => renderOwnership(past.ownership)),
  ].join('\n');
}

function renderEvents(events: readonly LifecycleEvent[]): string {
  const columns = [
    { title: 'change', align: 'right' as const },
    ...['date', 'what', 'by', 'why'].map((title) => ({ title })),
  ];
  const rows = events.map((event) => [
    String(event.changeId),
    event.date,
    `${sentence(event)}${event.undoneBy === null ? '' : ` (undone by ${event.undoneBy})`}`,
    event.by,
    event.reason ?? '',
  ]);
  return renderTable(columns, rows);
}

/** What happened, in words. */
export function sentence({
  kind,
  application,
  other,
  beforeName,
  afterName,
}: Pick<LifecycleEvent, 'kind' | 'application' | 'other'> & Partial<LifecycleEvent>): string {
  switch (kind) {
    case 'renamed':
      return `"${beforeName ?? ''}" is called "${afterName ?? ''}"`;
    case 'merged':
      return `"${application}" goes on as "${other ?? ''}"`;
    case 'split':
      return `"${application}" was split from "${other ?? ''}"`;
    case 'retired':
      return `"${application}" is retired`;
  }
}

function renderLinks(past: readonly PastLink[]): string {
  const columns = ['from', 'until before', 'service', 'matched by'].map((title) => ({ title }));
  return renderTable(
    columns,
    past.map(({ from, to, service, method }) => [from, to ?? 'open', service, method]),
  );
}

/** Ranges of ownership as a table. */
export function renderOwnership(ranges: readonly OwnershipLine[]): string {
  const columns = ['from', 'until before', 'sector', 'owner', 'H-code', 'cost center', 'said by'];
  return renderTable(
    columns.map((title) => ({ title })),
    ranges.map((range) => [
      range.from,
      range.to ?? 'open',
      range.sector,
      personOf(range),
      range.hCode ?? '',
      range.costCenter ?? '',
      range.source === 'cmdb' ? 'CMDB' : `${range.correctedBy ?? 'a person'}: ${range.reason ?? ''}`,
    ]),
  );
}

function personOf({ owner, department, manager }: OwnershipLine): string {
  if (owner === null) return '';
  const place = [department, manager && `under ${manager}`].filter(Boolean).join(', ');
  return place ? `${owner} (${place})` : owner;
}
