import { createHash } from 'node:crypto';

/** A sys_id: 32 hexadecimal digits, always the same for the same words. */
export function sysIdOf(...words: readonly string[]): string {
  return createHash('sha256').update(words.join('/')).digest('hex').slice(0, 32);
}

/** A UUID of version 4 form, always the same for the same words. */
export function uuidOf(...words: readonly string[]): string {
  const hex = sysIdOf('uuid', ...words);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}
