import { CommanderError } from 'commander';
import { exitCodeOf, exitCodes } from '../../cli/exit-codes.ts';
import { createProgram } from '../../cli/program.ts';
import { describeError } from '../../pipeline/errors.ts';
import type { TestDatabase } from './test-database.ts';

/** What a command said, and how it ended. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs commands on a database inside the test's own process: no start of a program, so many of them fit into a test. */
export type Commands = (
  args: readonly string[],
  settings?: Readonly<Record<string, string>>,
) => Promise<Said>;

/** `today` is the day of the clock. */
export function commandsOn(database: Pick<TestDatabase, 'url'>, today = '2025-10-29'): Commands {
  return async (args, settings = {}) => {
    const said = { code: 0 as number, out: '', err: '' };
    const context = {
      environment: { DATABASE_URL: database.url, ETL_USER: 'tester', ...settings },
      today: () => today,
      terminal: {
        out: (text: string) => void (said.out += text),
        err: (text: string) => void (said.err += text),
        isLive: false,
        width: 120,
        paint: (_style: string, text: string) => text,
      },
    };
    try {
      await createProgram(context, (code) => (said.code = code)).parseAsync(args, { from: 'user' });
    } catch (error) {
      said.code = error instanceof CommanderError ? exitCodes.usage : exitCodeOf(error);
      said.err += describeError(error);
    }
    return said;
  };
}
