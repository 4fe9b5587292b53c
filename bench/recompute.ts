import type { Month } from '../pipeline/run.ts';
import type { Database } from '../repositories/database.ts';
import type { Bench } from './bench.ts';
import { measure, median, type Measure } from './measure.ts';
import { startWarehouse } from './support/bench-warehouse.ts';
import { billMonth } from './support/bill-month.ts';
import { closeBefore, fillMonths, monthsThrough, openBooks, type Books } from './support/money-history.ts';

const open = '2025-10-01';
const [short, long] = [12, 60];
/** Applications for each million of `--rows`: two rows each a day are 4.4 million cost rows in five years. */
const applicationsPerMillion = 1_200;
/** Attempts within a round: two figures that shall be the same are compared. */
const attempts = 5;

/**
 * One open month built again after a reorganization that moves every tenth application in its middle: contracts, draft,
 * allocation, bill. The same month stands at the end of one year and of five years of closed months, and the two take turns. The
 * floor adds the month's cost up by owner in one statement.
 */
export async function recompute(bench: Bench): Promise<readonly Measure[]> {
  const { sizes, say } = bench;
  const applications = Math.ceil((applicationsPerMillion * sizes.rows) / 1_000_000);
  let books: Books | undefined;
  const warehouse = await startWarehouse(bench, async (database) => {
    books = await openBooks(database, applications, open);
    say('a year of history');
    await fillHistory(database, books, monthsThrough(open, short));
  });
  if (!books) throw new Error('The template was not filled.');
  const known = books;
  return warehouse.onCopy('bench_five_years', async ({ database: five }) => {
    say('five years of history');
    await fillHistory(five, known, monthsThrough(open, long).slice(0, long - short));
    return warehouse.onCopy('bench_one_year', async ({ database: one }) => {
      for (const database of [one, five]) await settle(database);
      return measureBoth(bench, known, one, five);
    });
  });
}

async function measureBoth(
  { sizes, say }: Bench,
  books: Books,
  one: Database,
  five: Database,
): Promise<Measure[]> {
  const rounds: { readonly one: number; readonly five: number; readonly floor: number }[] = [];
  for (let round = 1; round <= sizes.rounds; round += 1) {
    const taken: Record<'one' | 'five' | 'floor', number[]> = { one: [], five: [], floor: [] };
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      taken.one.push(await rebuild(one, books));
      taken.five.push(await rebuild(five, books));
      taken.floor.push(await seconds(() => five.rows('adding cost up', addUp, [open])));
    }
    rounds.push({ one: median(taken.one), five: median(taken.five), floor: median(taken.floor) });
    say(
      `round ${round}: ${Object.entries(taken)
        .map(([name, all]) => `${name} ${median(all).toFixed(2)} s`)
        .join(', ')}`,
    );
  }
  const { facts } = await five.one<{ facts: number }>('counting', countFacts);
  say(`${facts} cost rows in five years`);
  const values = rounds.map((round) => round.five);
  return [
    measure({
      id: 'recompute-open-month',
      unit: 's',
      values,
      floors: rounds.map(({ floor }) => floor),
      goal: { limit: 2, on: 'value' },
    }),
    measure({
      id: 'recompute-five-years-against-one',
      unit: 's',
      values,
      floors: rounds.map((round) => round.one),
      goal: { limit: 1.1, on: 'ratio' },
    }),
  ];
}

async function rebuild(database: Database, { run }: Books): Promise<number> {
  await database.run('reorganizing', moveApplications, [open]);
  return seconds(() => billMonth(database, run, open));
}

/** Months with their facts and bills; all but the open one are closed at the end. */
async function fillHistory(database: Database, books: Books, months: readonly Month[]): Promise<void> {
  await fillMonths(database, books, months);
  await database.run('looking at the tables', 'analyze');
  for (const month of months) await billMonth(database, books.run, month);
}

async function settle(database: Database): Promise<void> {
  await closeBefore(database, open);
  await database.run('splitting ownership', splitOwnership, [open]);
  await database.run('splitting ownership', continueOwnership, [open]);
  await database.run('tidying', 'vacuum analyze');
}

const splitOwnership = `update application_ownership set valid_to = $1::date + 14 where app_id % 10 = 0`;
const continueOwnership = `
  insert into application_ownership (app_id, sector_id, h_code, cost_center, valid_from, run_id)
  select app_id, sector_id, h_code, cost_center, valid_to, run_id from application_ownership where valid_to = $1::date + 14`;

const moveApplications = `
  update application_ownership o
  set    sector_id = (select min(sector_id) + (o.sector_id - min(sector_id) + 7) % 50 from sectors_dim where sector_name like 'sector %')
  where  valid_from = $1::date + 14`;

const addUp = `
  select o.sector_id, o.h_code, c.app_id, c.capability_id, sum(c.units), sum(c.usd_cost), sum(c.cost_exact)
  from   license_cost_fact c
  join   application_ownership o on o.app_id = c.app_id and c.ts >= o.valid_from and (o.valid_to is null or c.ts < o.valid_to)
  where  c.ts >= $1::date and c.ts < $1::date + interval '1 month'
  group  by 1, 2, 3, 4`;

const countFacts = 'select count(*)::integer as facts from license_cost_fact';

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
