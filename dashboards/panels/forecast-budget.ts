import { monthName, monthShown, sectorChosen, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { bars, table, type PanelDraft } from './kit.ts';

const sectors = 'Application and capability do not narrow it; sectors are those that were charged.';
const noBudget =
  'Nothing is planned, billed or expected in the chosen time. Finance enters budgets with "npm run cli -- budgets import".';
const chosen = `${monthShown('b.month_start')} and ${sectorChosen('b.sector')}`;

/** Planned, billed and expected, month by month. */
export function budgetByMonth(): PanelDraft {
  return bars({
    key: 'budget-by-month',
    title: 'Budget, bill and forecast by month',
    says: `What was planned, what was billed (of the month that is running: so far), and what is expected to be billed. ${sectors}`,
    definition: 'expected-bill-of-a-sector',
    basis: 'total',
    noData: noBudget,
    unit: 'money',
    x: 'Month',
    sql: sql`
select ${monthName('b.')} as "Month", sum(b.budget) as "Budget", sum(b.actual) as "Billed", sum(b.forecast) as "Expected"
from   reporting.budget b
where  ${chosen}
group  by b.month_start, 1
order  by b.month_start`,
    rules: { Budget: { color: 'budget' }, Billed: { color: 'actual' }, Expected: { color: 'forecast' } },
  });
}

/** Who will stay within the budget. */
export function budgetBySector(): PanelDraft {
  return table({
    key: 'budget-by-sector',
    title: 'Budget, bill and forecast by sector',
    says: `The months of the chosen time that have a budget: what was planned for the sector, what was billed, what its bill will be once the expected months are there, and how much of the budget that takes. ${sectors}`,
    definition: 'expected-bill-of-a-sector',
    basis: 'total',
    noData: noBudget,
    unit: 'money',
    sql: sql`
with planned as (
  select b.sector, b.budget, b.actual, coalesce(b.forecast, b.actual) as outcome
  from   reporting.budget b
  where  ${chosen} and b.budget is not null
)
select sector as "Sector", count(*) as "Months", sum(budget) as "Budget", sum(actual) as "Billed", sum(outcome) as "Bill at the end",
       sum(budget) - sum(outcome) as "Left at the end", round(100 * sum(outcome) / nullif(sum(budget), 0), 2) as "Of the budget"
from   planned
group  by 1
order  by sum(budget) - sum(outcome), 1`,
    rules: {
      Sector: {
        link: { title: 'Bill of the sector', url: drill('chargeback', { sector: 'Sector' }, 'forecast') },
      },
      Months: { unit: 'count', width: 90 },
      'Left at the end': {
        steps: [
          [null, 'bad'],
          [0, 'good'],
        ],
        paint: true,
      },
      'Of the budget': {
        unit: 'percent',
        steps: [
          [null, 'good'],
          [95, 'warning'],
          [100, 'bad'],
        ],
        paint: true,
      },
    },
  });
}

/** Every month of every sector. */
export function budgetList(): PanelDraft {
  return table({
    key: 'budget-list',
    title: 'Budget, bill and forecast by month and sector',
    says: `One row per month and sector of the chosen time, the newest first. ${sectors}`,
    definition: 'expected-bill-of-a-sector',
    basis: 'total',
    noData: noBudget,
    unit: 'money',
    sql: sql`
select ${monthName('b.')} as "Month", b.sector as "Sector", b.budget as "Budget", b.actual as "Billed", b.forecast as "Expected",
       b.budget - coalesce(b.forecast, b.actual) as "Left"
from   reporting.budget b
where  ${chosen}
order  by b.month_start desc, 2`,
    rules: {
      Sector: {
        link: { title: 'Bill of the sector', url: drill('chargeback', { sector: 'Sector' }, 'forecast') },
      },
      Left: {
        steps: [
          [null, 'bad'],
          [0, 'good'],
        ],
        paint: true,
      },
    },
  });
}
