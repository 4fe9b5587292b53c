import pg from 'pg';
import { expandSql } from '../preview/expand-sql.ts';
import type { Database } from '../repositories/database.ts';
import { createReader } from '../repositories/readers.ts';
import { createViews } from '../repositories/views.ts';
import type { Bench } from './bench.ts';
import { measure, percentile, type Measure } from './measure.ts';
import { startWarehouse, type Place } from './support/bench-warehouse.ts';
import { billMonth } from './support/bill-month.ts';
import { fillAround, lookLikeACompany } from './support/dashboard-data.ts';
import { closeBefore, fillMonths, monthsThrough, openBooks, type Books } from './support/money-history.ts';
import { panelQueries, type PanelQuery } from './support/panel-queries.ts';

const current = '2025-10-01';
const months = 60;
/** Applications of year 5; the panels are measured with ten times as many. */
const yearFive = 300;
const timesYearFive = 10;
const attempts = 10;

/**
 * What a reader of the eight tabs waits for: every query of every panel, with everything chosen, with one sector and with one
 * application, on 3,000 applications and five years of days, all months but the last one closed; and what stage 6 costs on the
 * data of year 5, with a reader beside it.
 */
export async function dashboards(bench: Bench): Promise<readonly Measure[]> {
  const { rows, rounds } = bench.sizes;
  const applications = Math.max(20, Math.ceil((yearFive * timesYearFive * rows) / 1_000_000));
  const warehouse = await startWarehouse(bench, async () => undefined);
  const refresh = await warehouse.onCopy('bench_year_five', async (place) => {
    await fill(bench, place.database, Math.ceil(applications / timesYearFive));
    return measureRefresh(bench, place, rounds);
  });
  const panels = await warehouse.onCopy('bench_ten_times', async (place) => {
    await fill(bench, place.database, applications);
    return measurePanels(bench, place, rounds);
  });
  return [...refresh, ...panels];
}

async function fill({ say }: Bench, database: Database, applications: number): Promise<void> {
  say(`${applications} applications, ${months} months`);
  const books = await openBooks(database, applications, current);
  await lookLikeACompany(database);
  const all = monthsThrough(current, months);
  await fillMonths(database, books, all);
  await database.run('looking at the tables', 'analyze');
  for (const month of all) await billMonth(database, books.run, month);
  await closeBefore(database, current);
  await fillAround(database, books, all);
  await createViews(database).refresh(books.run);
  await database.run('tidying', 'vacuum analyze');
  const { facts } = await database.one<{ facts: number }>('counting', countFacts);
  say(`${facts} usage rows; the roll-up is there`);
}

const countFacts = 'select count(*)::integer as facts from license_usage_fact';

/** Stage 6 after the usage of the last day came in again; a reader asks without a pause. */
async function measureRefresh({ say }: Bench, place: Place, rounds: number): Promise<Measure[]> {
  const views = createViews(place.database);
  const { run_id: runId } = await place.database.one<{ run_id: number }>(
    'reading',
    'select max(run_id) as run_id from pipeline_runs',
  );
  const run: Books['run'] = { runId, date: '2025-11-01', from: current, to: '2025-10-31' };
  const [values, floors, waits]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    await place.database.run('loading the last day again', touchLastDay);
    const reader = readWithoutPause(place.url);
    values.push(await seconds(() => views.refresh(run)));
    waits.push(await reader.stop());
    floors.push(await seconds(() => place.database.rows('adding up every fact', everyFact)));
  }
  say(
    `refresh ${values.map((value) => value.toFixed(2)).join(', ')} s; a reader waited at most ${Math.max(...waits).toFixed(0)} ms`,
  );
  return [
    measure({ id: 'view-refresh-year-five', unit: 's', values, floors, goal: { limit: 2, on: 'value' } }),
    measure({
      id: 'reader-wait-while-refreshing',
      unit: 'ms',
      values: waits,
      goal: { limit: 500, on: 'value' },
    }),
  ];
}

const touchLastDay = `
  update license_usage_fact set units_consumed = units_consumed + 0.25 where ts = '2025-10-31'`;

/** What a refresh that reads everything must do at least. */
const everyFact = `
  select date_trunc('month', ts)::date, app_id, capability_id, tier, sum(usd_cost), avg(usd_cost), count(*)
  from   license_cost_fact group by 1, 2, 3, 4`;

function readWithoutPause(url: string): { stop(): Promise<number> } {
  const state = { isOver: false };
  const reading = (async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    let longest = 0;
    while (!state.isOver) {
      const begun = performance.now();
      await client.query('select sum(total_cost) from mv_monthly_cost_summary where month_start = $1', [
        current,
      ]);
      await client.query('select sum(cost) from reporting.cost where month_start = $1', [current]);
      longest = Math.max(longest, performance.now() - begun);
    }
    await client.end();
    return longest;
  })();
  return {
    stop: async () => {
      state.isOver = true;
      return reading;
    },
  };
}

interface Timed {
  readonly query: PanelQuery;
  readonly milliseconds: number[];
}

/** Asked by a reader as "readers add" makes one. */
async function measurePanels({ say }: Bench, { database, url }: Place, rounds: number): Promise<Measure[]> {
  const { name: user, password } = await createReader(database, {
    name: 'bench_reader',
    password: null,
    sectors: [],
  });
  const { hostname: host, port, pathname } = new URL(url);
  const client = new pg.Client({ host, port: Number(port), database: pathname.slice(1), user, password });
  await client.connect();
  try {
    const queries = panelQueries();
    const [p95s, worsts, floors]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round += 1) {
      floors.push(percentile(await timeOne(client, everyMonth), 0.95));
      const timed = await timeAll(client, queries);
      const slowest = [...timed].sort((a, b) => p95(b) - p95(a));
      p95s.push(
        percentile(
          timed.flatMap(({ milliseconds }) => milliseconds),
          0.95,
        ),
      );
      worsts.push(Math.max(...timed.flatMap(({ milliseconds }) => milliseconds)));
      for (const one of slowest.slice(0, 8)) say(`${p95(one).toFixed(0).padStart(6)} ms  ${one.query.name}`);
    }
    return [
      measure({
        id: 'panel-query-p95',
        unit: 'ms',
        values: p95s,
        floors,
        goal: { limit: 100, on: 'value', isStrict: true },
      }),
      measure({
        id: 'panel-query-worst',
        unit: 'ms',
        values: worsts,
        goal: { limit: 500, on: 'value', isStrict: true },
      }),
    ];
  } finally {
    await client.end();
  }
}

const p95 = ({ milliseconds }: Timed): number => percentile(milliseconds, 0.95);

/** What a panel that adds up cost by application and month must do at least: no names, no filters. */
const everyMonth = `
  select count(*), sum(cost), sum(node_days)
  from   (select month_start, app_id, sum(usd_cost) as cost, sum(nodes * days) as node_days
          from   cost_by_month where month_start >= '2024-10-01' group by 1, 2) months`;

async function timeAll(client: pg.Client, queries: readonly PanelQuery[]): Promise<Timed[]> {
  const timed: Timed[] = [];
  for (const query of queries)
    timed.push({ query, milliseconds: await timeOne(client, expandSql(query.sql, query.chosen)) });
  return timed;
}

/** The first answer of a query fills the cache and is not counted. */
async function timeOne(client: pg.Client, sql: string): Promise<number[]> {
  await client.query(sql);
  const milliseconds: number[] = [];
  for (let attempt = 0; attempt < attempts; attempt += 1)
    milliseconds.push((await seconds(() => client.query(sql))) * 1000);
  return milliseconds;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
