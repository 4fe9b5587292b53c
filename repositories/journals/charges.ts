import type { JournalCharge } from '../../domain/journal/build-journal.ts';
import { sumDecimals, toCents } from '../../domain/money.ts';
import { groupBy } from '../../domain/group-by.ts';
import { InvariantError } from '../../pipeline/errors.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/**
 * What the sectors in hard mode are charged in a closed month, by the cost center that pays: direct cost by the cost center
 * that owned the application on the usage day, else its H-code; everything else by the sector's own cost center.
 *
 * @throws InvariantError when it is not what their statements say.
 */
export async function readCharges(tx: Session, month: Month): Promise<JournalCharge[]> {
  const charges = await tx.rows<JournalCharge>('reading what to book', whatToBook, [month]);
  const billed = await tx.rows<Billed>('reading statements', statementTotals, [month]);
  const bySector = groupBy(charges, ({ sectorId }) => sectorId);
  for (const { sectorId, sector, total } of billed) {
    const booked = sumDecimals((bySector.get(sectorId) ?? []).map(({ amount }) => amount));
    if (toCents(booked) !== toCents(total))
      throw new InvariantError(
        `The journal of ${month.slice(0, 7)} would book ${booked} for ${sector}, and its statement says ${total}.`,
        'Nothing was exported; report it with the month.',
      );
  }
  return charges;
}

interface Billed {
  readonly sectorId: number;
  readonly sector: string;
  readonly total: Decimal;
}

const whatToBook = `
  with hard as (
    select sector_id, sector_name, coalesce(nullif(cost_center, ''), sector_name) as own_center
    from   sectors_dim where charge_mode = 'hard'
  ), charge as (
    select h.sector_id, h.sector_name, 'direct' as part,
           coalesce(nullif(c.cost_center, ''), nullif(c.h_code, ''), h.own_center) as cost_center, c.usd_cost as amount
    from   charged_cost c join hard h using (sector_id)
    where  c.ts >= $1::date and c.ts < $1::date + interval '1 month'
    union all
    select h.sector_id, h.sector_name, 'direct', h.own_center, c.usd_cost
    from   contract_charge_fact c join hard h using (sector_id)
    where  c.month_start = $1
    union all
    select h.sector_id, h.sector_name, case f.chargeback_cycle when 'adjustment' then 'adjustments' else 'shared services' end,
           h.own_center, f.usd_amount
    from   chargeback_fact f join hard h using (sector_id)
    where  f.month_start = $1 and f.chargeback_cycle <> 'direct'
  )
  select sector_id as "sectorId", sector_name as sector, cost_center as "costCenter", part, sum(amount)::text as amount
  from   charge
  group  by 1, 2, 3, 4`;

const statementTotals = `
  select sector_id as "sectorId", sector_name as sector, sum(usd_amount)::text as total
  from   chargeback_fact join sectors_dim using (sector_id)
  where  month_start = $1 and charge_mode = 'hard'
  group  by 1, 2
  order  by 1`;
