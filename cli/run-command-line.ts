import { CommanderError } from 'commander';
import { describeError, PipelineError } from '../pipeline/errors.ts';
import type { Context } from './context.ts';
import { exitCodeOf, exitCodes, UsageError } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { RefusedError } from './start-run.ts';

/** Does what the words of a command line say and gives its exit code. What went wrong is said once, on `err`. */
export async function runCommandLine(words: readonly string[], context: Context): Promise<number> {
  let exitCode: number = exitCodes.right;
  try {
    const program = await createProgram(context, (code) => (exitCode = code), words);
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, context);
  }
}

function explain(error: unknown, { terminal }: Context): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.right : exitCodes.usage;
  if (error instanceof RefusedError || error instanceof UsageError) terminal.err(`${error.message}\n`);
  else if (error instanceof PipelineError) terminal.err(`${describeError(error)}\n`);
  else terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return error instanceof RefusedError ? exitCodes.refused : exitCodeOf(error);
}
