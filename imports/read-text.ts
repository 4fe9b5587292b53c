import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { ConfigError } from '../pipeline/errors.ts';

const remedy = 'Save it as CSV in UTF-8 without a byte-order mark; nothing of it was used.';

/**
 * The text of a file in UTF-8. A byte-order mark is refused unless `allowBom`: it would become part of the first column's name.
 *
 * @throws ConfigError when it cannot be read as such.
 */
export function readText(path: string, allowBom: boolean): string {
  const bytes = read(path);
  const problem = strangeStart(bytes) ?? invalidByte(bytes) ?? (allowBom ? null : mark(bytes));
  if (problem !== null) throw new ConfigError([`${path}:${problem}`], remedy, `${path} cannot be read`);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '')
    throw new ConfigError([`${path}:1 the file is empty`], remedy, `${path} cannot be read`);
  return text;
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new ConfigError([`${path}: ${code}`], 'Name a file that can be read.', 'The file cannot be opened');
  }
}

function strangeStart(bytes: Buffer): string | null {
  const start = bytes.subarray(0, 2).toString('latin1');
  if (start === 'PK') return '1 is a workbook or an archive, not text';
  return start === '\u00FF\u00FE' || start === '\u00FE\u00FF' ? '1 is in UTF-16, not UTF-8' : null;
}

function mark(bytes: Buffer): string | null {
  const hasMark = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  return hasMark
    ? '1 begins with a byte-order mark (BOM); save as UTF-8 without BOM, or give --allow-bom'
    : null;
}

function invalidByte(bytes: Buffer): string | null {
  const zero = bytes.indexOf(0);
  if (zero >= 0) return `${lineOf(bytes, zero)} holds a zero byte; it is no text`;
  if (isUtf8(bytes)) return null;
  let from = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf('\n', from);
    if (end < 0 || !isUtf8(bytes.subarray(from, end))) return `${line} holds bytes that are no UTF-8`;
    from = end + 1;
  }
}

function lineOf(bytes: Buffer, at: number): number {
  return bytes.subarray(0, at).toString('latin1').split('\n').length;
}
