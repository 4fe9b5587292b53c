import { Command } from 'commander';
import { addBackfill } from './commands/backfill.ts';
import { addDoctor } from './commands/doctor.ts';
import { addFingerprint } from './commands/fingerprint.ts';
import { addMigrate } from './commands/migrate.ts';
import { addReview } from './commands/review.ts';
import { addRun } from './commands/run.ts';
import { addSchedules } from './commands/schedules.ts';
import { addStatus } from './commands/status.ts';
import { addWorker } from './commands/worker.ts';
import type { Context, Finish } from './context.ts';
import { exitCodeMeanings } from './exit-codes.ts';

/** Every command of `appd-licensing`. */
export function createProgram(context: Context, finish: Finish): Command {
  const program = new Command('appd-licensing')
    .description('Turns AppDynamics license usage into a chargeback that a business sector accepts.')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', `\nExit codes:\n${exitCodeMeanings.map((line) => `  ${line}`).join('\n')}\n`)
    .configureOutput({ writeOut: context.terminal.out, writeErr: context.terminal.err })
    .showSuggestionAfterError()
    .exitOverride();
  const commands = [
    addRun,
    addBackfill,
    addStatus,
    addReview,
    addSchedules,
    addWorker,
    addMigrate,
    addDoctor,
    addFingerprint,
  ];
  for (const add of commands) add(program, context, finish);
  return program;
}
