import { runCommandLine } from '../../cli/run-command-line.ts';
import type { Environment } from '../../config/settings-group.ts';
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
  return (args, settings = {}) =>
    runHere(args, { DATABASE_URL: database.url, ETL_USER: 'tester', ...settings }, today);
}

/** Does what the words say, as the program does it. */
export async function runHere(
  args: readonly string[],
  environment: Environment,
  today: string,
): Promise<Said> {
  const said = { out: '', err: '' };
  const code = await runCommandLine(args, {
    environment,
    today: () => today,
    terminal: {
      out: (text: string) => void (said.out += text),
      err: (text: string) => void (said.err += text),
      isLive: false,
      width: 120,
      paint: (_style: string, text: string) => text,
    },
  });
  return { code, ...said };
}
