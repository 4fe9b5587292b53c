import type { Command } from 'commander';
import { focusCsv } from '../../exports/focus-csv.ts';
import { readFocusMonth, type FocusMonth } from '../../repositories/focus/focus-month.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { writeNewFile } from '../new-file.ts';
import { monthOr } from '../parse-words.ts';
import { grouped, money } from '../table.ts';

interface FocusOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** `focus`: a month for tools that read the FinOps Open Cost and Usage Specification. */
export function addFocus(program: Command, context: Context, finish: Finish): void {
  program
    .command('focus')
    .summary('export a month as FOCUS 1.2')
    .description('Exports what was charged for tools that read the FinOps Open Cost and Usage Specification.')
    .command('export <month>')
    .description('writes a month as FOCUS 1.2 rows that pass its rules and add up to the statements')
    .requiredOption('--out <file>', 'the CSV file to write; it must not be there yet')
    .option('--json', 'print the sums as JSON')
    .addHelpText('after', examples)
    .action(async (word: string, options: FocusOptions) => finish(await exportMonth(word, options, context)));
}

const examples = `
A row per cost row, contract charge and correction; a row per line that allocation moved between sectors (they add up to
nothing); a row per invoice line, which bills and costs nothing. x_Sector, x_HCode, x_CostCenter and x_AllocationRule say who
pays and why.

Example:
  appd-licensing focus export 2025-07 --out focus-2025-07.csv`;

async function exportMonth(word: string, { out, json }: FocusOptions, context: Context): Promise<ExitCode> {
  const month = monthOr(word);
  const config = await readSettings(context);
  return withDatabase(config, async (database) => {
    const file = await readFocusMonth(database, month);
    writeNewFile(out, focusCsv(file.rows));
    const { rows, ...facts } = file;
    context.terminal.out(
      `${json ? JSON.stringify({ ...facts, rows: rows.length, out }, null, 2) : render(file, out)}\n`,
    );
    return exitCodes.right;
  });
}

function render({ month, state, rows, effective, parts, invoices }: FocusMonth, out: string): string {
  const name = month.slice(0, 7);
  const isFinal = state === 'closed' || state === 'restated';
  const billed = invoices.map((one) => `${one.name} ${money(one.total)} ${one.currency}`).join(', ');
  return [
    `Wrote ${grouped(rows.length)} rows of ${name} to ${out}; they pass the rules of FOCUS 1.2.`,
    `EffectiveCost  ${money(effective)} USD, the total of all statements of ${name}, and each sector's sum is its statement`,
    `               usage ${money(parts.usage)} + contracts ${money(parts.contracts)} + corrections of earlier months ${money(parts.corrections)}`,
    `BilledCost     ${billed === '' ? '0.00: no invoice was imported for the month' : billed}`,
    ...(isFinal ? [] : [`The month is ${state.replace('_', ' ')}: these rows may still change.`]),
  ].join('\n');
}
