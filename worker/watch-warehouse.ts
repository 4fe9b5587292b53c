import { readFreshness } from '../repositories/freshness.ts';
import type { Database } from '../repositories/database.ts';
import type { Measures } from './measures.ts';

const everyMs = 30_000;

/** Keeps telling the measures how new the warehouse is. */
export interface WarehouseWatch {
  /** Looks now, not at the next turn of the clock. */
  look(): void;
  stop(): void;
}

interface WatchWarehouse {
  readonly database: Database;
  readonly measures: Measures;
  /** Told when the database cannot be asked; what it said last stands on the page until it answers again. */
  readonly warn: (message: string, error: unknown) => void;
}

/** Looks at the start, every half minute, and when it is told to: another worker may have done the work. */
export function watchWarehouse({ database, measures, warn }: WatchWarehouse): WarehouseWatch {
  let isTold = false;
  const look = (): void => {
    readFreshness(database).then(
      (freshness) => {
        isTold = false;
        measures.warehouseIs(freshness);
      },
      (error: unknown) => {
        if (!isTold) warn('The metrics page cannot ask the database how new the data is.', error);
        isTold = true;
      },
    );
  };
  look();
  const timer = setInterval(look, everyMs).unref();
  return { look, stop: () => clearInterval(timer) };
}
