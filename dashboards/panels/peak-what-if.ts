import { labelOf, monthShown, rowChosen, sectorIdShown, sql } from '../sql.ts';

/**
 * Common table expression `use`: use per application, sector and capability, what is PEAK and what is not. Read once, and every amount
 * is added up once; an amount is null where there is none of it.
 */
export const useByTier = sql`
use as (
  select app_id, ${sectorIdShown()} as sector_id, capability_id, sum(days) filter (where tier = 'PEAK') as peak_days,
         sum(units) filter (where tier = 'PEAK') as peak_units, sum(units) filter (where tier <> 'PEAK') as other_units,
         sum(cost) filter (where tier = 'PEAK') as peak_cost, sum(cost) filter (where tier <> 'PEAK') as other_cost
  from   reporting.cost
  where  part = 'usage' and ${monthShown()} and ${rowChosen()}
  group  by 1, 2, 3
)`;

/**
 * Common table expressions: `valued` holds PEAK use per application, sector and capability at the rates of today of both tiers. Where
 * they cannot be compared, `left_out` says why and the amounts are null.
 */
const valuedOf = (peak: string): string => sql`
${peak}, rate as (
  select capability, max(usd_rate) filter (where tier = 'PEAK') as peak_rate, max(usd_rate) filter (where tier = 'PRO') as pro_rate,
         bool_or(is_rated) as is_rated
  from   reporting.rate_today
  where  tier in ('PEAK', 'PRO')
  group  by 1
), judged as (
  select peak.*, k.label as capability, rate.peak_rate, rate.pro_rate,
         case when is_rated then 'priced by the units of the month'
              when peak_rate is null then 'no price of PEAK today'
              when pro_rate is null then 'no price of PRO today' end as left_out
  from   peak
  ${labelOf('capability', 'k', 'peak.capability_id')}
  left   join rate on rate.capability = k.label
), valued as (
  select judged.*, case when left_out is null then round(units * peak_rate, 2) end as at_peak,
         case when left_out is null then round(units * pro_rate, 2) end as at_pro
  from   judged
)`;

export const peakAtProRates = valuedOf(sql`
peak as (
  select app_id, ${sectorIdShown()} as sector_id, capability_id, sum(units) as units, sum(days) as days, sum(cost) as cost
  from   reporting.cost
  where  part = 'usage' and tier = 'PEAK' and ${monthShown()} and ${rowChosen()}
  group  by 1, 2, 3
)`);

/** The same with `use` besides. */
export const useAndPeakAtProRates = valuedOf(sql`
${useByTier}, peak as (
  select app_id, sector_id, capability_id, peak_units as units, peak_days as days, peak_cost as cost from use where peak_units is not null
)`);

/** What panels of the comparison say of it. */
export const howCompared =
  'PEAK units of the whole months that the chosen time touches, at the prices in force on the last day in the figures.';
export const leftOut =
  'Use whose price depends on the units of the month, or that lacks a price of either tier, cannot be compared and is left out.';
