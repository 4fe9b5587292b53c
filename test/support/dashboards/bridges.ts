import { expect } from '@jest/globals';
import { sumDecimals } from '../../../domain/money.ts';
import type { ChangeExplanation, ChangePart } from '../../../domain/statement/explain-change.ts';
import type { Statement } from '../../../domain/statement/statement.ts';
import type { Decimal, Month } from '../../../pipeline/run.ts';
import type { Database, Session } from '../../../repositories/database.ts';
import { readBilledMonths, readStatements } from '../../../repositories/statements/read-bill.ts';

/** A reason as statements and dashboards give it. */
interface Reason {
  readonly sector: string;
  readonly part: ChangePart;
  readonly application: string;
  readonly amount: Decimal;
  readonly note: string;
}

/** How the view calls the parts of a statement; the sums over rows are the amounts. */
const columns: Readonly<Record<ChangePart, string>> = {
  volume: 'volume + mix',
  price: 'price',
  moves: 'moved',
  newApplications: 'new',
  retiredApplications: 'retired',
  sharedCost: 'shared',
  adjustments: 'adjustments',
  unsplit: 'unsplit',
};

const shownReasons = `
  select sector, part, application, sum(amount)::numeric(14, 2)::text as amount, 
         coalesce(max(note) filter (where part = 'moves'), '') as note
  from   reporting.bill_change
  cross join lateral (values ${Object.entries(columns)
    .map(([part, column]) => `('${part}', ${column})`)
    .join(', ')}) parts (part, amount)
  where  month_start = $1 and organization = 'charged'
  group  by 1, 2, 3
  having sum(amount) <> 0`;

/**
 * Expects the bridges of dashboards to say of every statement what the statement itself says: every part, and every application
 * within it. Gives the parts that there were.
 */
export async function expectBridgesOfStatements(database: Database): Promise<Set<ChangePart>> {
  const seen = new Set<ChangePart>();
  for (const month of await readBilledMonths(database)) {
    const statements = await readStatements(database, month);
    const shown = await database.rows<Reason>('reading why bills changed', shownReasons, [month]);
    for (const { owner, change } of statements) {
      const own = shown.filter(({ sector }) => sector === owner.name).map(asWritten);
      const told = change === null ? [] : reasonsOf(owner.name, change);
      expect({ month, sector: owner.name, reasons: own.sort() }).toEqual({
        month,
        sector: owner.name,
        reasons: told.map(asWritten).sort(),
      });
      for (const { part } of told) seen.add(part);
    }
    await expectCostBridge(database, month, statements);
  }
  return seen;
}

/** The notes of adjustments tell what the amount tells; the view leaves them out. */
function reasonsOf(sector: string, { details }: ChangeExplanation): Reason[] {
  return details.map((detail) => ({ sector, ...detail, note: detail.part === 'moves' ? detail.note : '' }));
}

function asWritten({ sector, part, application, amount, note }: Reason): string {
  return [sector, part, application, amount, note].join(' | ');
}

/** The bridge of the cost adds up for every sector, and for all of them to the change of the whole bill. */
async function expectCostBridge(
  session: Session,
  month: Month,
  statements: readonly Statement[],
): Promise<void> {
  const rows = await session.rows<{ sector: string; change: Decimal; explained: Decimal }>(
    'adding the bridge of the cost up',
    `select sector, sum(cost - cost_before)::text as change,
            sum(volume + mix + price + moved + new + retired + unsplit + corrections)::text as explained
     from   reporting.cost_change where month_start = $1 and organization = 'charged' group by 1`,
    [month],
  );
  for (const { sector, change, explained } of rows)
    expect({ month, sector, explained: Number(explained) }).toEqual({
      month,
      sector,
      explained: Number(change),
    });
  const differences = statements.flatMap(({ change }) => (change === null ? [] : [change.difference]));
  if (differences.length === 0) return;
  const gone = await session.one<{ sum: Decimal }>(
    'adding up who has no statement any more',
    withoutStatement,
    [month],
  );
  expect({ month, change: Number(sumDecimals(rows.map(({ change }) => change))) }).toEqual({
    month,
    change: Number(sumDecimals([...differences, gone.sum])),
  });
}

const withoutStatement = `
  select coalesce(-sum(usd_amount), 0)::text as sum from chargeback_fact f
  where  month_start = $1::date - interval '1 month'
  and    sector_id not in (select sector_id from chargeback_fact where month_start = $1)`;
