import type { ListedRule } from '../repositories/rules/rule-book.ts';
import type { RulePreview } from '../repositories/rules/preview-rules.ts';
import type { StoredRule } from '../repositories/rules/read-versions.ts';
import { clip, money, renderTable } from './table.ts';

/** The rules, the steps in order. */
export function renderRules(rules: readonly ListedRule[]): string {
  if (rules.length === 0) return 'There are no allocation rules; "migrate" brings those of the seed.';
  const columns = [
    { title: 'rule' },
    { title: 'version', align: 'right' as const },
    { title: 'status' },
    { title: 'step', align: 'right' as const },
    { title: 'priority', align: 'right' as const },
    { title: 'sends' },
    { title: 'how' },
    { title: 'to' },
    { title: 'from' },
    { title: 'until' },
    { title: 'by' },
  ];
  const rows = rules
    .toSorted((a, b) => a.step - b.step || a.priority - b.priority || a.version - b.version)
    .map((rule) => [
      rule.ruleName,
      String(rule.version),
      statusOf(rule),
      String(rule.step),
      String(rule.priority),
      sendersOf(rule),
      methodOf(rule),
      clip(receiversOf(rule), 50),
      rule.startDate.slice(0, 7),
      rule.endDate ?? '',
      rule.approvedBy === null ? rule.createdBy : `${rule.createdBy}, ${rule.approvedBy}`,
    ]);
  return renderTable(columns, rows);
}

/** One version in full. */
export function renderRule(rule: ListedRule): string {
  const facts: [string, string][] = [
    ['status', statusOf(rule)],
    ['sends', sendersOf(rule)],
    ['how', methodOf(rule)],
    ['to', receiversOf(rule)],
    ['zero driver', rule.fallback === 'equal' ? 'equal parts' : 'to __unallocated__'],
    ['step', String(rule.step)],
    ['priority', String(rule.priority)],
    ['from', `${rule.startDate}${rule.endDate === null ? '' : ` until ${rule.endDate}`}`],
    ['made by', rule.createdBy],
    ['approved by', rule.approvedBy ?? '-'],
    ['reason', rule.reason ?? '-'],
  ];
  return [
    `${rule.ruleName} version ${rule.version}`,
    ...facts.map(([name, value]) => `  ${name.padEnd(12)} ${value}`),
  ].join('\n');
}

/** What a change would move. */
export function renderPreview({
  month,
  state,
  tried,
  lines,
  sharedBefore,
  sharedAfter,
  balance,
}: RulePreview): string {
  const amount = (title: string) => ({ title, align: 'right' as const });
  const rows = lines.map(({ sector, before, after, difference }) => [
    sector,
    money(before),
    money(after),
    difference === '0.00' ? '' : signed(difference),
  ]);
  const shared =
    sharedBefore === sharedAfter
      ? `Shared services cost $${money(sharedBefore)} in the month; the rules only say who carries it.`
      : `Shared services cost $${money(sharedAfter)} instead of $${money(sharedBefore)}: the rules say differently what is shared.`;
  return [
    `${month.slice(0, 7)} (${state.replace('_', ' ')}) by ${tried.join(', ')}; nothing was saved.`,
    '',
    renderTable(
      [{ title: 'sector' }, amount('shared before'), amount('shared after'), amount('difference')],
      [...rows, ['all together', money(balance), money(balance), '']],
    ),
    '',
    shared,
  ].join('\n');
}

/** `PLATFORM`, a sector, or everything that no other rule names. */
function sendersOf({ hCodePattern, senderSectorName }: StoredRule): string {
  if (senderSectorName !== null) return `sector ${senderSectorName}`;
  return hCodePattern === null || ['', '*'].includes(hCodePattern)
    ? 'everything else'
    : `H-code ${hCodePattern}`;
}

function methodOf(rule: StoredRule): string {
  switch (rule.method) {
    case 'equal':
      return 'equal parts';
    case 'fixed':
      return 'fixed percentages';
    case 'keep_central':
      return 'kept central';
    case 'proportional_usage':
      return `by ${driverOf(rule)}`;
    case 'blend':
      return rule.parts.map((part) => `${part.weight} ${partOf(part)}`).join(' + ');
  }
}

function partOf(part: StoredRule['parts'][number]): string {
  return part.method === 'proportional_usage' ? `by ${driverOf(part)}` : part.method;
}

function driverOf({
  driver,
  driverCapability,
  driverTable,
}: StoredRule['parts'][number] | StoredRule): string {
  if (driver === 'capability_units') return `units of ${driverCapability ?? '?'}`;
  return driver === 'table' ? `table ${driverTable ?? '?'}` : driver;
}

function receiversOf({ receivers, method }: StoredRule): string {
  if (method === 'keep_central') return '__corporate__';
  if (receivers.length === 0) return 'every active sector';
  return receivers
    .map(({ sectorName, percent }) => (percent === null ? sectorName : `${sectorName} ${percent} %`))
    .join(', ');
}

function statusOf({ isInForce, status }: ListedRule): string {
  return isInForce ? `${status}, in force` : status;
}

function signed(amount: string): string {
  return amount.startsWith('-') ? money(amount) : `+${money(amount)}`;
}
