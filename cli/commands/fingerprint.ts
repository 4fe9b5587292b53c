import type { Command } from 'commander';
import { readFingerprint } from '../../repositories/fingerprint.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderTable } from '../table.ts';

/** `fingerprint`: a hash per table over business content, and one over all. */
export function addFingerprint(program: Command, context: Context, finish: Finish): void {
  program
    .command('fingerprint')
    .summary('print a hash of the business content')
    .description(
      'Prints a hash per table over dimensions, facts and links in force, and one over all. Ids, run ids and clock times do\n' +
        'not count: two warehouses that say the same have the same fingerprint.',
    )
    .option('--json', 'print as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const config = await readSettings(context);
      const { tables, all } = await withDatabase(config, readFingerprint);
      const rows = [...Object.entries(tables), ['all', all]];
      const text = json
        ? JSON.stringify({ tables, all }, null, 2)
        : renderTable([{ title: 'table' }, { title: 'hash' }], rows);
      context.terminal.out(`${text}\n`);
      finish(exitCodes.right);
    });
}
