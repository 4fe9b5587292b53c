import type { Span, DayUse } from '../../domain/contract/commitment.ts';
import type { Day, Decimal } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import type { StoredCommitment } from './read-contracts.ts';

/** Days of which the use of a line is wanted. */
export interface WantedUse extends Span {
  readonly line: StoredCommitment;
}

/**
 * What was used per line and day: licensed units, or US dollars where an amount is committed. What came late for closed months,
 * and what their corrections cost, is use as well.
 */
export async function readUse(
  session: Session,
  wanted: readonly WantedUse[],
): Promise<Map<number, DayUse[]>> {
  const uses = new Map<number, DayUse[]>(wanted.map(({ line }) => [line.lineId, []]));
  if (wanted.length === 0) return uses;
  const rows = await session.rows<{ lineId: number; day: Day; quantity: Decimal }>('reading use', useByDay, [
    wanted.map(({ line }) => line.lineId),
    wanted.map(({ line }) => line.capabilityId),
    wanted.map(({ line }) => line.tier),
    wanted.map(({ line }) => line.basis === 'amount'),
    wanted.map(({ from }) => from),
    wanted.map(({ end }) => end),
  ]);
  for (const { lineId, day, quantity } of rows) uses.get(lineId)?.push({ day, quantity });
  return uses;
}

/** The rows of `fact` that count for line `l`; a span of days touches the partitions of its months only. */
const counted = (fact: string): string => `
         ${fact}.capability_id = l.capability_id and (l.tier is null or ${fact}.tier = l.tier)
         and ${fact}.ts >= l.first_day::timestamp and ${fact}.ts < l.end_day::timestamp`;

const licensedUnits = (fact: string): string => `
  case l.metric when 'daily_average' then coalesce(${fact}.units_average, ${fact}.units_consumed) else ${fact}.units_consumed end`;

/** Fees that no usage row carries are spent in their month; they count as of its first day in the span. */
const useByDay = `
  with line as (
    select l.*, c.licensed_metric as metric
    from   unnest($1::integer[], $2::integer[], $3::text[], $4::boolean[], $5::date[], $6::date[])
             as l(line_id, capability_id, tier, is_amount, first_day, end_day)
    join   capabilities_dim c using (capability_id)
  )
  select l.line_id as "lineId", d.day, sum(d.quantity)::text as quantity
  from   line l
  cross join lateral (
    select u.ts::date as day, ${licensedUnits('u')} as quantity
    from   license_usage_fact u
    where  not l.is_amount and ${counted('u')}
    and    not exists (select from late_usage_fact t where (t.tool, t.instance, t.app_id, t.capability_id, t.tier, t.ts)
                       = (u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts))
    union all
    select t.ts::date, ${licensedUnits('t')} from late_usage_fact t where not l.is_amount and ${counted('t')}
    union all
    select c.ts::date, c.usd_cost from license_cost_fact c where l.is_amount and ${counted('c')}
    union all
    select a.ts::date, a.usd_cost from cost_adjustment_fact a where l.is_amount and ${counted('a')}
    union all
    select greatest(f.month_start, l.first_day), f.usd_cost
    from   contract_charge_fact f join price_config p using (price_id)
    where  l.is_amount and f.kind in ('flat_fee', 'minimum_true_up') and f.capability_id = l.capability_id
    and    (l.tier is null or p.tier = l.tier)
    and    f.month_start < l.end_day and f.month_start + interval '1 month' > l.first_day
  ) d
  group  by 1, 2
  order  by 1, 2`;
