import { toCents } from '../domain/money.ts';
import { changeParts, type ChangeExplanation } from '../domain/statement/explain-change.ts';
import type { Decimal, Month } from '../pipeline/run.ts';
import { colors, contentWidth, makeRoom, margin, write, type Page } from './statement-page.ts';
import { changeLabels, grouped, isZero, monthName, signed } from './statement-words.ts';

interface Bar {
  readonly label: string;
  readonly text: string;
  /** Where it begins and ends, in dollars: for drawing only. */
  readonly from: number;
  readonly to: number;
  readonly color: string;
}

const chartHeight = 92;
const labelHeight = 26;

/** The way from one month's total to the next as bars, one for each part that is not zero. */
export function writeBridge(page: Page, change: ChangeExplanation, month: Month): void {
  const bars = barsOf(change, month);
  const { top, bottom } = scaleOf(bars);
  makeRoom(page, chartHeight + labelHeight + 18);
  const start = page.y + 14;
  const yOf = (value: number): number => start + ((top - value) / (top - bottom || 1)) * chartHeight;
  const step = contentWidth / bars.length;
  const width = Math.min(46, step * 0.62);
  bars.forEach((bar, index) => {
    const x = margin + index * step + (step - width) / 2;
    const ends = [bar.from, bar.to].map((end) => yOf(Math.max(end, bottom)));
    const [high, low] = [Math.min(...ends), Math.max(...ends)];
    page.doc.rect(x, high, width, Math.max(low - high, 0.8)).fill(bar.color);
    writeBarText(page, bar, { x: margin + index * step, width: step, high, bottom: start + chartHeight });
    if (index < bars.length - 1) connect(page, x + width, x + step, yOf(bar.to));
  });
  const ground = yOf(Math.max(bottom, 0));
  page.doc
    .moveTo(margin, ground)
    .lineTo(margin + contentWidth, ground)
    .lineWidth(0.6)
    .strokeColor(colors.gray)
    .stroke();
  page.y = start + chartHeight + labelHeight;
  if (bottom > 0) page.y += writeCut(page, bottom);
}

/**
 * From which amount to which the chart reaches. It begins at zero, unless the parts would be too thin to be seen; then the bars
 * are cut off below, and {@link writeCut} says so.
 */
function scaleOf(bars: readonly Bar[]): { readonly top: number; readonly bottom: number } {
  const levels = bars.map(({ to }) => to);
  const [top, low] = [Math.max(0, ...levels), Math.min(...levels)];
  const span = top - low;
  if (low <= 0 || span > top / 3) return { top, bottom: Math.min(0, low) };
  const unit = 10 ** Math.floor(Math.log10(Math.max(span, 0.1)));
  return { top, bottom: Math.max(0, Math.floor((low - Math.max(span, top / 50)) / unit) * unit) };
}

function writeCut(page: Page, bottom: number): number {
  const text = `The bars begin at ${grouped(bottom.toFixed(2))}, not at zero.`;
  return write(
    page,
    text,
    { x: margin, y: page.y - 6, width: contentWidth },
    { size: 7, color: colors.gray },
  );
}

function barsOf(change: ChangeExplanation, month: Month): Bar[] {
  const total = (of: Month, amount: Decimal): Bar => ({
    label: monthName(of),
    text: grouped(amount),
    from: 0,
    to: drawn(amount),
    color: colors.accent,
  });
  let level = drawn(change.previousTotal);
  const parts = changeParts
    .filter((part) => !isZero(change.parts[part]))
    .map((part): Bar => {
      const amount = change.parts[part];
      const from = level;
      level += drawn(amount);
      const color = amount.startsWith('-') ? colors.less : colors.more;
      return { label: changeLabels[part], text: signed(amount), from, to: level, color };
    });
  return [total(change.previousMonth, change.previousTotal), ...parts, total(month, change.total)];
}

/** Dollars as a number: good for lengths on paper, and for nothing else. */
function drawn(amount: Decimal): number {
  return Number(toCents(amount)) / 100;
}

interface BarPlace {
  readonly x: number;
  readonly width: number;
  readonly high: number;
  readonly bottom: number;
}

function writeBarText(page: Page, { label, text }: Bar, { x, width, high, bottom }: BarPlace): void {
  const small = { size: 7, align: 'center' } as const;
  write(page, text, { x, y: high - 10, width }, { ...small, isBold: true });
  write(page, label, { x, y: bottom + 4, width }, { ...small, color: colors.gray });
}

function connect({ doc }: Page, from: number, to: number, y: number): void {
  doc
    .moveTo(from, y)
    .lineTo(to, y)
    .lineWidth(0.5)
    .dash(2, { space: 2 })
    .strokeColor(colors.gray)
    .stroke()
    .undash();
}
