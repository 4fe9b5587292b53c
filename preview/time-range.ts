import type { Range } from './macros.ts';
import { parseRange } from './page/time-range.js';
import { Problem } from './problem.ts';

/**
 * The chosen time as Grafana's links hold it, read as the page reads it.
 *
 * @throws Problem that names the ways to write a time.
 * @example readRange('now-13M/M', 'now', new Date('2025-10-29')) // from 2024-09-01T00:00:00.000Z
 */
export function readRange(from: string, to: string, now: Date): Range {
  try {
    return parseRange({ from, to }, now);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem(400, error.message, { cause: error });
  }
}
