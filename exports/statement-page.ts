import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { unpackWoff } from './unpack-woff.ts';

/** The colors of a statement. */
export const colors = {
  ink: '#1b2733',
  gray: '#66727f',
  line: '#d3dbe3',
  pale: '#f1f5f9',
  accent: '#0b4f8a',
  more: '#b8541a',
  less: '#2f7d4f',
  white: '#ffffff',
} as const;

export const margin = 48;
export const pageWidth = 612;
const pageHeight = 792;
export const contentWidth = pageWidth - 2 * margin;
const footerHeight = 30;

/** The document and how far down it is written. */
export interface Page {
  readonly doc: PDFKit.PDFDocument;
  y: number;
}

interface TextStyle {
  readonly size?: number;
  readonly color?: string;
  readonly isBold?: boolean;
  readonly align?: 'left' | 'right' | 'center';
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Details {
  readonly title: string;
  readonly subject: string;
  /** The day that stands as day of creation, so that equal content gives equal bytes. */
  readonly day: string;
}

const fontFile = createRequire(import.meta.url).resolve;

/**
 * An empty page of US Letter. Its fonts hold Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian; a text with anything
 * else, e.g. Chinese, is set in a plainer font that holds every script.
 */
export function openPage({ title, subject, day }: Details): Page {
  const created = new Date(`${day}T00:00:00Z`);
  const doc = new PDFDocument({
    size: 'LETTER',
    margin: 0,
    bufferPages: true,
    lang: 'en-US',
    displayTitle: true,
    info: {
      Title: title,
      Subject: subject,
      Creator: 'appd-licensing',
      CreationDate: created,
      ModDate: created,
    },
  });
  doc.registerFont('regular', fontFile('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'));
  doc.registerFont('bold', fontFile('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'));
  return { doc, y: margin };
}

/** Writes text into a box; gives its height. */
export function write({ doc }: Page, text: string, box: Box, style: TextStyle = {}): number {
  setFont(doc, text, style);
  const options = { width: box.width, align: style.align ?? 'left', lineGap: 1 } as const;
  const height = doc.heightOfString(text, options);
  doc.fillColor(style.color ?? colors.ink).text(text, box.x, box.y, options);
  return height;
}

/** How high the text would be. */
export function heightOf({ doc }: Page, text: string, width: number, style: TextStyle = {}): number {
  setFont(doc, text, style);
  return doc.heightOfString(text, { width, lineGap: 1 });
}

function setFont(doc: PDFKit.PDFDocument, text: string, { size = 8.5, isBold = false }: TextStyle): void {
  doc.font(isBold ? 'bold' : 'regular').fontSize(size);
  if (!hasGlyphs(doc, text)) doc.font(everyScript());
}

let unpacked: Buffer | undefined;

/** A font with a letter for everything, unpacked when it is needed first. */
function everyScript(): Buffer {
  unpacked ??= unpackWoff(
    readFileSync(fontFile('@fontsource/unifontex/files/unifontex-latin-400-normal.woff')),
  );
  return unpacked;
}

/** The font that is set, as PDFKit keeps it. */
interface WithFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

function hasGlyphs(doc: PDFKit.PDFDocument, text: string): boolean {
  const { font } = (doc as unknown as WithFont)._font;
  return Array.from(text).every(
    (letter) => letter === '\n' || font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0),
  );
}

/** Goes on over the page break when fewer than `height` points are left. Was there a break? */
export function makeRoom(page: Page, height: number): boolean {
  if (page.y + height <= pageHeight - margin - footerHeight) return false;
  page.doc.addPage();
  page.y = margin;
  return true;
}

/** A heading with a line under it, kept together with `following` points of what comes after. */
export function heading(page: Page, text: string, following = 60): void {
  makeRoom(page, 30 + following);
  page.y += 10;
  write(
    page,
    text,
    { x: margin, y: page.y, width: contentWidth },
    { size: 11, isBold: true, color: colors.accent },
  );
  page.y += 17;
  rule(page, page.y);
  page.y += 5;
}

/** A thin line over the whole width. */
export function rule({ doc }: Page, y: number, color: string = colors.line): void {
  doc
    .moveTo(margin, y)
    .lineTo(pageWidth - margin, y)
    .lineWidth(0.6)
    .strokeColor(color)
    .stroke();
}

/** Writes the foot of every page, and gives the document. */
export function closePage(page: Page, foot: string): Promise<Buffer> {
  const { doc } = page;
  const { start, count } = doc.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    doc.switchToPage(start + index);
    const y = pageHeight - margin - 8;
    rule(page, y - 6);
    const style = { size: 7, color: colors.gray };
    write(page, foot, { x: margin, y, width: contentWidth - 70 }, style);
    write(
      page,
      `Page ${index + 1} of ${count}`,
      { x: pageWidth - margin - 70, y, width: 70 },
      { ...style, align: 'right' },
    );
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
    doc.end();
  });
}
