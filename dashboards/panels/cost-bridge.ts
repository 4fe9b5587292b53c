import { applicationNamed, capabilityChosen, sectorChosen, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { bars, stat, table, type PanelDraft } from './kit.ts';
import {
  compared,
  comparedInWords,
  comparedMonth,
  stateInWords,
  nothingToCompare,
  organizationChosen,
} from './cost-months.ts';
import { bridgeColumns, bridgeRules, changed, stepColumns, stepRules, stepsInWords } from './cost-steps.ts';

const basis = 'Cost before shared services are distributed; over all sectors it is the bill.';

/** The steps between two months, which add up to the change of the cost. */
const sumsOfSteps = sql`sum(volume) filter (where source <> 'contract') as volume, sum(price) filter (where source <> 'contract') as price,
         sum(mix) as mix, sum(new) filter (where source <> 'contract') as new, sum(retired) filter (where source <> 'contract') as retired,
         sum(moved) filter (where source <> 'contract') as moved, sum(cost - cost_before) filter (where source = 'contract') as contract,
         sum(corrections) as corrections, sum(unsplit) filter (where source <> 'contract') as unsplit`;

const changesChosen = sql`month_start = ${comparedMonth} and ${organizationChosen}
  and    ${sectorChosen('sector')} and ${applicationNamed()} and ${capabilityChosen()}`;

const change = sql`${compared}, change as (
  select sum(cost_before) as cost_before, sum(cost) as cost, ${sumsOfSteps}
  from   reporting.cost_change
  where  ${changesChosen}
  having count(*) > 0
)`;

const steps = sql`with ${change}, step as (
  select s.place, s.step, coalesce(s.amount, 0) as amount, s.is_total
  from   change c
  cross  join compared m
  cross  join lateral (values
           (0, m.previous_name, c.cost_before, true), (1, 'Volume', c.volume, false), (2, 'Price', c.price, false), (3, 'Mix', c.mix, false),
           (4, 'New', c.new, false), (5, 'Retired', c.retired, false), (6, 'Moved', c.moved, false), (7, 'Contract', c.contract, false),
           (8, 'Corrections', c.corrections, false), (9, 'Not split', c.unsplit, false), (10, m.name, c.cost, true)) s (place, step, amount, is_total)
  where  s.is_total or s.place not in (6, 9) or s.amount <> 0
)`;

/** Two months and why they differ, in a line. */
export function costInShort(): PanelDraft {
  return stat({
    key: 'cost-in-short',
    title: 'What it cost, and why it changed',
    says: `${comparedInWords} Main cause: the step of the bridge that moved most. ${basis}`,
    definition: 'month-on-month-bridge',
    basis: 'direct',
    noData: nothingToCompare,
    unit: 'money',
    sql: sql`
${steps}
select (select name from compared) as "Month", (select ${stateInWords} from compared) as "State", c.cost as "Cost", c.cost_before as "Month before", c.cost - c.cost_before as "Change",
       100 * (c.cost - c.cost_before) / nullif(c.cost_before, 0) as "Change %", coalesce(w.cause, 'nothing moved') as "Main cause"
from   change c
left   join lateral (select step || ': ' || to_char(amount, 'FMSG999,999,999,990') as cause from step
                     where not is_total and amount <> 0 order by abs(amount) desc, place limit 1) w on true`,
    rules: {
      Month: { unit: 'text' },
      State: { unit: 'text' },
      Cost: { color: 'actual', link: { title: 'Bills', url: drill('chargeback') } },
      Change: changed,
      'Change %': { ...changed, unit: 'percent' },
      'Main cause': { unit: 'text' },
    },
  });
}

/** From one month to the next. */
export function costBridge(): PanelDraft {
  return bars({
    key: 'cost-bridge',
    title: 'Bridge from month to month',
    says: `${stepsInWords} ${comparedInWords} ${basis}`,
    definition: 'month-on-month-bridge',
    basis: 'direct',
    noData: nothingToCompare,
    unit: 'money',
    x: 'Step',
    horizontal: true,
    stacked: true,
    sql: sql`
${steps}
${bridgeColumns}`,
    rules: bridgeRules,
  });
}

/** The same to the cent. */
export function costSteps(): PanelDraft {
  return table({
    key: 'cost-steps',
    title: 'Steps of the bridge',
    says: `The bridge in figures: it adds up from the month before to the month. ${comparedInWords} ${basis}`,
    definition: 'month-on-month-bridge',
    basis: 'direct',
    noData: nothingToCompare,
    unit: 'money',
    sql: sql`
${steps}
${stepColumns}`,
    rules: stepRules,
  });
}

/** Applications by how much their cost moved. */
export function topMovers(): PanelDraft {
  return table({
    key: 'top-movers',
    title: 'Top movers',
    says: `The 25 applications whose cost moved most, up or down, with the steps of the bridge for each, empty where there is none; one that continues others stands together with them. The rest is in the bridge. ${comparedInWords} ${basis}`,
    definition: 'month-on-month-bridge',
    basis: 'direct',
    noData: nothingToCompare,
    unit: 'money',
    sql: sql`
with ${compared}, moved_most as (
  select application, sector, sum(cost_before) as cost_before, sum(cost) as cost, sum(cost - cost_before) as change, max(note) as note, ${sumsOfSteps}
  from   reporting.cost_change
  where  ${changesChosen}
  group  by 1, 2
  having sum(cost - cost_before) <> 0
  order  by abs(sum(cost - cost_before)) desc, 1, 2
  limit  25
)
select application as "Application", sector as "Sector", cost_before as "Month before", cost as "Month", change as "Change",
       100 * change / nullif(cost_before, 0) as "Change %", nullif(volume, 0) as "Volume", nullif(price, 0) as "Price", nullif(mix, 0) as "Mix",
       nullif(coalesce(new, 0) + coalesce(retired, 0), 0) as "New, retired", nullif(moved, 0) as "Moved", nullif(contract, 0) as "Contract",
       nullif(corrections, 0) as "Corrections", nullif(unsplit, 0) as "Not split", note as "Note"
from   moved_most
order  by abs(change) desc, 1, 2`,
    rules: {
      Application: {
        width: 190,
        link: { title: 'Usage of the application', url: drill('usage', { application: 'Application' }) },
      },
      Sector: {
        width: 180,
        link: { title: 'Bill of the sector', url: drill('chargeback', { sector: 'Sector' }) },
      },
      Change: { ...changed, paint: true },
      'Change %': { ...changed, unit: 'percent', paint: true, width: 90 },
      Note: { unit: 'text', width: 210 },
    },
  });
}
