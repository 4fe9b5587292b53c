import type { StopAll } from '../demo/services/stop-all.ts';
import type { Measure } from './measure.ts';

/** How much of everything; the defaults are the sizes that are claimed. */
export interface Sizes {
  /** Rows of usage. */
  readonly rows: number;
  /** How often value and floor are taken in turn. */
  readonly rounds: number;
  /** Runs of the pipeline after the warm-up. */
  readonly runs: number;
}

/** What a bench is lent. */
export interface Bench {
  readonly sizes: Sizes;
  /** Whatever it starts goes in here, and is stopped when it ends or when somebody presses Ctrl-C. */
  readonly services: StopAll;
  /** A folder of its own that is removed afterwards. */
  readonly folder: string;
  /** Says how far it is, on standard error. */
  readonly say: (line: string) => void;
}

/** One entry of the registry: a name for the command line, and what gives the figures. */
export interface BenchEntry {
  readonly title: string;
  readonly run: (bench: Bench) => Promise<readonly Measure[]>;
}
