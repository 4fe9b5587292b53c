import { parseArgs } from 'node:util';
import { isWorldName, worldNames, type WorldName } from '../../simulators/world.ts';

/** What was asked for. */
export interface GrafanaOptions {
  /** Null: the demo that runs, or the one that was played last. */
  readonly world: WorldName | null;
  /** See it as the finance partner of this sector; null: as somebody who sees everything. */
  readonly sector: string | null;
  readonly port: number;
}

const usualPort = 3000;

export const grafanaHelp = `Usage: npm run grafana -- [options]

Starts Grafana on the demo's data, with all dashboards and alert rules, on this machine only: the grafana on PATH or in
GRAFANA_HOME, or the official archive, which is downloaded once. No Docker is needed. Stays up until Ctrl-C.

Options:
  --world NAME   the demo of this world: ${worldNames.join(' or ')} (default: the one that runs, or ran last)
  --sector NAME  as a finance partner of this sector: its rows and no others
  --port NUMBER  where to listen; a busy one is replaced (default: ${usualPort})
  --help         show help
`;

/** The options, "help", or what is wrong with the words. */
export function readOptions(args: readonly string[]): GrafanaOptions | 'help' | { readonly problem: string } {
  try {
    const { values } = parseArgs({ args: [...args], options: known });
    if (values.help) return 'help';
    const { world = null, sector = null } = values;
    if (world !== null && !isWorldName(world))
      return { problem: `There is no world "${world}"; there are ${worldNames.join(' and ')}.` };
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      return { problem: `--port is "${values.port}", expected a number up to 65535.` };
    return { world, sector, port };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const known = {
  world: { type: 'string' },
  sector: { type: 'string' },
  port: { type: 'string', default: String(usualPort) },
  help: { type: 'boolean', default: false },
} as const;
