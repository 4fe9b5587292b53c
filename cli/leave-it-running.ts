import { constants } from 'node:os';
import type { Terminal } from './terminal.ts';

/** While somebody follows, a signal ends only the following, and `line` says so. Gives what takes the ears off again. */
export function leaveItRunning(terminal: Terminal, line: string): () => void {
  const listeners = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const leave = (): void => {
      terminal.err(`\n${line}\n`);
      process.exit(128 + constants.signals[signal]);
    };
    process.once(signal, leave);
    return () => void process.off(signal, leave);
  });
  return () => {
    for (const forget of listeners) forget();
  };
}
