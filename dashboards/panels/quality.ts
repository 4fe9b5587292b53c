import { dayShown, sql } from '../sql.ts';
import { stateTimeline, table, type FieldRules, type PanelDraft } from './kit.ts';

const said = { more: [{ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } }] };
const notValidated =
  'No run was validated yet, or you see single sectors only: start one with "npm run cli -- run".';
const worstFirst = `array_position(array['fail', 'warn', 'not_evaluated', 'excluded', 'pass'], outcome), array_position(array['blocking', 'warn', 'info'], severity)`;

/** What every check said of the newest validated run. */
export function checks(): PanelDraft {
  return table({
    key: 'checks',
    title: 'Checks of the newest run',
    says: 'Every check of the newest run that was validated, the worst first, with what was expected, what was observed, and what to do. A blocking check that failed makes the run fail: show no bill before it is explained.',
    definition: '9-checks',
    timeless: 'it tells the newest validated run',
    basis: 'direct',
    noData: notValidated,
    unit: 'text',
    sql: sql`
select check_id as "Check", severity as "Severity", outcome as "Outcome", failing_rows as "Failing rows", money_at_stake as "At stake",
       says as "What it says", observed as "Observed", recommendation as "What to do", expected as "Expected", run_id as "Run"
from   reporting.check_result
where  is_latest
order  by ${worstFirst}, money_at_stake desc nulls last, check_id`,
    rules: {
      ...checkRules,
      'What it says': { ...said, width: 210 },
      Expected: { ...said, width: 170 },
      Observed: { ...said, width: 220 },
      'Failing rows': { unit: 'count', width: 95 },
      'What to do': said,
    },
  });
}

/** The worst outcome per severity, date by date. */
export function checkStates(): PanelDraft {
  const words = "array['fail', 'warn', 'not_evaluated', 'pass', 'excluded']";
  const worst = (severity: string): string =>
    `(${words})[min(c.badness) filter (where c.severity = '${severity}')]`;
  return stateTimeline({
    key: 'check-states',
    title: 'Validation over time',
    says: 'The worst outcome of the blocking checks, of the warnings and of what is only told, in the last run of each logical date. A gap is a date that was not validated.',
    definition: '9-checks',
    noData: notValidated,
    unit: 'text',
    sql: sql`
with latest as (
  select max(run_id) as run_id from reporting.check_result where ${dayShown('logical_date')} group by logical_date
), results as (
  select logical_date, severity, array_position(${words}, outcome) as badness
  from   reporting.check_result
  where  run_id in (select run_id from latest)
), dates as (
  select g.date::date as date
  from   (select min(logical_date) as first, max(logical_date) as last from results) k, generate_series(k.first, k.last + 1, interval '1 day') as g(date)
)
select d.date::timestamp as time, ${worst('blocking')} as "Blocking", ${worst('warn')} as "Warnings", ${worst('info')} as "Told"
from   dates d
left join results c on c.logical_date = d.date
group  by d.date
order  by 1`,
  });
}

/** Each check over its last runs. */
export function checkHistory(): PanelDraft {
  return table({
    key: 'check-history',
    title: 'History of each check',
    says: 'What each check said in the runs of the chosen dates, those with findings first. The last twenty runs stand from old to new: a dot is fine, ! is a finding, F is a failure, ? was not evaluated, - does not apply. "Since" is the date on which the finding that is still there began; runs that could not evaluate the check do not end it.',
    definition: '9-checks',
    noData: notValidated,
    unit: 'text',
    sql: sql`
with shown as (
  select check_id, severity, outcome, run_id, logical_date, outcome in ('fail', 'warn') as is_finding,
         row_number() over (partition by check_id order by run_id desc) as age
  from   reporting.check_result
  where  ${dayShown('logical_date')}
), streaks as (
  select s.*, min(age) filter (where outcome in ('pass', 'excluded')) over (partition by check_id) as last_fine from shown s
)
select check_id as "Check", max(severity) as "Severity", max(outcome) filter (where age = 1) as "Outcome",
       string_agg(case outcome when 'pass' then '.' when 'warn' then '!' when 'fail' then 'F' when 'excluded' then '-' else '?' end, '' order by run_id)
         filter (where age <= 20) as "Last twenty runs",
       to_char(min(logical_date) filter (where is_finding and (last_fine is null or age < last_fine)), 'YYYY-MM-DD') as "Since",
       count(*) filter (where is_finding) as "Findings", count(*) as "Runs"
from   streaks
group  by check_id
order  by count(*) filter (where is_finding and (last_fine is null or age < last_fine)) desc, count(*) filter (where is_finding) desc, check_id`,
    rules: {
      ...checkRules,
      'Last twenty runs': { width: 190 },
      Since: { width: 110 },
      Findings: { unit: 'count', width: 90 },
      Runs: { unit: 'count', width: 70 },
    },
  });
}

/** Rows that speak against the checks. */
export function failingRows(): PanelDraft {
  return table({
    key: 'failing-rows',
    title: 'Failing rows',
    says: 'Samples of the rows that checks of the newest run found, up to twenty of each, those with the most money first. Start with what the check recommends.',
    definition: '9-checks',
    timeless: 'it tells the newest validated run',
    noData: 'No check of the newest validated run found a row.',
    unit: 'text',
    sql: sql`
select check_id as "Check", severity as "Severity", outcome as "Outcome", sample as "Sample", failing_rows as "Of rows", says as "Row"
from   reporting.failing_row
where  run_id = (select max(run_id) from reporting.check_result where is_latest)
order  by ${worstFirst}, check_id, sample`,
    rules: {
      ...checkRules,
      Sample: { unit: 'count', width: 75 },
      'Of rows': { unit: 'count', width: 75 },
      Row: said,
    },
  });
}

/** What sources delivered that could not be used, extraction by extraction. */
export function rejectedRows(): PanelDraft {
  return table({
    key: 'rejected-rows',
    title: 'Rejected rows',
    says: 'What each extraction of the chosen dates read and could not use, those with rejected rows first, then the newest: why, and the first three of them. Correct them at their source: the next run that reads their days takes them. All of them stand in the table rejected_rows.',
    definition: 'figures-of-administration',
    noData: 'Nothing was extracted in the chosen time: widen it, or start a run with "npm run cli -- run".',
    unit: 'text',
    sql: sql`
select a.run_id as "Run", to_char(a.logical_date, 'YYYY-MM-DD') as "Date", a.stage as "Stage", a.rows_read as "Rows read", a.rows_rejected as "Rejected",
       100.0 * a.rows_rejected / a.rows_read as "Share", r.reasons as "Reasons", r.examples as "Examples"
from   (select run_id, logical_date, stage, rows_read, rows_rejected
        from   reporting.stage_attempt
        where  stage in ('servicenow', 'appdynamics') and is_last and rows_read > 0 and ${dayShown('logical_date')}
        order  by rows_rejected desc, run_id desc, stage
        limit  60) a
left join lateral (
  select string_agg(distinct j.reason, ', ') as reasons, string_agg(j.source_key || ': ' || j.detail, '; ' order by j.place) filter (where j.place <= 3) as examples
  from   (select reason, source_key, detail, row_number() over (order by rejected_id) as place
          from   reporting.rejected_row where run_id = a.run_id and stage = a.stage) j) r on a.rows_rejected > 0
order  by a.rows_rejected desc, a.run_id desc, a.stage`,
    rules: {
      Run: { width: 60 },
      Date: { width: 100 },
      Stage: { width: 110 },
      'Rows read': { unit: 'count', width: 100 },
      Rejected: {
        unit: 'count',
        width: 90,
        paint: true,
        steps: [
          [null, 'good'],
          [1, 'warning'],
        ],
      },
      Share: { unit: 'percent', width: 80 },
      Examples: said,
    },
  });
}

const checkRules: FieldRules = {
  Check: { width: 210 },
  Severity: { width: 85 },
  Outcome: { paint: true, width: 110 },
  'At stake': { unit: 'money', width: 130 },
  Run: { width: 60 },
};
