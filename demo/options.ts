import { parseArgs } from 'node:util';
import { isWorldName, worldNames, type WorldName } from '../simulators/world.ts';

/** What the demo was asked for. */
export interface DemoOptions {
  readonly world: WorldName;
  /** End after the runs instead of staying up. */
  readonly isOnce: boolean;
  /** Start from an empty database, in a folder that is removed afterwards. */
  readonly isFresh: boolean;
  /** Where the summary is written as JSON; null: nowhere. */
  readonly jsonFile: string | null;
}

export const demoHelp = `Usage: npm run demo -- [options]

Starts PostgreSQL, Temporal with its Web UI, simulated vendors and a worker on this machine, runs the seven stages, and shows
what came of it. Stays up until Ctrl-C.

Options:
  --world NAME   the simulated world: ${worldNames.join(' or ')} (default: design)
  --once         end after the runs; exit code 0 only if they completed and no blocking check failed
  --json FILE    write the summary as JSON
  --fresh        start from an empty database, which is removed at the end
  --help         show help
`;

/** The options, "help", or what is wrong with the words. */
export function readOptions(args: readonly string[]): DemoOptions | 'help' | { readonly problem: string } {
  try {
    const { values } = parseArgs({ args: [...args], options: known });
    if (values.help) return 'help';
    const { world } = values;
    if (!isWorldName(world))
      return { problem: `There is no world "${world}"; there are ${worldNames.join(' and ')}.` };
    return { world, isOnce: values.once, isFresh: values.fresh, jsonFile: values.json ?? null };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const known = {
  world: { type: 'string', default: 'design' },
  once: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;
