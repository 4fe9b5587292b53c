import { allocation } from './allocation.ts';
import type { BenchEntry } from './bench.ts';
import { close } from './close.ts';
import { dashboards } from './dashboards.ts';
import { matching } from './matching.ts';
import { memory } from './memory.ts';
import { orchestration } from './orchestration.ts';
import { recompute } from './recompute.ts';
import { usageLoad } from './usage-load.ts';
import { worlds } from './worlds.ts';

/** Every bench by the name that `npm run bench` takes, in the order of running. */
export const benches: Readonly<Record<string, BenchEntry>> = {
  'usage-load': { title: 'Usage rows loaded and costed, against the raw floor', run: usageLoad },
  orchestration: { title: 'What orchestration adds between stages that do nothing', run: orchestration },
  worlds: { title: 'The seven stages over all days of a simulated world', run: worlds },
  memory: { title: 'Memory of a worker process while the rows come in over HTTP', run: memory },
  allocation: { title: 'A year of shared services distributed and published', run: allocation },
  close: { title: 'A month closed, against hashing and sealing it', run: close },
  recompute: { title: 'One open month built again, after one and five years of history', run: recompute },
  dashboards: {
    title: 'Queries of every panel on ten times year 5, and the refresh of year 5',
    run: dashboards,
  },
  matching: { title: 'Names matched, against scoring every pair', run: matching },
};
