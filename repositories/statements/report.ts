import {
  compareViews,
  tabulateView,
  type SectorMonthCost,
  type View,
  type ViewProof,
  type ViewTable,
} from '../../domain/statement/compare-views.ts';
import { InvariantError } from '../../pipeline/errors.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { ownersOn } from '../roll-up-statements.ts';

/** Cost by sector and month in both views, and that their sums are equal. */
export interface CostReport {
  /** The view that was asked for. */
  readonly table: ViewTable;
  readonly costs: readonly SectorMonthCost[];
  readonly proof: readonly ViewProof[];
}

interface ReportOrder {
  readonly view: View;
  readonly from: Month;
  readonly to: Month;
  /** The day whose organization counts as that of today. */
  readonly today: Day;
}

/**
 * What sectors were charged in the months, beside what they would be at today's organization: direct cost, offsets and
 * adjustments go to whoever owns the application now, received parts of shared services stay where they are.
 *
 * @throws InvariantError when the views have different sums.
 */
export async function readReport(
  session: Session,
  { view, from, to, today }: ReportOrder,
): Promise<CostReport> {
  const costs = await session.rows<SectorMonthCost>('adding cost up by sector', costByView, [
    from,
    to,
    today,
  ]);
  const proof = compareViews(costs);
  const broken = proof.find(({ charged, today: now }) => charged !== now);
  if (!broken) return { table: tabulateView(costs, view), costs, proof };
  throw new InvariantError(
    `${broken.month} was charged ${broken.charged} and shows ${broken.today} at today's organization.`,
    'No report was made; keep the month and tell us.',
  );
}

const costByView = `
  with recursive lines as (
    select f.month_start, f.sector_id, f.app_id, f.chargeback_cycle, f.adjusted_cycle, sum(f.usd_amount) as amount
    from   chargeback_fact f where f.month_start between $1 and $2
    group  by 1, 2, 3, 4, 5
  ), ${ownersOn('$3::date')}, views as (
    select month_start, sector_id, amount as charged, 0 as today from lines
    union all
    select l.month_start,
           case when 'allocated_shared_service' in (l.chargeback_cycle, l.adjusted_cycle) then l.sector_id
                else coalesce(o.sector_id, l.sector_id) end, 0, l.amount
    from   lines l
    left join owners o using (app_id)
  )
  select s.sector_name as sector, v.month_start as month, sum(v.charged)::numeric(14, 2) as charged, sum(v.today)::numeric(14, 2) as today
  from   views v
  join   sectors_dim s using (sector_id)
  group  by s.kind, 1, 2
  order  by s.kind = 'bucket', 1, 2`;
