import { CommanderError } from 'commander';
import { dayOf } from '../pipeline/days.ts';
import { describeError, PipelineError } from '../pipeline/errors.ts';
import { exitCodeOf, exitCodes, UsageError } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { RefusedError } from './start-run.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal(process.stdout, process.stderr, process.env);

// Whoever reads us may have seen enough, as `head` does: what was asked for goes on, unheard.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

async function main(): Promise<number> {
  let exitCode: number = exitCodes.right;
  const context = { environment: process.env, today: () => dayOf(Date.now()), terminal };
  try {
    await createProgram(context, (code) => (exitCode = code)).parseAsync();
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

/** Says what went wrong, once, and gives the exit code for it. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.right : exitCodes.usage;
  if (error instanceof RefusedError || error instanceof UsageError) terminal.err(`${error.message}\n`);
  else if (error instanceof PipelineError) terminal.err(`${describeError(error)}\n`);
  else terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return error instanceof RefusedError ? exitCodes.refused : exitCodeOf(error);
}

process.exitCode = await main();
