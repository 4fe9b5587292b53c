import type { Month } from '../../pipeline/run.ts';

/** `rebuilt_draft`: rebuilt cost by the owners of the close, and the contract charges of the month. */
export const rebuiltDraft = (month: Month): string => `
  create temp table rebuilt_draft on commit drop as
  select app_id, sector_id, capability_id, h_code, sum(units)::numeric(20, 4) as units, sum(usd_cost)::numeric(14, 2) as usd_amount,
         sum(cost_exact)::numeric(20, 8) as amount_exact, date '${month}' as month_start
  from   (select c.app_id, coalesce(o.sector_id, u.sector_id) as sector_id, c.capability_id, coalesce(o.h_code, '') as h_code, c.units,
                 c.usd_cost, c.cost_exact
          from   expected_cost c
          cross join (select sector_id from sectors_dim where sector_name = '__unassigned__') u
          left join closed_ownership o on o.month_start = date '${month}' and o.app_id = c.app_id and c.ts >= o.valid_from and c.ts < o.valid_to
          union all
          select app_id, sector_id, capability_id, h_code, units, usd_cost, cost_exact
          from   contract_charge_fact where month_start = date '${month}') cost
  group  by 1, 2, 3, 4`;

export const readRebuiltDraft = `
  select $1::date as month, d.app_id as "appId", d.sector_id as "sectorId", s.sector_name as "sectorName",
         s.is_chargeable as "isChargeable", d.capability_id as "capabilityId", d.h_code as "hCode", d.units,
         d.usd_amount as amount
  from   rebuilt_draft d
  join   sectors_dim s using (sector_id)
  order  by d.app_id, d.sector_id, d.h_code, d.capability_id`;

/** `rebuilt_allocation` and `rebuilt_bill`: saved here as they would be saved there. */
export const likeTable = (rebuilt: string, table: string): string =>
  `create temp table ${rebuilt} (like ${table} including defaults) on commit drop`;
