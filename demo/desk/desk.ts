import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../../cli/run-command-line.ts';
import type { Day } from '../../pipeline/run.ts';
import type { StageId } from '../../pipeline/stages.ts';
import type { Vendors } from '../../simulators/start.ts';

/** A window that the pipeline is run for, and the stages when not all are. */
export interface Window {
  readonly date: Day;
  readonly from: Day;
  readonly to: Day;
  readonly only?: readonly StageId[];
}

/** Where people of a world do their work: with the product's own commands, on the day of the scene. */
export interface Desk {
  readonly vendors: Vendors;
  /** Does what a command line says, as somebody; gives what it printed. @throws Error with its complaint. */
  say(as: string, ...words: readonly string[]): Promise<string>;
  /** What a command prints as JSON. */
  ask<Facts>(...words: readonly string[]): Promise<Facts>;
  /** Writes a file that a command reads; gives its path. */
  file(name: string, lines: readonly string[]): string;
  /** A path for a file that a command writes. */
  path(name: string): string;
  /** Runs the pipeline, its stages shown; gives whether it did what it should. */
  run(window: Window): Promise<boolean>;
}

/** Something that people do on a day. */
export interface Scene {
  readonly title: string;
  readonly on: Day;
  play(desk: Desk): Promise<void>;
}

interface Surroundings {
  readonly databaseUrl: string;
  /** For the files of the desk. */
  readonly folder: string;
  readonly vendors: Vendors;
  readonly run: Desk['run'];
}

/** The desk on one day. Nothing of the user's own settings gets in. */
export function openDesk({ databaseUrl, folder, vendors, run }: Surroundings, today: Day): Desk {
  const path = (name: string): string => join(folder, name);
  const command = async (words: readonly string[]): Promise<string> => {
    const said = { out: '', err: '' };
    const code = await runCommandLine(words, {
      environment: { DATABASE_URL: databaseUrl, ETL_USER: 'demo' },
      dotenvFile: path('.env'),
      today: () => today,
      terminal: {
        out: (text: string) => void (said.out += text),
        err: (text: string) => void (said.err += text),
        isLive: false,
        width: 100,
        paint: (_style: string, text: string) => text,
      },
    });
    if (code !== 0) throw new Error(`"${words.join(' ')}": ${said.err}${said.out}`);
    return said.out;
  };
  return {
    vendors,
    path,
    run,
    say: (as, ...words) => command([...words, '--as', as]),
    ask: async <Facts>(...words: readonly string[]) =>
      JSON.parse(await command([...words, '--json'])) as Facts,
    file(name, lines) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path(name), `${lines.join('\n')}\n`);
      return path(name);
    },
  };
}
