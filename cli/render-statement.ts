import type { ChangeExplanation } from '../domain/statement/explain-change.ts';
import type { Statement, StatementLine, StatementPart } from '../domain/statement/statement.ts';
import {
  bucketText,
  changeLabels,
  correctionText,
  isZero,
  modeText,
  monthName,
  proofText,
  quantityText,
  shareText,
  signed,
  sourceText,
  stateText,
} from '../exports/statement-words.ts';
import { clip, money, pad, renderTable } from './table.ts';

const parts: readonly { readonly part: StatementPart; readonly title: string }[] = [
  { part: 'direct', title: 'Direct' },
  { part: 'shared in', title: 'Shared in' },
  { part: 'shared out', title: 'Shared out' },
  { part: 'adjustment', title: 'Adjustments' },
];

const mostReasons = 12;

/** A statement for a terminal: figures, why they moved, every line with its reason, and the proof. */
export function renderStatement(statement: Statement): string {
  const { header, owner, proof, hash } = statement;
  const blocks = [
    headOf(statement),
    figuresOf(statement),
    statement.change ? changeOf(statement.change) : 'There is no bill of the month before to compare with.',
    ...parts.flatMap(({ part, title }) => linesOf(statement, part, title)),
    `Proof      ${proofText(proof)}`,
  ];
  const foot = `Statement  ${owner.name}, ${header.month.slice(0, 7)}, hash ${hash}`;
  return `${blocks.join('\n\n')}\n${foot}`;
}

function headOf({ header, owner, bucketAge }: Statement): string {
  const { fiscalYear, fiscalPeriod, currency } = header;
  return [
    `${owner.name}  ${monthName(header.month)}`,
    `${currency}, fiscal year ${fiscalYear} period ${fiscalPeriod}, ${stateText(header)}`,
    `${modeText(owner)}; ${sourceText(header)}`,
    ...(owner.kind === 'bucket' ? [bucketText(owner.name, bucketAge)] : []),
  ].join('\n');
}

function figuresOf({ totals }: Statement): string {
  const figures: [string, string][] = [
    ['Direct', totals.direct],
    ['Shared in', totals.sharedIn],
    ['Shared out', totals.sharedOut],
    ['Adjustments', totals.adjustments],
    ['Total', totals.total],
  ];
  const amounts = figures.map(([, amount]) => money(amount));
  const width = Math.max(...amounts.map((text) => text.length));
  return figures
    .map(([label], index) => `  ${label.padEnd(12)} ${pad(amounts[index] ?? '', width, 'right')}`)
    .join('\n');
}

function changeOf(change: ChangeExplanation): string {
  const { previousMonth, previousTotal, total, difference, details } = change;
  const head = `Change from ${monthName(previousMonth)}: ${money(previousTotal)} to ${money(total)}, ${signed(difference)}`;
  if (details.length === 0) return `${head}. Nothing moved.`;
  const sums = Object.entries(change.parts)
    .filter(([, amount]) => !isZero(amount))
    .map(([part, amount]) => `${changeLabels[part as keyof typeof changeLabels]} ${signed(amount)}`);
  const columns = [
    { title: 'reason' },
    { title: 'application' },
    { title: 'amount', align: 'right' as const },
    { title: 'note' },
  ];
  const rows = details
    .slice(0, mostReasons)
    .map(({ part, application, amount, note }) => [
      changeLabels[part],
      clip(application, 40),
      signed(amount),
      note,
    ]);
  const others = details.length - rows.length;
  const rest = others > 0 ? `\nand ${others} more; --json shows all` : '';
  return `${head}\n  ${sums.join(', ')}\n\n${renderTable(columns, rows)}${rest}`;
}

function linesOf({ lines }: Statement, part: StatementPart, title: string): string[] {
  const own = lines.filter((line) => line.part === part);
  if (own.length === 0) return [];
  const columns = [
    { title: 'line', align: 'right' as const },
    { title: title.toLowerCase() },
    { title: 'amount', align: 'right' as const },
    { title: 'why' },
  ];
  return [renderTable(columns, own.flatMap(rowsOf))];
}

/** A line with its first reason beside it, and the others below, each with its amount. */
function rowsOf(line: StatementLine): string[][] {
  const reasons = reasonsOf(line);
  const [first] = reasons;
  const head = [line.lineId, clip(line.application, 40), money(line.amount)];
  if (reasons.length <= 1) return [[...head, first?.text ?? '']];
  return [head, ...reasons.map(({ text, amount }) => ['', '', amount === null ? '' : money(amount), text])];
}

function reasonsOf({ amount, usage, shares, correction, chargeMonth }: StatementLine): {
  readonly text: string;
  /** Null where other reasons tell it. */
  readonly amount: string | null;
}[] {
  const corrected = correction
    ? [{ text: correctionText(correction, chargeMonth), amount: shares.length > 0 ? null : amount }]
    : [];
  return [
    ...corrected,
    ...usage.map((part) => ({
      text: `${part.capability} ${part.tier}, ${quantityText(part.units)} unit-days`,
      amount: part.amount,
    })),
    ...shares.map((share) => ({ text: shareText(share), amount: share.amount })),
  ];
}

/** All statements of a month in one table, with the proof below. */
export function renderStatementList(statements: readonly Statement[]): string {
  const columns = [
    { title: 'sector' },
    { title: 'mode' },
    ...['direct', 'shared in', 'shared out', 'adjustments', 'total', 'change'].map((title) => ({
      title,
      align: 'right' as const,
    })),
    { title: 'note' },
  ];
  const rows = statements.map(({ owner, totals, change, bucketAge }) => [
    owner.name,
    owner.kind === 'bucket' ? 'bucket' : owner.chargeMode,
    money(totals.direct),
    money(totals.sharedIn),
    money(totals.sharedOut),
    money(totals.adjustments),
    money(totals.total),
    change ? signed(change.difference) : '',
    owner.kind === 'bucket' && bucketAge
      ? `since ${bucketAge.since.slice(0, 7)}, ${bucketAge.months} month${bucketAge.months === 1 ? '' : 's'}`
      : '',
  ]);
  const [first] = statements;
  const foot = first
    ? `\n\n${proofText(first.proof)}\n${capitalized(stateText(first.header))}; ${sourceText(first.header)}.`
    : '';
  return `${renderTable(columns, rows)}${foot}`;
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
