import { parseArgs } from 'node:util';
import { isWorldName, worldNames, type WorldName } from '../../simulators/world.ts';

/** What somebody who looks at the demo asked for. */
export interface ViewerOptions {
  /** Null: the demo that runs, or the one that was played last. */
  readonly world: WorldName | null;
  /** See it as the finance partner of this sector; null: as somebody who sees everything. */
  readonly sector: string | null;
  readonly port: number;
}

/** The part of the help that is about the options. */
export const optionsHelp = (usualPort: number): string => `Options:
  --world NAME   show the demo of this world: ${worldNames.join(' or ')} (default: the one that runs, or ran last)
  --sector NAME  see the demo as a finance partner of this sector does: its rows and no others
  --port NUMBER  where to listen; a busy one is replaced (default: ${usualPort})
  --help         show help
`;

/** The options, "help", or what is wrong with the words. */
export function readOptions(
  args: readonly string[],
  usualPort: number,
): ViewerOptions | 'help' | { readonly problem: string } {
  try {
    const { values } = parseArgs({ args: [...args], options: known });
    if (values.help) return 'help';
    const { world = null, sector = null, port: word = String(usualPort) } = values;
    if (world !== null && !isWorldName(world))
      return { problem: `There is no world "${world}"; there are ${worldNames.join(' and ')}.` };
    const port = Number(word);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      return { problem: `--port is "${word}", expected a number up to 65535.` };
    return { world, sector, port };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const known = {
  world: { type: 'string' },
  sector: { type: 'string' },
  port: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;
