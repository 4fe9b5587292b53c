import { labelOf, monthShown, rowChosen, sectorIdShown, sql } from '../sql.ts';

/**
 * Common table expressions: `valued` holds PEAK use per application, sector and capability at the rates of today of both tiers. Where
 * they cannot be compared, `left_out` says why and the amounts are null.
 */
export const peakAtProRates = sql`
peak as (
  select app_id, ${sectorIdShown()} as sector_id, capability_id, sum(units) as units, sum(days) as days, sum(cost) as cost
  from   reporting.cost
  where  part = 'usage' and tier = 'PEAK' and ${monthShown()} and ${rowChosen()}
  group  by 1, 2, 3
), rate as (
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

/** What panels of the comparison say of it. */
export const howCompared =
  'PEAK units of the whole months that the chosen time touches, at the prices in force on the last day in the figures.';
export const leftOut =
  'Use whose price depends on the units of the month, or that lacks a price of either tier, cannot be compared and is left out.';
