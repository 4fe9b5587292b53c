import { addDays, addMonths } from '../../pipeline/days.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import { actingAs, type Actor } from '../acting.ts';
import type { Database } from '../database.ts';
import { named, readPeriod, type Period } from './periods.ts';

/**
 * Opens the review of a month that is over: sectors may answer their statements until `acceptanceDays` have passed. The month
 * is still rebuilt by every run; whoever opens the review may not close it (R12, R32).
 *
 * @throws PolicyError when the month is not over or not open.
 */
export function startReview(
  database: Database,
  actor: Actor,
  {
    month,
    today,
    acceptanceDays,
  }: { readonly month: Month; readonly today: Day; readonly acceptanceDays: number },
): Promise<Period> {
  return actingAs(database, actor, async (tx, who) => {
    await tx.run('locking a month', 'select lock_month($1)', [month]);
    const period = await readPeriod(tx, month, 'lock');
    if (period.state !== 'open')
      throw new PolicyError(
        `${named(month)} is ${period.state}; only an open month can go into review.`,
        [],
        'Nothing to do.',
      );
    if (today < addMonths(month, 1))
      throw new PolicyError(
        `${named(month)} is not over on ${today}.`,
        [],
        `Open the review from ${addMonths(month, 1)} on, when the run of that day has loaded its last day.`,
      );
    await tx.run('opening a review', openReview, [month, who.name, addDays(today, acceptanceDays)]);
    return readPeriod(tx, month);
  });
}

/** Lets something pass at the close, with a reason: days that the source will never deliver, or an invoice that does not exist. */
export function waive(
  database: Database,
  actor: Actor & { readonly reason: string },
  { month, item }: { readonly month: Month; readonly item: WaivableItem },
): Promise<void> {
  return actingAs(database, actor, async (tx, who) => {
    const { state } = await readPeriod(tx, month, 'lock');
    if (state === 'closed' || state === 'restated')
      throw new PolicyError(`${named(month)} is ${state} already.`, [], 'Nothing to do.');
    await tx.run('noting a waiver', upsertWaiver, [month, item, actor.reason, who.name]);
  });
}

/** What a person may let pass. */
export const waivableItems = ['incomplete-days', 'invoice-missing'] as const;
export type WaivableItem = (typeof waivableItems)[number];

const openReview = `
  update chargeback_periods
  set    state = 'in_review', prepared_by = $2, accept_by = $3, review_started_at = now()
  where  month_start = $1`;

const upsertWaiver = `
  insert into period_waivers (month_start, item, reason, created_by) values ($1, $2, $3, $4)
  on conflict (month_start, item) do update set reason = excluded.reason, created_by = excluded.created_by, created_at = now()`;
