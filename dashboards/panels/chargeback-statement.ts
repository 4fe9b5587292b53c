import { applicationNamed, monthName, monthShown, sectorChosen, sectorShown, sql } from '../sql.ts';
import { drill, lineageOf } from '../tab-list.ts';
import {
  compared,
  comparedMonth,
  nothingToCompare,
  organizationChosen,
  previousMonth,
} from './cost-months.ts';
import { changed } from './cost-steps.ts';
import { table, type PanelDraft } from './kit.ts';

const ofTheMonth =
  'The last whole month in the chosen time; a month that is still running only when the chosen time holds no other.';

/** Who pays what. */
export function statements(): PanelDraft {
  return table({
    key: 'statements',
    title: 'Statement per sector and month',
    says: 'Direct cost, received and given parts of shared services and adjustments make the total; change is that to the month before, of whole months. Budget stands where one is planned. Names with underlines are buckets that nobody pays yet. The sector leads to its cost.',
    definition: '14-statements',
    basis: 'total',
    noData:
      'No month in the chosen time has a bill of what is chosen. A bill is made by every run; readers of single sectors see bills as charged only.',
    unit: 'money',
    sql: sql`
with shown as (
  select *, case when lag(month_start) over months = (month_start - interval '1 month')::date then total - lag(total) over months end as change
  from   reporting.bill
  where  month_start >= (date_trunc('month', $__timeFrom()::timestamp) - interval '1 month')::date and month_start <= $__timeTo()::timestamp
  and    ${organizationChosen} and ${sectorChosen('sector')}
  window months as (partition by sector order by month_start)
)
select ${monthName('s.')} || case when m.is_complete then '' else ', ' || m.days_told || ' of ' || m.days || ' days' end as "Month", sector as "Sector", direct as "Direct", shared_in as "Shared in", shared_out as "Shared out",
       adjustments as "Adjustments", total as "Total", case when m.is_complete then change end as "Change", budget as "Budget", budget - total as "Left of budget",
       s.state as "Period state", charge_mode as "Charge"
from   shown s
join   reporting.billed_month m on m.month_start = s.month_start
where  ${monthShown('s.month_start')}
order  by s.month_start desc, sector_kind = 'bucket', total desc`,
    rules: {
      Month: { unit: 'text', width: 150 },
      Sector: { width: 220, link: { title: 'Cost of the sector', url: drill('cost', { sector: 'Sector' }) } },
      Change: { ...changed, paint: true },
      'Left of budget': {
        steps: [
          [null, 'bad'],
          [0, 'good'],
        ],
        paint: true,
      },
      'Period state': { width: 105 },
      Charge: { width: 95 },
    },
  });
}

/** What the total is made of. */
export function linesByApplication(): PanelDraft {
  return table({
    key: 'lines-by-application',
    title: 'Bill by application',
    says: `What every application adds to the bill, the dearest 500. ${ofTheMonth} Shared services stand with what was received of them.`,
    definition: '14-statements',
    basis: 'total',
    noData: nothingToCompare,
    unit: 'money',
    sql: sql`
with ${compared}, line as (
  select application, ${sectorShown()} as sector, part, month_start = ${comparedMonth} as is_now, amount
  from   reporting.statement_line
  where  month_start in (${comparedMonth}, ${previousMonth}) and ${sectorChosen()} and ${applicationNamed()}
)
select sector as "Sector", application as "Application", sum(amount) filter (where is_now and part = 'direct') as "Direct",
       sum(amount) filter (where is_now and part = 'shared in') as "Shared in", sum(amount) filter (where is_now and part = 'shared out') as "Shared out",
       sum(amount) filter (where is_now and part = 'adjustment') as "Adjustments", sum(amount) filter (where is_now) as "Total",
       sum(amount) filter (where not is_now) as "Month before", sum(case when is_now then amount else -amount end) as "Change"
from   line
group  by 1, 2
order  by sum(amount) filter (where is_now) desc nulls last, 1, 2
limit  500`,
    rules: {
      Sector: {
        width: 200,
        link: { title: 'Bill of the sector', url: drill('chargeback', { sector: 'Sector' }) },
      },
      Application: {
        width: 240,
        link: {
          title: 'Cost of the application',
          url: drill('cost', { sector: 'Sector', application: 'Application' }),
        },
      },
      Change: { ...changed, paint: true },
    },
  });
}

/** Every charge by itself. */
export function lines(): PanelDraft {
  return table({
    key: 'lines',
    title: 'Lines of the statement',
    says: `Every line with its number, the largest 1,000: the number leads to the rule, price, usage and source behind it. ${ofTheMonth}`,
    definition: '14-statements',
    basis: 'total',
    noData: nothingToCompare,
    unit: 'money',
    sql: sql`
with ${compared}
select line_id::text as "Line", ${sectorShown()} as "Sector", application as "Application", part as "Part", to_char(charge_month, 'YYYY-MM') as "Month of usage",
       amount as "Amount", rule || ' v' || rule_version as "Rule", replace(method, '_', ' ') as "Method", corrected_line::text as "Corrects line", replace(cause, '_', ' ') as "Cause"
from   reporting.statement_line
where  month_start = ${comparedMonth} and ${sectorChosen()} and ${applicationNamed()}
order  by abs(amount) desc, line_id
limit  1000`,
    rules: {
      Line: { unit: 'text', width: 90, link: { title: 'Where the line comes from', url: lineageOf('Line') } },
      Sector: { width: 200 },
      Application: { width: 230 },
      Part: { width: 100 },
    },
  });
}
