import type { Decimal } from '../pipeline/run.ts';

/** A driver by name. */
export interface DriverWords {
  readonly driver: 'units' | 'cost' | 'capability_units' | 'nodes' | 'servers' | 'table';
  readonly capability: string | null;
  readonly table: string | null;
}

/** A part of a blend by name. */
export interface PartWords extends DriverWords {
  readonly method: 'proportional_usage' | 'equal' | 'fixed';
  readonly weight: Decimal;
}

/** A receiver by name. */
export interface ReceiverWords {
  readonly sector: string;
  readonly percent: Decimal | null;
}

const plainDrivers = ['units', 'cost', 'nodes', 'servers'] as const;
const driverForms = 'units, units:APM, cost, nodes, servers or table:NAME';
const noDriver = { driver: 'units', capability: null, table: null } as const;

/** `units`, `cost`, `nodes`, `servers`, `units:APM` (of that capability) or `table:seats` (imported). */
export function parseDriver(text: string, problems: string[]): DriverWords {
  const plain = plainDrivers.find((name) => name === text.trim());
  if (plain) return { ...noDriver, driver: plain };
  const [, kind, name = ''] = /^\s*(units|table)\s*:\s*(\S.*?)\s*$/.exec(text) ?? [];
  if (kind === 'units') return { driver: 'capability_units', capability: name, table: null };
  if (kind === 'table') return { driver: 'table', capability: null, table: name };
  problems.push(`the driver is "${text}"; expected ${driverForms}`);
  return noDriver;
}

/** `0.4 units,0.6 equal`: weights with what they weigh; `equal` and `fixed` beside the drivers. */
export function parseParts(text: string, problems: string[]): PartWords[] {
  return listOf(text).map((part) => {
    const [, weight = '', what = ''] = /^(\S+)\s+(\S.*)$/.exec(part) ?? [];
    if (!/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/.test(weight))
      problems.push(
        `the part "${part}" begins with "${weight || part}"; expected a weight from 0 to 1 with at most 4 decimals, e.g. 0.4 units`,
      );
    const known = { weight: /^\d+(\.\d+)?$/.test(weight) ? weight : '0' };
    if (what === 'equal' || what === 'fixed') return { ...known, ...noDriver, method: what };
    return { ...known, ...parseDriver(what, problems), method: 'proportional_usage' };
  });
}

/** `Retail=60,Logistics=40`, or names only; with `;` between them where a name holds a comma. */
export function parseReceivers(text: string, problems: string[]): ReceiverWords[] {
  return listOf(text).map((receiver) => {
    const at = receiver.lastIndexOf('=');
    if (at < 0) return { sector: receiver, percent: null };
    const [sector, percent] = [
      receiver.slice(0, at).trim(),
      receiver
        .slice(at + 1)
        .trim()
        .replace(/%$/, ''),
    ];
    if (/^\d{1,3}(\.\d{1,4})?$/.test(percent)) return { sector, percent };
    problems.push(
      `the percentage of ${sector} is "${percent}"; expected a number from 0 to 100 with at most 4 decimals`,
    );
    return { sector, percent: null };
  });
}

function listOf(text: string): string[] {
  return text
    .split(text.includes(';') ? ';' : ',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
