import { Command } from 'commander';
import type { Context, Finish } from './context.ts';
import { exitCodeMeanings } from './exit-codes.ts';

type AddCommand = (program: Command, context: Context, finish: Finish) => void;

/** The commands as the help lists them; each is loaded when it is asked for. */
const groups: Readonly<Record<string, Readonly<Record<string, () => Promise<AddCommand>>>>> = {
  'The pipeline': {
    run: async () => (await import('./commands/run.ts')).addRun,
    backfill: async () => (await import('./commands/backfill.ts')).addBackfill,
    status: async () => (await import('./commands/status.ts')).addStatus,
    review: async () => (await import('./commands/review.ts')).addReview,
    schedules: async () => (await import('./commands/schedules.ts')).addSchedules,
    worker: async () => (await import('./commands/worker.ts')).addWorker,
  },
  'The bill': {
    periods: async () => (await import('./commands/periods.ts')).addPeriods,
    statements: async () => (await import('./commands/statements.ts')).addStatements,
    report: async () => (await import('./commands/report.ts')).addReport,
    'monthly-report': async () => (await import('./commands/monthly-report.ts')).addMonthlyReport,
    explain: async () => (await import('./commands/explain.ts')).addExplain,
    recompute: async () => (await import('./commands/recompute.ts')).addRecompute,
    invoice: async () => (await import('./commands/invoice.ts')).addInvoice,
    journal: async () => (await import('./commands/journal.ts')).addJournal,
    focus: async () => (await import('./commands/focus.ts')).addFocus,
    history: async () => (await import('./commands/history.ts')).addHistory,
  },
  'What it is made by': {
    prices: async () => (await import('./commands/prices.ts')).addPrices,
    rates: async () => (await import('./commands/rates.ts')).addRates,
    contracts: async () => (await import('./commands/contracts.ts')).addContracts,
    rules: async () => (await import('./commands/rules.ts')).addRules,
    drivers: async () => (await import('./commands/drivers.ts')).addDrivers,
    ownership: async () => (await import('./commands/ownership.ts')).addOwnership,
    apps: async () => (await import('./commands/apps.ts')).addApps,
    sectors: async () => (await import('./commands/sectors.ts')).addSectors,
    calendar: async () => (await import('./commands/calendar.ts')).addCalendar,
    budgets: async () => (await import('./commands/budgets.ts')).addBudgets,
  },
  'The house': {
    migrate: async () => (await import('./commands/migrate.ts')).addMigrate,
    doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
    actors: async () => (await import('./commands/actors.ts')).addActors,
    readers: async () => (await import('./commands/readers.ts')).addReaders,
    audit: async () => (await import('./commands/audit.ts')).addAudit,
    fingerprint: async () => (await import('./commands/fingerprint.ts')).addFingerprint,
  },
};

/**
 * `appd-licensing` with every command, or with the one alone that the words begin with: nobody waits for the code of the others.
 */
export async function createProgram(
  context: Context,
  finish: Finish,
  [word = '']: readonly string[],
): Promise<Command> {
  const program = new Command('appd-licensing')
    .description('Turns AppDynamics license usage into a chargeback that a business sector accepts.')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', `\nExit codes:\n${exitCodeMeanings.map((line) => `  ${line}`).join('\n')}\n`)
    .configureOutput({ writeOut: context.terminal.out, writeErr: context.terminal.err })
    .showSuggestionAfterError()
    .exitOverride();
  const isCommand = Object.values(groups).some((commands) => Object.hasOwn(commands, word));
  for (const [group, commands] of Object.entries(groups)) {
    program.commandsGroup(`${group}:`);
    for (const [name, load] of Object.entries(commands))
      if (!isCommand || name === word) (await load())(program, context, finish);
  }
  return program;
}
