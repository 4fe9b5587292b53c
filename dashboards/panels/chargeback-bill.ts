import { monthName, monthShown, sectorChosen, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import {
  compared,
  comparedInWords,
  comparedMonth,
  stateInWords,
  nothingToCompare,
  organizationChosen,
  previousMonth,
} from './cost-months.ts';
import { bridgeColumns, bridgeRules, changed, stepColumns, stepRules, stepsInWords } from './cost-steps.ts';
import { bars, stat, table, type PanelDraft } from './kit.ts';

const whole =
  'The bill of the chosen sectors, whatever application or capability is chosen. Readers of single sectors see bills as charged only.';
const noBill = `${nothingToCompare} Readers of single sectors see bills as charged only.`;

/** Steps of the bill: those of the cost, what shared services and corrections did, and what is left where a bill is older than the cost. */
const steps = sql`with ${compared}, bill as (
  select sum(total) filter (where month_start = ${comparedMonth}) as total, sum(budget) filter (where month_start = ${comparedMonth}) as budget,
         sum(total) filter (where month_start = ${comparedMonth} and budget is not null) as budgeted,
         coalesce(sum(total) filter (where month_start = ${previousMonth}), case when (select has_previous from compared) then 0 end) as total_before
  from   reporting.bill
  where  month_start in (${comparedMonth}, ${previousMonth}) and ${organizationChosen} and ${sectorChosen('sector')}
  having count(*) > 0
), change as (
  select sum(volume) filter (where source <> 'contract') as volume, sum(price) filter (where source <> 'contract') as price, sum(mix) as mix,
         sum(new) filter (where source <> 'contract') as new, sum(retired) filter (where source <> 'contract') as retired,
         sum(moved) filter (where source <> 'contract') as moved,
         sum(volume + price + new + retired + moved + unsplit) filter (where source = 'contract') as contract,
         sum(shared) as shared, sum(adjustments) as corrections
  from   reporting.bill_change
  where  month_start = ${comparedMonth} and ${organizationChosen} and ${sectorChosen('sector')}
), step as (
  select place, step, coalesce(amount, 0) as amount, is_total
  from   bill b
  cross  join change c
  cross  join compared m
  cross  join lateral (values
           (0, m.previous_name, b.total_before, true), (1, 'Volume', c.volume, false), (2, 'Price', c.price, false), (3, 'Mix', c.mix, false),
           (4, 'New', c.new, false), (5, 'Retired', c.retired, false), (6, 'Moved', c.moved, false), (7, 'Contract', c.contract, false),
           (8, 'Shared services', c.shared, false), (9, 'Corrections', c.corrections, false),
           (10, 'Not split', b.total - b.total_before - (coalesce(c.volume, 0) + coalesce(c.price, 0) + coalesce(c.mix, 0) + coalesce(c.new, 0)
              + coalesce(c.retired, 0) + coalesce(c.moved, 0) + coalesce(c.contract, 0) + coalesce(c.shared, 0) + coalesce(c.corrections, 0)), false),
           (11, m.name, b.total, true)) s (place, step, amount, is_total)
  where  b.total_before is not null and (s.is_total or s.place not in (6, 7, 10) or s.amount <> 0)
)`;

/** The answer of ten seconds. */
export function myBill(): PanelDraft {
  return stat({
    key: 'my-bill',
    title: 'What is my bill?',
    says: `The bill of the month, what it was the month before, and the budget where one is planned. Billed against it: the bill of the sectors that have a budget. ${comparedInWords} ${whole}`,
    definition: 'bill-and-its-change',
    basis: 'total',
    noData: noBill,
    unit: 'money',
    sql: sql`
${steps}
select (select name from compared) as "Month", (select ${stateInWords} from compared) as "State", b.total as "Bill", b.total_before as "Month before", b.total - b.total_before as "Change",
       100 * (b.total - b.total_before) / nullif(b.total_before, 0) as "Change %", b.budget as "Budget", b.budgeted as "Billed against it", 100 * b.budgeted / nullif(b.budget, 0) as "Of the budget"
from   bill b`,
    rules: {
      Month: { unit: 'text' },
      State: { unit: 'text' },
      Bill: { color: 'actual', link: { title: 'Cost analytics', url: drill('cost') } },
      Change: changed,
      'Change %': { ...changed, unit: 'percent' },
      Budget: { color: 'budget' },
      'Of the budget': {
        unit: 'percent',
        steps: [
          [null, 'good'],
          [95, 'warning'],
          [100, 'bad'],
        ],
      },
    },
  });
}

/** Three words for the change. */
export function becauseOf(): PanelDraft {
  return stat({
    key: 'because-of',
    title: 'Because of',
    says: `The three steps of the bridge that moved the bill most; the bridge has all of them. ${comparedInWords} ${whole}`,
    definition: 'bill-and-its-change',
    noData: noBill,
    unit: 'text',
    sql: sql`
${steps}
select max(words) filter (where rank = 1) as "First", max(words) filter (where rank = 2) as "Second", max(words) filter (where rank = 3) as "Third"
from   (select step || ' ' || to_char(amount, 'FMSG999,999,999,990') as words, row_number() over (order by abs(amount) desc, place) as rank
        from   step where not is_total and abs(amount) >= 0.5) ranked
having count(*) > 0`,
    rules: { First: {}, Second: {}, Third: {} },
  });
}

/** From bill to bill. */
export function billBridge(): PanelDraft {
  return bars({
    key: 'bill-bridge',
    title: 'Why did it change?',
    says: `${stepsInWords} ${comparedInWords} ${whole}`,
    definition: 'bill-and-its-change',
    basis: 'total',
    noData: noBill,
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
export function billSteps(): PanelDraft {
  return table({
    key: 'bill-steps',
    title: 'Steps of the bridge',
    says: `The bridge in figures: it adds up from the bill before to the bill. ${comparedInWords} ${whole}`,
    definition: 'bill-and-its-change',
    basis: 'total',
    noData: noBill,
    unit: 'money',
    sql: sql`
${steps}
${stepColumns}`,
    rules: stepRules,
  });
}

/** Which applications. */
export function causes(): PanelDraft {
  return table({
    key: 'causes',
    title: 'The largest causes, by application',
    says: `The 30 largest reasons for the change of the bill: which application, which step, how much. ${comparedInWords} ${whole}`,
    definition: 'bill-and-its-change',
    basis: 'total',
    noData: noBill,
    unit: 'money',
    sql: sql`
with ${compared}, change as (
  select sector, application, source, sum(volume) as volume, sum(price) as price, sum(mix) as mix, sum(new) as new, sum(retired) as retired,
         sum(moved) as moved, sum(unsplit) as unsplit, sum(shared) as shared, sum(adjustments) as adjustments, max(note) as note
  from   reporting.bill_change
  where  month_start = ${comparedMonth} and ${organizationChosen} and ${sectorChosen('sector')}
  group  by 1, 2, 3
)
select sector as "Sector", application as "Application", case source when 'contract' then 'Contract' else step end as "Because of", sum(amount) as "Amount",
       max(case step when 'Moved' then note end) as "Note"
from   change
cross  join lateral (values ('Volume', volume), ('Price', price), ('Mix', mix), ('New', new), ('Retired', retired), ('Moved', moved),
                            ('Not split', unsplit), ('Shared services', shared), ('Corrections', adjustments)) s (step, amount)
where  amount <> 0
group  by 1, 2, 3
having sum(amount) <> 0
order  by abs(sum(amount)) desc, 1, 2, 3
limit  30`,
    rules: {
      Sector: { width: 190, link: { title: 'Cost of the sector', url: drill('cost', { sector: 'Sector' }) } },
      Application: {
        width: 230,
        link: {
          title: 'Cost of the application',
          url: drill('cost', { sector: 'Sector', application: 'Application' }),
        },
      },
      Amount: { ...changed, paint: true, width: 130 },
      Note: { unit: 'text' },
    },
  });
}

/** Month by month. */
export function billByMonth(): PanelDraft {
  return bars({
    key: 'bill-by-month',
    title: 'Bill by month',
    says: `What the bill of every month is made of; parts below zero are given away or taken back. The month that is running holds only the days that are known. ${whole}`,
    definition: '14-statements',
    basis: 'total',
    noData: noBill,
    unit: 'money',
    x: 'Month',
    stacked: true,
    sql: sql`
select ${monthName()} as "Month", sum(direct) as "Direct", sum(shared_in) as "Shared in", sum(shared_out) as "Shared out", sum(adjustments) as "Adjustments"
from   reporting.bill
where  ${monthShown()} and ${organizationChosen} and ${sectorChosen('sector')}
group  by month_start, 1
order  by month_start`,
    rules: {
      Direct: { color: 'actual', link: { title: 'Cost analytics', url: drill('cost') } },
      'Shared in': { color: 'forecast' },
      'Shared out': { color: 'quiet' },
      Adjustments: { color: 'warning' },
    },
  });
}

/** Where one is planned. */
export function billAndBudget(): PanelDraft {
  return bars({
    key: 'bill-and-budget',
    title: 'Bill and budget',
    says: `What was planned beside what was billed, in the months and for the sectors that have a budget. ${whole}`,
    definition: 'bill-and-its-change',
    basis: 'total',
    noData:
      'No budget is planned for the chosen sectors in the chosen time. Finance enters budgets with "npm run cli -- budgets import".',
    unit: 'money',
    x: 'Month',
    sql: sql`
select ${monthName()} as "Month", sum(budget) as "Budget", sum(total) as "Bill"
from   reporting.bill
where  ${monthShown()} and ${organizationChosen} and ${sectorChosen('sector')} and budget is not null
group  by month_start, 1
order  by month_start`,
    rules: { Budget: { color: 'budget' }, Bill: { color: 'actual' } },
  });
}
