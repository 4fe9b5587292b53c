import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromCents } from '../../../domain/money.ts';
import type { Month } from '../../../pipeline/run.ts';
import { hashMonth } from '../../../repositories/periods/month-content.ts';
import { rebuildMonth } from '../../../repositories/periods/rebuild.ts';
import { eventfulWorld } from '../../support/model/draw-eventful-world.ts';
import { linesOf, play, type Ledger } from '../../support/model/ledger.ts';
import { openWorld, sectorName, type OpenWorld } from '../../support/model/open-world.ts';
import { reserved, type World } from '../../support/model/world.ts';
import { expectSameFromNothing, rollUpAndProve } from '../../support/roll-ups.ts';

const worlds = fc.sample(eventfulWorld, { seed: 20251001, numRuns: 15 });

/** What the worlds had in them, all together. */
const causes = new Set<string>();
const methods = new Set<string>();

describe('the product does what the model says', () => {
  test.each(worlds.map((world, index) => ({ world, index })))(
    'R14, R18, R19, R20, R31: world $index',
    async ({ world, index }) => {
      const open = await openWorld(world, `world_${index}`);
      try {
        await compare(world, open);
      } finally {
        await open.warehouse.close();
      }
    },
  );

  test('and together the worlds held every method and every cause', () => {
    expect([...causes].sort()).toEqual(expect.arrayContaining(['late_usage', 'ownership', 'price']));
    expect([...methods].sort()).toEqual(
      expect.arrayContaining([
        'blend',
        'equal',
        'fixed',
        'keep_central',
        'proportional_usage',
        'unallocated',
      ]),
    );
  });
});

async function compare(world: World, open: OpenWorld): Promise<void> {
  const { database } = open.warehouse;
  const [first, ...ledgers] = play(world);
  const closed = new Map<Month, string>();
  await open.begin();
  await expectLines(world, open, first, 'after the first run');

  for (const [at, { changes, closes }] of world.steps.entries()) {
    for (const change of changes) await open.learn(change);
    await open.run();
    await expectLines(world, open, ledgers[at], `after step ${at + 1}`);
    await rollUpAndProve(database);
    if (closes !== null) {
      await open.close(closes);
      closed.set(closes, (await hashMonth(database, closes)).all);
    }
    for (const [month, hash] of closed)
      expect({ month, hash: (await hashMonth(database, month)).all }).toEqual({ month, hash });
  }

  const before = await database.rows('reading', 'select * from chargeback_fact order by chargeback_id');
  await open.run();
  expect(await database.rows('reading', 'select * from chargeback_fact order by chargeback_id')).toEqual(
    before,
  );
  await rollUpAndProve(database);
  expect(await rollUpAndProve(database)).toEqual([]);
  await expectSameFromNothing(database);
  for (const month of closed.keys())
    expect(await rebuildMonth(database, month)).toMatchObject({ month, isEqual: true });
  await noteContent(open);
}

async function expectLines(
  world: World,
  { warehouse: { database } }: OpenWorld,
  ledger: Ledger | undefined,
  when: string,
): Promise<void> {
  const lines = await database.rows<{ line: string }>('reading charges', chargedLines);
  expect({ when, lines: lines.map(({ line }) => line).sort() }).toEqual({
    when,
    lines: ledger ? linesInWords(world, ledger) : [],
  });
  const balances = await database.rows('proving sums', unbalancedMonths);
  expect({ when, balances }).toEqual({ when, balances: [] });
}

function linesInWords(world: World, ledger: Ledger): string[] {
  const appName = (id: number): string =>
    world.apps[id - 1] ?? (id === reserved.overage ? '__overage__' : '__idle__');
  return linesOf(ledger)
    .filter(({ cents }) => cents !== 0n)
    .map(({ month, chargeMonth, appId, sectorId, cycle, cents }) =>
      [
        month,
        chargeMonth,
        appName(appId),
        sectorName(world, sectorId),
        month === chargeMonth ? cycle : `adjustment of ${cycle}`,
        fromCents(cents),
      ].join(', '),
    )
    .sort();
}

async function noteContent({ warehouse: { database } }: OpenWorld): Promise<void> {
  const found = await database.rows<{ cause: string }>(
    'reading causes',
    'select distinct cause from cost_adjustment_fact',
  );
  for (const { cause } of found) for (const one of cause.split('+')) causes.add(one);
  const used = await database.rows<{ method: string }>(
    'reading methods',
    'select distinct method from allocation_fact',
  );
  for (const { method } of used) methods.add(method);
}

const chargedLines = `
  select concat_ws(', ', month_start, charge_month, app_name, sector_name,
                   case when chargeback_cycle = 'adjustment' then 'adjustment of ' || adjusted_cycle else chargeback_cycle end, usd_amount) as line
  from   statement_line where usd_amount <> 0`;

const unbalancedMonths =
  'select month_start, total_cost, charged from month_balance where total_cost <> charged';
