import {
  colors,
  contentWidth,
  heightOf,
  makeRoom,
  margin,
  rule,
  write,
  type Page,
} from './statement-page.ts';

/** A column; widths are points and fill the page together. */
export interface PdfColumn {
  readonly title: string;
  readonly width: number;
  readonly align?: 'right';
}

/** A row; `reason` explains the row above it, in small gray letters over all columns but the last. */
export type PdfRow =
  | { readonly kind: 'row' | 'total'; readonly cells: readonly string[] }
  | { readonly kind: 'reason'; readonly text: string; readonly amount: string };

const gap = 8;

/** A table that repeats its heading on every page. */
export function writeTable(page: Page, columns: readonly PdfColumn[], rows: readonly PdfRow[]): void {
  writeTitles(page, columns);
  rows.forEach((row, index) => {
    const height = heightOfRow(page, columns, row);
    const isExplained = row.kind !== 'reason' && rows[index + 1]?.kind === 'reason';
    if (makeRoom(page, isExplained ? height + 26 : height)) writeTitles(page, columns);
    if (row.kind === 'reason') writeReason(page, columns, row);
    else writeCells(page, columns, row);
    page.y += height;
  });
  page.y += 4;
}

function writeTitles(page: Page, columns: readonly PdfColumn[]): void {
  const style = { size: 7, color: colors.gray };
  eachCell(columns, (column, x, width, index) => {
    if (index < columns.length)
      write(page, column.title, { x, y: page.y, width }, { ...style, align: column.align ?? 'left' });
  });
  page.y += 11;
}

function writeCells(
  page: Page,
  columns: readonly PdfColumn[],
  { kind, cells }: PdfRow & { kind: 'row' | 'total' },
): void {
  const isTotal = kind === 'total';
  rule(page, page.y, isTotal ? colors.ink : colors.line);
  eachCell(columns, (column, x, width, index) =>
    write(
      page,
      cells[index] ?? '',
      { x, y: page.y + 3, width },
      { isBold: isTotal, align: column.align ?? 'left' },
    ),
  );
}

function writeReason(
  page: Page,
  columns: readonly PdfColumn[],
  { text, amount }: PdfRow & { kind: 'reason' },
): void {
  const style = { size: 7.5, color: colors.gray };
  const last = columns.at(-1)?.width ?? 0;
  write(page, text, { x: margin + 10, y: page.y, width: reasonWidth(columns) }, style);
  write(
    page,
    amount,
    { x: margin + contentWidth - last, y: page.y, width: last },
    { ...style, align: 'right' },
  );
}

function heightOfRow(page: Page, columns: readonly PdfColumn[], row: PdfRow): number {
  if (row.kind === 'reason') return heightOf(page, row.text, reasonWidth(columns), { size: 7.5 }) + 2;
  const heights = columns.map(({ width }, index) =>
    heightOf(page, row.cells[index] ?? '', width - (index === columns.length - 1 ? 0 : gap), {
      isBold: row.kind === 'total',
    }),
  );
  return Math.max(...heights) + 5;
}

function reasonWidth(columns: readonly PdfColumn[]): number {
  return contentWidth - (columns.at(-1)?.width ?? 0) - 10 - gap;
}

function eachCell(
  columns: readonly PdfColumn[],
  use: (column: PdfColumn, x: number, width: number, index: number) => void,
): void {
  let x = margin;
  columns.forEach((column, index) => {
    use(column, x, column.width - (index === columns.length - 1 ? 0 : gap), index);
    x += column.width;
  });
}
