import { addDays, isDay, monthOf } from '../pipeline/days.ts';
import { PolicyError } from '../pipeline/errors.ts';
import type { Day, Month } from '../pipeline/run.ts';
import type { Reader } from './reader.ts';

/** How far a month is, as far as a report of it must say. */
export interface MonthStanding {
  /** Of its period: `open`, `in_review`, `closed` or `restated`. */
  readonly state: string;
  /** The last day of it with usage in the bill; null: none yet. */
  readonly dataThrough: Day | null;
}

/** Where the bills are looked for. */
interface Place {
  readonly reader: Reader;
  /** For people: which database it is. */
  readonly database: string;
  readonly today: Day;
}

/**
 * Looks whether there is anything to report of the month. A month that runs or is not closed has a report that says so.
 *
 * @throws PolicyError when the month has not begun or has no bill; Problem when the login may not read.
 */
export async function readMonthStanding(place: Place, month: Month): Promise<MonthStanding> {
  const refuse = (why: string, remedy: string): never => {
    throw new PolicyError(
      `There is no report of ${month.slice(0, 7)} to make: ${why}.`,
      [],
      `${remedy} Nothing was written.`,
    );
  };
  if (!isDay(month) || monthOf(month) !== month)
    return refuse('it is not the first day of a month', 'Ask for a month like 2025-09.');
  if (month > monthOf(place.today))
    return refuse(
      `the month has not begun, today is ${place.today}`,
      'Ask for a month that has; the forecast of the coming ones stands in its report.',
    );
  const bills = await readBills(place.reader);
  const bill = bills.find((one) => one.month === month);
  if (bill) return bill;
  const [first, last] = [bills[0], bills.at(-1)];
  const known =
    first && last
      ? `has bills of ${first.month.slice(0, 7)} to ${last.month.slice(0, 7)}`
      : 'has no bill at all';
  return refuse(
    `the database ${place.database} ${known}, and none of this month`,
    'Ask for a month with a bill, or load the days of this one with "backfill" first.',
  );
}

async function readBills(reader: Reader): Promise<(MonthStanding & { readonly month: Month })[]> {
  const { rows } = await reader.ask(
    'select month_start, state, days_told from reporting.billed_month order by month_start',
  );
  return rows.map(([start, state, daysTold]) => {
    const month = String(start).slice(0, 10);
    const days = Number(daysTold ?? 0);
    return { month, state: String(state), dataThrough: days > 0 ? addDays(month, days - 1) : null };
  });
}

/** @example describeStanding({ state: 'in_review', dataThrough: '2025-09-30' }) // in review, data through 2025-09-30 */
export function describeStanding({ state, dataThrough }: MonthStanding): string {
  const data = dataThrough === null ? 'no day of usage yet' : `data through ${dataThrough}`;
  return `${state.replaceAll('_', ' ')}, ${data}`;
}
