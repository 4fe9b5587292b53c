import { styleText } from 'node:util';
import type { Writable } from 'node:stream';
import type { Environment } from '../config/settings-group.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Where words go. Results go to `out`, everything about the way there to `err`, so that `--json` can be piped. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** May lines on `err` be drawn over? */
  readonly isLive: boolean;
  /** Columns of `err`. */
  readonly width: number;
  /** Colors the text, where colors are wanted. */
  readonly paint: (style: Style, text: string) => string;
}

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The terminal of this process. Colors only where a person looks, and never with NO_COLOR. */
export function openTerminal(out: Stream, err: Stream, environment: Environment): Terminal {
  const isDumb = environment['TERM'] === 'dumb';
  const hasColors = out.isTTY === true && err.isTTY === true && !isDumb && !environment['NO_COLOR'];
  return {
    out: (text) => void out.write(text),
    err: (text) => void err.write(text),
    isLive: err.isTTY === true && !isDumb,
    width: err.columns ?? 100,
    paint: (style, text) => (hasColors ? styleText(style, text) : text),
  };
}
