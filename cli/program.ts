import { Command } from 'commander';
import { addActors } from './commands/actors.ts';
import { addApps } from './commands/apps.ts';
import { addAudit } from './commands/audit.ts';
import { addBackfill } from './commands/backfill.ts';
import { addBudgets } from './commands/budgets.ts';
import { addCalendar } from './commands/calendar.ts';
import { addContracts } from './commands/contracts.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDrivers } from './commands/drivers.ts';
import { addExplain } from './commands/explain.ts';
import { addFingerprint } from './commands/fingerprint.ts';
import { addFocus } from './commands/focus.ts';
import { addHistory } from './commands/history.ts';
import { addInvoice } from './commands/invoice.ts';
import { addJournal } from './commands/journal.ts';
import { addMigrate } from './commands/migrate.ts';
import { addMonthlyReport } from './commands/monthly-report.ts';
import { addOwnership } from './commands/ownership.ts';
import { addPeriods } from './commands/periods.ts';
import { addPrices } from './commands/prices.ts';
import { addRates } from './commands/rates.ts';
import { addReaders } from './commands/readers.ts';
import { addRecompute } from './commands/recompute.ts';
import { addReport } from './commands/report.ts';
import { addReview } from './commands/review.ts';
import { addRules } from './commands/rules.ts';
import { addRun } from './commands/run.ts';
import { addSchedules } from './commands/schedules.ts';
import { addSectors } from './commands/sectors.ts';
import { addStatements } from './commands/statements.ts';
import { addStatus } from './commands/status.ts';
import { addWorker } from './commands/worker.ts';
import type { Context, Finish } from './context.ts';
import { exitCodeMeanings } from './exit-codes.ts';

type AddCommand = (program: Command, context: Context, finish: Finish) => void;

/** The commands as the help lists them. */
const groups: Readonly<Record<string, readonly AddCommand[]>> = {
  'The pipeline': [addRun, addBackfill, addStatus, addReview, addSchedules, addWorker],
  'The bill': [
    addPeriods,
    addStatements,
    addReport,
    addMonthlyReport,
    addExplain,
    addRecompute,
    addInvoice,
    addJournal,
    addFocus,
    addHistory,
  ],
  'What it is made by': [
    addPrices,
    addRates,
    addContracts,
    addRules,
    addDrivers,
    addOwnership,
    addApps,
    addSectors,
    addCalendar,
    addBudgets,
  ],
  'The house': [addMigrate, addDoctor, addActors, addReaders, addAudit, addFingerprint],
};

/** Every command of `appd-licensing`. */
export function createProgram(context: Context, finish: Finish): Command {
  const program = new Command('appd-licensing')
    .description('Turns AppDynamics license usage into a chargeback that a business sector accepts.')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', `\nExit codes:\n${exitCodeMeanings.map((line) => `  ${line}`).join('\n')}\n`)
    .configureOutput({ writeOut: context.terminal.out, writeErr: context.terminal.err })
    .showSuggestionAfterError()
    .exitOverride();
  for (const [group, commands] of Object.entries(groups)) {
    program.commandsGroup(`${group}:`);
    for (const add of commands) add(program, context, finish);
  }
  return program;
}
