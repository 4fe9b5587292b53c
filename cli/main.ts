import { dayOf } from '../pipeline/days.ts';
import { runCommandLine } from './run-command-line.ts';
import { openTerminal } from './terminal.ts';

// Whoever reads us may have seen enough, as `head` does: what was asked for goes on, unheard.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  today: () => dayOf(Date.now()),
  terminal: openTerminal(process.stdout, process.stderr, process.env),
});
