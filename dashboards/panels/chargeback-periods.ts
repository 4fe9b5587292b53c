import { applicationNamed, monthName, monthShown, sectorChosen, sectorShown, sql } from '../sql.ts';
import { drill, lineageOf } from '../tab-list.ts';
import { compared, comparedMonth } from './cost-months.ts';
import { stateTimeline, table, type PanelDraft } from './kit.ts';

/** How far every month is. */
export function periodStates(): PanelDraft {
  return stateTimeline({
    key: 'period-states',
    title: 'State of the months',
    says: 'Open: built anew by every run. In review: sectors accept or dispute. Closed: nothing changes a byte of it. Restated: closed, and a later month carries corrections of it.',
    definition: '13-periods-and-corrections',
    noData: 'No month in the chosen time has a bill: start a run with "npm run cli -- run".',
    unit: 'text',
    sql: sql`
select month_start::timestamp as time, state as "Period"
from   reporting.billed_month
where  ${monthShown()}
order  by 1`,
  });
}

/** Who closed what, when. */
export function periods(): PanelDraft {
  return table({
    key: 'periods',
    title: 'Who closed it, and when',
    says: 'Each month with its state, who opened its review and until when sectors may answer, who closed it and when, and what has changed of it since. Another person closes than the one who opened the review.',
    definition: '13-periods-and-corrections',
    noData: 'No month in the chosen time has a bill: start a run with "npm run cli -- run".',
    unit: 'text',
    sql: sql`
select ${monthName('p.')} as "Month", p.state as "State", b.days_told || ' of ' || b.days as "Days", p.prepared_by as "Review opened by", to_char(p.accept_by, 'YYYY-MM-DD') as "Answers until",
       p.closed_by as "Closed by", to_char(p.closed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as "Closed at (UTC)", p.closing_no as "Closings",
       nullif(replace(array_to_string(p.restatement_causes, ', '), '_', ' '), '') as "Restated because of", case p.origin when 'history' then 'taken over' else 'runs' end as "Made by"
from   reporting.billed_month b
join   reporting.period p on p.month_start = b.month_start
where  ${monthShown('b.month_start')}
order  by p.month_start desc`,
    rules: {
      Month: { width: 105 },
      State: { paint: true, width: 100 },
      Closings: { unit: 'count', width: 90 },
      'Closed by': { link: { title: 'Changes and their authors', url: drill('admin') } },
    },
  });
}

/** What later months correct. */
export function restatements(): PanelDraft {
  return table({
    key: 'restatements',
    title: 'Restated months',
    says: 'Closed months that a month in the chosen time corrects: what caused it, how many lines there are and what they add up to over the chosen sectors. The closed statement stays as it was.',
    definition: '13-periods-and-corrections',
    basis: 'total',
    noData: 'No month in the chosen time corrects an earlier one, or not for what is chosen. Nothing to do.',
    unit: 'money',
    sql: sql`
select to_char(charge_month, 'YYYY-MM') as "Month of usage", ${monthName()} as "Booked in", replace(cause, '_', ' ') as "Cause", count(*) as "Lines", count(distinct ${sectorShown()}) as "Sectors",
       sum(amount) filter (where amount > 0) as "Charged more", sum(amount) filter (where amount < 0) as "Given back", sum(amount) as "Together"
from   reporting.statement_line
where  ${monthShown()} and part = 'adjustment' and ${sectorChosen()} and ${applicationNamed()}
group  by charge_month, month_start, 1, 2, 3
order  by month_start desc, charge_month desc, 3`,
    rules: {
      'Month of usage': { unit: 'text' },
      Lines: { unit: 'count', width: 80 },
      Sectors: { unit: 'count', width: 90 },
    },
  });
}

/** Line by line. */
export function adjustmentLines(): PanelDraft {
  return table({
    key: 'adjustment-lines',
    title: 'Adjustments and the lines they correct',
    says: 'Every correction that is booked in the chosen time: its line, the month of usage, the cause, and the line of the closed month with what was charged there. The numbers lead to what a line is made of. The largest 500.',
    definition: '13-periods-and-corrections',
    basis: 'total',
    noData: 'No correction is booked in the chosen time, or none for what is chosen. Nothing to do.',
    unit: 'money',
    sql: sql`
select l.line_id::text as "Line", ${monthName('l.')} as "Booked in", ${sectorShown('l.')} as "Sector", l.application as "Application", l.amount as "Amount", replace(l.cause, '_', ' ') as "Cause",
       to_char(l.charge_month, 'YYYY-MM') as "Month of usage", l.corrected_line::text as "Corrects line", o.amount as "Charged there", o.sector as "To sector"
from   reporting.statement_line l
left   join reporting.statement_line o on o.line_id = l.corrected_line
where  ${monthShown('l.month_start')} and l.part = 'adjustment' and ${sectorChosen(sectorShown('l.'))} and ${applicationNamed('l.application')}
order  by abs(l.amount) desc, l.line_id
limit  500`,
    rules: {
      Line: { unit: 'text', width: 85, link: { title: 'Where the line comes from', url: lineageOf('Line') } },
      'Corrects line': {
        unit: 'text',
        width: 110,
        link: { title: 'Where the line comes from', url: lineageOf('Corrects line') },
      },
      Application: { width: 220 },
    },
  });
}

const asCharged = 'Sectors are those that were charged.';

/** Who has said yes. */
export function acceptances(): PanelDraft {
  return table({
    key: 'acceptances',
    title: 'Acceptance',
    says: `The last word of every sector on its statement. An acceptance holds while not a line of the statement changes; "changed since" asks for another one. Silence through the last day counts as acceptance. Of the last whole month in the chosen time. ${asCharged}`,
    definition: 'answers-of-sectors',
    basis: 'total',
    noData:
      'Nothing was charged to what is chosen. A sector answers while its month is in review, with "npm run cli -- statements accept" or "dispute".',
    unit: 'money',
    sql: sql`
with ${compared}
select sector as "Sector", answer as "Answer", total as "Statement now", decided_total as "Statement then", decided_by as "By",
       to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as "At (UTC)", to_char(accept_by, 'YYYY-MM-DD') as "Until", reason as "Reason"
from   reporting.acceptance
where  month_start = ${comparedMonth} and ${sectorChosen('sector')}
order  by case answer when 'disputed' then 1 when 'changed since' then 2 when 'waiting' then 3 else 4 end, total desc`,
    rules: {
      Sector: {
        width: 210,
        link: { title: 'Bill of the sector', url: drill('chargeback', { sector: 'Sector' }) },
      },
      Answer: { unit: 'text', paint: true, width: 190 },
    },
  });
}

/** Who has said no. */
export function disputes(): PanelDraft {
  return table({
    key: 'disputes',
    title: 'Disputes',
    says: `Disputes of statements of the chosen time, those that are late first: who asked, what was answered and decided, and the next deadline by the date of the last run. ${asCharged}`,
    definition: 'answers-of-sectors',
    basis: 'total',
    noData: 'No statement of the chosen time is disputed, or none of what is chosen. Nothing to do.',
    unit: 'money',
    sql: sql`
select dispute_id as "Dispute", ${monthName()} as "Month", sector as "Sector", coalesce('line ' || line_id || ', ' || application, 'the whole statement') as "About", amount as "Amount",
       status as "Status", case when is_late then 'late' when due_on is not null then 'in time' end as "Deadline", to_char(due_on, 'YYYY-MM-DD') as "Due on",
       opened_by as "Opened by", reason as "Reason", answered_by as "Answered by", answer as "Answer", decided_by as "Decided by", decision as "Decision"
from   reporting.dispute
where  ${monthShown()} and ${sectorChosen('sector')}
order  by is_late desc, due_on, dispute_id desc`,
    rules: {
      Dispute: { unit: 'count', width: 80 },
      Month: { unit: 'text', width: 100 },
      Status: { paint: true, width: 90 },
      Deadline: {
        paint: true,
        width: 90,
        more: [
          {
            id: 'mappings',
            value: [
              {
                type: 'value',
                options: {
                  late: { text: 'late', color: 'red', index: 0 },
                  'in time': { text: 'in time', color: 'green', index: 1 },
                },
              },
            ],
          },
        ],
      },
    },
  });
}
