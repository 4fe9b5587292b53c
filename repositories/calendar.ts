import type { FiscalPeriod } from '../imports/fiscal-calendar.ts';
import type { Day, Month } from '../pipeline/run.ts';
import { actingAs, type Actor } from './acting.ts';
import type { Database, Session } from './database.ts';

/** What an import of a fiscal calendar changed. */
export interface CalendarImport {
  readonly periods: number;
  readonly changedDays: number;
  /** Closed months that keep the fiscal periods that they were closed with. */
  readonly keptMonths: readonly Month[];
}

/**
 * Puts the days of the calendar into their fiscal periods. Days of closed months keep theirs: statements and journals of such
 * a month carry them (R14).
 */
export async function importCalendar(
  database: Database,
  actor: Actor,
  periods: readonly FiscalPeriod[],
): Promise<CalendarImport> {
  return actingAs(database, actor, async (tx, who) => {
    const columns = [
      periods.map(({ fiscalYear }) => fiscalYear),
      periods.map(({ fiscalPeriod }) => fiscalPeriod),
      periods.map(({ start }) => start),
      periods.map(({ end }) => end),
    ];
    const kept = await tx.rows<{ month: Month }>('looking for closed months', keptMonths, columns);
    const changedDays = await tx.run('changing the calendar', updateDays, columns);
    const done = { periods: periods.length, changedDays, keptMonths: kept.map(({ month }) => month) };
    if (changedDays > 0)
      await tx.run('noting the import', noteImport, [
        who.name,
        `${periods[0]?.start ?? ''}..${periods.at(-1)?.end ?? ''}`,
        actor.reason,
        JSON.stringify(done),
      ]);
    return done;
  });
}

/** The fiscal periods of the calendar that touch the days from `from` up to `end`. */
export async function listFiscalPeriods(session: Session, from: Day, end: Day): Promise<FiscalPeriod[]> {
  return session.rows<FiscalPeriod>('reading the calendar', selectPeriods, [from, end]);
}

/** Which fiscal years the calendar knows. */
export async function listFiscalYears(session: Session): Promise<number[]> {
  const rows = await session.rows<{ year: number }>(
    'reading the calendar',
    'select distinct fiscal_year::integer as year from time_dim order by 1',
  );
  return rows.map(({ year }) => year);
}

const given = `
  select d.day, d.month_start, p.fiscal_year, p.fiscal_period
  from   unnest($1::smallint[], $2::smallint[], $3::date[], $4::date[]) as p(fiscal_year, fiscal_period, start_date, end_date)
  join   time_dim d on d.day >= p.start_date and d.day < p.end_date
  where  (d.fiscal_year, d.fiscal_period) is distinct from (p.fiscal_year, p.fiscal_period)`;

const isClosed = `exists (select from chargeback_periods c where c.month_start = g.month_start and c.state in ('closed', 'restated'))`;

const keptMonths = `select distinct g.month_start as month from (${given}) g where ${isClosed} order by 1`;

const updateDays = `
  update time_dim d set fiscal_year = g.fiscal_year, fiscal_period = g.fiscal_period
  from   (${given}) g
  where  d.day = g.day and not ${isClosed}`;

const noteImport = `
  insert into user_actions (actor, action, entity, entity_key, reason, after)
  values ($1, 'import calendar', 'time_dim', $2, $3, $4)`;

const selectPeriods = `
  select fiscal_year::integer as "fiscalYear", fiscal_period::integer as "fiscalPeriod", min(day) as start, (max(day) + 1) as end
  from   time_dim
  where  fiscal_year in (select fiscal_year from time_dim where day >= $1 and day < $2)
  group  by 1, 2
  order  by 1, 2`;
