import { ConfigError } from '../pipeline/errors.ts';
import type { Decimal, Month } from '../pipeline/run.ts';
import { actingAs, type Actor } from './acting.ts';
import type { Database, Session } from './database.ts';
import { readNames } from './rules/read-names.ts';

/** What a sector may spend in a month, and where a file says so, e.g. `budgets.csv:3`. */
export interface PlacedBudget {
  readonly month: Month;
  readonly sector: string;
  readonly amount: Decimal;
  readonly place: string;
}

/** What an import did; all but `unchanged` are 0 the second time. */
export interface BudgetsImported {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unchanged: number;
}

/** A budget beside what the sector was charged. */
export interface KnownBudget {
  readonly month: Month;
  readonly sector: string;
  readonly budget: Decimal;
  /** Null while the month has no bill. */
  readonly charged: Decimal | null;
  readonly createdBy: string;
}

/**
 * Makes each month named exactly what the rows say: sectors that they do not name have no budget in it.
 *
 * @throws ConfigError for unknown sectors, with the place of each.
 */
export async function importBudgets(
  database: Database,
  actor: Actor,
  rows: readonly PlacedBudget[],
): Promise<BudgetsImported> {
  return actingAs(database, actor, async (tx, { name }) => {
    const staged = JSON.stringify(await withSectors(tx, rows));
    const deleted = await tx.run('removing budgets', deleteGone, [staged]);
    const changed = await tx.one<{ inserted: number; updated: number }>('writing budgets', upsertBudgets, [
      staged,
      name,
    ]);
    return { ...changed, deleted, unchanged: rows.length - changed.inserted - changed.updated };
  });
}

/** The budgets, the newest month first; of one month when it is given. */
export async function listBudgets(session: Session, month: Month | null): Promise<KnownBudget[]> {
  return session.rows<KnownBudget>('reading budgets', allBudgets, [month]);
}

async function withSectors(
  tx: Session,
  rows: readonly PlacedBudget[],
): Promise<{ readonly month: Month; readonly sectorId: number; readonly amount: Decimal }[]> {
  const names = await readNames(tx);
  const problems: string[] = [];
  const known = rows.map(({ month, sector, amount, place }) => {
    const found: string[] = [];
    const { sectorId } = names.known(sector, found);
    problems.push(...found.map((what) => `${place} sector: ${what}`));
    return { month, sectorId, amount };
  });
  if (problems.length > 0)
    throw new ConfigError(
      problems,
      'Correct the file; nothing of it was used.',
      `${problems.length} sector(s) of the file cannot be used`,
    );
  return known;
}

const staged = `
  select month::date as month_start, "sectorId" as sector_id, amount::numeric as usd_amount
  from   jsonb_to_recordset($1::jsonb) as b(month text, "sectorId" integer, amount text)`;

const deleteGone = `
  with staged as (${staged})
  delete from budgets b
  where  b.month_start in (select month_start from staged)
  and    not exists (select from staged s where s.month_start = b.month_start and s.sector_id = b.sector_id)`;

const upsertBudgets = `
  with staged as (${staged}), saved as (
    insert into budgets as b (month_start, sector_id, usd_amount, created_by)
    select month_start, sector_id, usd_amount, $2 from staged order by 1, 2
    on conflict (month_start, sector_id) do update
      set usd_amount = excluded.usd_amount, created_by = excluded.created_by, created_at = now()
      where b.usd_amount <> excluded.usd_amount
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

const allBudgets = `
  select b.month_start as month, s.sector_name as sector, b.usd_amount::text as budget,
         (select sum(f.usd_amount)::text from chargeback_fact f where f.month_start = b.month_start and f.sector_id = b.sector_id) as charged,
         b.created_by as "createdBy"
  from   budgets b
  join   sectors_dim s using (sector_id)
  where  $1::date is null or b.month_start = $1
  order  by 1 desc, 2`;
