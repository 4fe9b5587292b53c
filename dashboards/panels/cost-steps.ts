import { sql } from '../sql.ts';
import type { FieldRule, FieldRules } from './kit.ts';

/**
 * A bridge is drawn of rows `step (place, step, amount, is_total)`: the month before, the steps, and the month. Lengths count from
 * the month before, so that small steps between large months can be seen.
 */
const running = sql`(select place, step, amount, is_total, sum(amount) over (order by place) as level,
               coalesce(sum(amount) filter (where not is_total) over (order by place), 0) as since
        from   step) running`;

/** Total with two digits, for names of bars. */
const inDollars = (amount: string): string => `to_char(${amount}, 'FM999,999,999,990.00')`;

/** The columns of the picture: each step begins where the one before ended, and may cross the line of the month before. */
export const bridgeColumns = sql`select case when is_total then step || ': ' || ${inDollars('amount')} else step end as "Step",
       greatest(least(low, high), 0) + least(greatest(low, high), 0) as "Lift", case when is_total then high end as "Change in all",
       case when not is_total and high > low then nullif(greatest(high, 0) - greatest(low, 0), 0) end as "More",
       case when not is_total and high < low then nullif(greatest(low, 0) - greatest(high, 0), 0) end as "Less",
       case when not is_total and high > low then nullif(least(low, 0) - least(high, 0), 0) end as "More, up to the month before",
       case when not is_total and high < low then nullif(least(high, 0) - least(low, 0), 0) end as "Less, below the month before"
from   (select place, step, amount, is_total, since as high, case when is_total then 0 else since - amount end as low from ${running}) drawn
order  by place`;

/** Lifts the next series; nothing is drawn of it. */
const lift: FieldRule = {
  color: 'invisible',
  more: [
    { id: 'custom.fillOpacity', value: 0 },
    { id: 'custom.lineWidth', value: 0 },
    { id: 'custom.hideFrom', value: { legend: true, tooltip: true, viz: false } },
  ],
};
/** A step that crosses the line is two pieces, so its amount is read in the table and not in the tooltip. */
const piece = (color: 'more' | 'less', isUnlisted: boolean): FieldRule => ({
  color,
  more: [{ id: 'custom.hideFrom', value: { legend: isUnlisted, tooltip: true, viz: false } }],
});

/** How a bridge is colored: what made it dearer red, what made it cheaper green, both together blue. */
export const bridgeRules: FieldRules = {
  Lift: lift,
  'Change in all': { color: 'actual' },
  More: piece('more', false),
  Less: piece('less', false),
  'More, up to the month before': piece('more', true),
  'Less, below the month before': piece('less', true),
};

/** Of an amount that moved. */
export const changed: FieldRule = {
  steps: [
    [null, 'less'],
    [0, 'neutral'],
    [0.005, 'more'],
  ],
};

const meaning: Readonly<Record<string, string>> = {
  Volume: 'more or fewer units, at the old price',
  Price: 'another price, for the units of now',
  Mix: 'units in dearer or cheaper tiers',
  New: 'no cost in the month before',
  Retired: 'no cost in this month',
  Moved: 'came from or went to another sector',
  Contract: 'minimums, unused and overused units',
  'Shared services': 'parts received and given away',
  Corrections: 'of earlier months, booked in this one',
  'Not split': 'units unknown, or bill older than cost',
};
const asCases = Object.entries(meaning)
  .map(([step, words]) => `when '${step}' then '${words}'`)
  .join(' ');

/** The columns of the table beside the picture, which adds up from the month before to the month. */
export const stepColumns = sql`select step as "Step", case when not is_total then amount end as "Change", case when is_total then amount else level end as "Comes to",
       case step ${asCases} end as "What it is"
from   ${running}
order  by place`;

export const stepRules: FieldRules = {
  Step: { width: 130 },
  Change: { ...changed, paint: true, width: 130 },
  'Comes to': { width: 140 },
  'What it is': { unit: 'text' },
};

/** How to read both. */
export const stepsInWords =
  'The line at 0 is the month before; red made it dearer, green made it cheaper, each step begins where the one before ended, and blue is the change in all. Volume and mix together are the volume of the statements. Steps without any amount may be left out.';
