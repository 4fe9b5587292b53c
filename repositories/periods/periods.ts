import type { Day, Decimal, Month } from '../../pipeline/run.ts';
import { PolicyError } from '../../pipeline/errors.ts';
import type { Session } from '../database.ts';

export type PeriodState = 'open' | 'in_review' | 'closed' | 'restated';

/** A charged month and where it stands (R12). */
export interface Period {
  readonly month: Month;
  readonly state: PeriodState;
  readonly origin: 'pipeline' | 'history';
  readonly preparedBy: string | null;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
  readonly closedHash: string | null;
  readonly closingNo: number;
  readonly acceptBy: Day | null;
  readonly reopenAskedBy: string | null;
  readonly reopenReason: string | null;
  readonly needsRecost: boolean;
  readonly needsRestatement: boolean;
  readonly causes: readonly string[];
  /** What the month's usage and contracts cost, what was charged in it, and the adjustments of earlier months among that. */
  readonly cost: Decimal;
  readonly charged: Decimal;
  readonly adjustments: Decimal;
}

/** Every month that holds anything, or is no longer open; in order. */
export function listPeriods(session: Session): Promise<Period[]> {
  return session.rows<Period>(
    'reading periods',
    `${selectPeriods} where ${holdsAnything} order by p.month_start`,
  );
}

/** One month. With `lock`, nobody else changes it until the transaction ends. @throws PolicyError when there is none. */
export async function readPeriod(session: Session, month: Month, lock?: 'lock'): Promise<Period> {
  if (lock)
    await session.rows(
      'locking a period',
      'select 1 from chargeback_periods where month_start = $1 for update',
      [month],
    );
  const [period] = await session.rows<Period>(
    'reading a period',
    `${selectPeriods} where p.month_start = $1`,
    [month],
  );
  if (period) return period;
  throw new PolicyError(
    `There is no period ${month.slice(0, 7)}.`,
    [],
    'Periods come with the usage of their month; "periods list" shows them.',
  );
}

const selectPeriods = `
  select p.month_start as month, p.state, p.origin, p.prepared_by as "preparedBy", p.closed_by as "closedBy",
         to_char(p.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "closedAt", p.closed_hash as "closedHash",
         p.closing_no as "closingNo", p.accept_by as "acceptBy", p.reopen_asked_by as "reopenAskedBy",
         p.reopen_reason as "reopenReason", p.needs_recost as "needsRecost", p.needs_restatement as "needsRestatement",
         p.restatement_causes as causes,
         coalesce(f.total, 0)::numeric(14, 2)::text as charged, coalesce(f.adjustments, 0)::numeric(14, 2)::text as adjustments,
         (coalesce(c.cost, 0) + coalesce(t.cost, 0))::numeric(14, 2)::text as cost
  from   chargeback_periods p
  left join lateral (select sum(usd_cost) as cost from license_cost_fact
                     where ts >= p.month_start and ts < p.month_start + interval '1 month') c on true
  left join lateral (select sum(usd_cost) as cost from contract_charge_fact where month_start = p.month_start) t on true
  left join lateral (select sum(usd_amount) as total, sum(usd_amount) filter (where chargeback_cycle = 'adjustment') as adjustments
                     from chargeback_fact where month_start = p.month_start) f on true`;

const holdsAnything = `(p.state <> 'open' or f.total is not null or c.cost is not null)`;

/** `2025-07`, for people. */
export function named(month: Month): string {
  return month.slice(0, 7);
}
