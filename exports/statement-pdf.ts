import { changeParts, type ChangeExplanation } from '../domain/statement/explain-change.ts';
import type { Statement, StatementLine, StatementPart } from '../domain/statement/statement.ts';
import type { Decimal } from '../pipeline/run.ts';
import { writeBridge } from './statement-bridge.ts';
import {
  closePage,
  colors,
  contentWidth,
  heading,
  margin,
  openPage,
  write,
  type Page,
} from './statement-page.ts';
import { writeTable, type PdfColumn, type PdfRow } from './statement-table.ts';
import {
  bucketText,
  changeLabels,
  changeMeanings,
  correctionText,
  grouped,
  isZero,
  modeText,
  monthName,
  proofText,
  quantityText,
  shareText,
  signed,
  sourceText,
  stateText,
  titleOf,
} from './statement-words.ts';

/** A statement as PDF, to be forwarded. Equal statements give equal bytes: nothing in it comes from a clock. */
export async function statementPdf(statement: Statement): Promise<Buffer> {
  const { header, owner } = statement;
  const page = openPage({
    title: `${titleOf(owner)}, ${monthName(header.month)}: license chargeback`,
    subject: `Statement of AppDynamics license cost, ${header.month.slice(0, 7)}`,
    day: header.runDate,
  });
  writeHead(page, statement);
  writeFigures(page, statement);
  writeProof(page, statement);
  writeChange(page, statement);
  writeDirect(page, statement);
  writeShared(page, statement, 'shared in', 'Shared services received');
  writeShared(page, statement, 'shared out', 'Shared services given to others');
  writeAdjustments(page, statement);
  return closePage(
    page,
    `${titleOf(owner)}, ${monthName(header.month)} · ${sourceText(header)} · statement ${statement.hash.slice(0, 12)}`,
  );
}

function writeHead(page: Page, { header, owner, bucketAge }: Statement): void {
  const box = { x: margin, width: contentWidth };
  const kicker = { size: 8, color: colors.gray };
  write(page, 'AppDynamics license chargeback', { ...box, y: page.y }, kicker);
  write(page, stateText(header), { ...box, y: page.y }, { ...kicker, align: 'right' });
  page.y += 16;
  page.y += write(
    page,
    titleOf(owner),
    { ...box, y: page.y },
    { size: 22, isBold: true, color: colors.accent },
  );
  page.y += 3;
  const when = `${monthName(header.month)}  ·  fiscal year ${header.fiscalYear}, period ${header.fiscalPeriod}  ·  ${header.currency}`;
  page.y += write(page, when, { ...box, y: page.y }, { size: 11, isBold: true });
  page.y += 3;
  page.y += write(page, modeText(owner), { ...box, y: page.y }, { color: colors.gray });
  if (owner.kind === 'bucket')
    page.y +=
      write(page, bucketText(owner.name, bucketAge), { ...box, y: page.y + 2 }, { color: colors.gray }) + 2;
  page.y += 12;
}

function writeFigures(page: Page, { totals }: Statement): void {
  const figures: [label: string, amount: Decimal][] = [
    ['Direct', totals.direct],
    ['Shared services received', totals.sharedIn],
    ['Shared services given', totals.sharedOut],
    ['Adjustments', totals.adjustments],
    ['Total', totals.total],
  ];
  const gap = 8;
  const width = (contentWidth - gap * (figures.length - 1)) / figures.length;
  const height = 44;
  figures.forEach(([label, amount], index) => {
    const isTotal = label === 'Total';
    const x = margin + index * (width + gap);
    page.doc.roundedRect(x, page.y, width, height, 3).fill(isTotal ? colors.accent : colors.pale);
    const inner = { x: x + 8, width: width - 16 };
    write(page, label, { ...inner, y: page.y + 8 }, { size: 7, color: isTotal ? colors.white : colors.gray });
    const size = grouped(amount).length > 13 ? 10 : 12.5;
    write(
      page,
      grouped(amount),
      { ...inner, y: page.y + 21 },
      { size, isBold: true, color: isTotal ? colors.white : colors.ink },
    );
  });
  page.y += height + 8;
}

function writeProof(page: Page, { proof }: Statement): void {
  const isRight = proof.difference !== null && isZero(proof.difference);
  const mark = isRight ? '✓ ' : '';
  const color = proof.difference === null || isRight ? colors.less : colors.more;
  page.y += write(
    page,
    `${mark}${proofText(proof)}`,
    { x: margin, y: page.y, width: contentWidth },
    { size: 7.5, color },
  );
}

const mostReasons = 8;

function writeChange(page: Page, { header, change }: Statement): void {
  if (!change) {
    heading(page, 'Change');
    page.y += write(
      page,
      'There is no bill of the month before to compare with.',
      { x: margin, y: page.y, width: contentWidth },
      { color: colors.gray },
    );
    return;
  }
  heading(page, `Why it changed: ${signed(change.difference)} from ${monthName(change.previousMonth)}`, 140);
  writeBridge(page, change, header.month);
  writeMeanings(page, change);
  const shown = change.details.slice(0, mostReasons);
  if (shown.length === 0) return;
  const columns = [
    { title: 'Largest reasons', width: 110 },
    { title: 'Application', width: 206 },
    { title: '', width: 110 },
    { title: 'USD', width: 90, align: 'right' as const },
  ];
  const rows = shown.map(({ part, application, note, amount }): PdfRow => ({
    kind: 'row',
    cells: [changeLabels[part], application, note, signed(amount)],
  }));
  const others = change.details.length - shown.length;
  writeTable(page, columns, rows);
  if (others > 0) {
    const text = `and ${others} smaller ${others === 1 ? 'one' : 'ones'}; the statement as JSON holds them all`;
    page.y += write(
      page,
      text,
      { x: margin, y: page.y, width: contentWidth },
      { size: 7.5, color: colors.gray },
    );
  }
}

function writeMeanings(page: Page, { parts }: ChangeExplanation): void {
  const meanings = changeParts
    .filter((part) => !isZero(parts[part]))
    .map((part) => `${changeLabels[part]}: ${changeMeanings[part]}.`);
  if (meanings.length === 0) return;
  const style = { size: 7, color: colors.gray };
  page.y += write(page, meanings.join('  '), { x: margin, y: page.y, width: contentWidth }, style) + 8;
}

const directColumns: readonly PdfColumn[] = [
  { title: 'Application', width: 236 },
  { title: 'Capability and tier', width: 120 },
  { title: 'License unit-days', width: 80, align: 'right' },
  { title: 'USD', width: 80, align: 'right' },
];

function writeDirect(page: Page, { lines, totals }: Statement): void {
  const direct = lines.filter(({ part }) => part === 'direct');
  if (direct.length === 0) return;
  heading(page, 'Direct cost by application');
  const rows = direct.flatMap(directRows);
  writeTable(page, directColumns, [...rows, totalRow(directColumns, 'Direct', totals.direct)]);
}

function directRows({ application, amount, usage }: StatementLine): PdfRow[] {
  const [first, ...others] = usage;
  if (!first) return [{ kind: 'row', cells: [application, '', '', grouped(amount)] }];
  if (others.length === 0)
    return [
      {
        kind: 'row',
        cells: [application, `${first.capability} ${first.tier}`, quantityText(first.units), grouped(amount)],
      },
    ];
  return [
    { kind: 'row', cells: [application, '', '', grouped(amount)] },
    ...usage.map((part): PdfRow => ({
      kind: 'reason',
      text: `${part.capability} ${part.tier}, ${quantityText(part.units)} license unit-days`,
      amount: grouped(part.amount),
    })),
  ];
}

const otherColumns: readonly PdfColumn[] = [
  { title: 'Application', width: 426 },
  { title: 'USD', width: 90, align: 'right' },
];

function writeShared(page: Page, { lines, totals }: Statement, part: StatementPart, title: string): void {
  const shared = lines.filter((line) => line.part === part);
  if (shared.length === 0) return;
  heading(page, title);
  const total = part === 'shared in' ? totals.sharedIn : totals.sharedOut;
  const rows = shared.flatMap((line) => [lineRow(line), ...shareRows(line)]);
  writeTable(page, otherColumns, [...rows, totalRow(otherColumns, title, total)]);
}

function writeAdjustments(page: Page, { lines, totals }: Statement): void {
  const adjustments = lines.filter(({ part }) => part === 'adjustment');
  if (adjustments.length === 0) return;
  heading(page, 'Adjustments of earlier months');
  const rows = adjustments.flatMap((line) => [
    lineRow(line),
    ...(line.correction
      ? [{ kind: 'reason' as const, text: correctionText(line.correction, line.chargeMonth), amount: '' }]
      : []),
    ...shareRows(line),
  ]);
  writeTable(page, otherColumns, [...rows, totalRow(otherColumns, 'Adjustments', totals.adjustments)]);
}

function lineRow({ application, amount }: StatementLine): PdfRow {
  return { kind: 'row', cells: [application, grouped(amount)] };
}

function shareRows({ shares }: StatementLine): PdfRow[] {
  return shares.map((share) => ({
    kind: 'reason',
    text: shareText(share),
    amount: grouped(share.amount),
  }));
}

function totalRow(columns: readonly PdfColumn[], label: string, amount: Decimal): PdfRow {
  return {
    kind: 'total',
    cells: columns.map((_, index) =>
      index === 0 ? label : index === columns.length - 1 ? grouped(amount) : '',
    ),
  };
}
