import { stageIds, stages } from '../../pipeline/stages.ts';
import { dayShown, sql } from '../sql.ts';
import { bars, stateTimeline, stat, table, type FieldRules, type PanelDraft } from './kit.ts';

const noRun = 'No run in the chosen time: widen it, or start one with "npm run cli -- run".';
const said = { more: [{ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } }] };

/** What waits for a person, in tiles. */
export function openWork(): PanelDraft {
  return stat({
    key: 'open-work',
    title: 'What needs a decision',
    says: 'Blocking checks that failed and other findings of the newest validated run, open reviews of matches, rules and contracts that nobody approved, months in review, and disputes that are not decided. All but the months should be zero.',
    definition: 'figures-of-administration',
    timeless: 'it tells what is open now',
    noData: 'You see single sectors only: an administrator sees the whole company.',
    unit: 'count',
    steps: [
      [null, 'good'],
      [1, 'warning'],
    ],
    sql: sql`
select blocking_failures as "Blocking failures", findings as "Other findings", open_reviews as "Open reviews",
       drafts as "Unapproved drafts", months_in_review as "Months in review", open_disputes as "Open disputes"
from   reporting.open_work`,
    rules: {
      'Blocking failures': {
        steps: [
          [null, 'good'],
          [1, 'bad'],
        ],
      },
      'Months in review': { steps: [[null, 'neutral']] },
    },
  });
}

/** A row for runs and one for each stage; a day without a run is a gap. */
export function runStates(): PanelDraft {
  const columns = stageIds.map(
    (id) => `max(t.status) filter (where t.stage = '${id}') as "${stages[id].title}"`,
  );
  return stateTimeline({
    key: 'run-states',
    title: 'Runs and their stages',
    says: 'How the last run of each logical date ended, and the last attempt of each of its stages. A gap is a date without a run, or a stage that was not asked for.',
    definition: 'states-of-runs-and-stages',
    noData: noRun,
    unit: 'text',
    sql: sql`
with known as (
  select min(logical_date) as first, max(logical_date) as last from reporting.run where trigger <> 'import'
), dates as (
  select g.date::date as date
  from   known k, generate_series(greatest(k.first, $__timeFrom()::timestamp::date), least(k.last, $__timeTo()::timestamp::date) + 1, interval '1 day') as g(date)
), attempts as (
  select distinct on (logical_date, stage) logical_date, stage, status
  from   reporting.stage_attempt
  where  ${dayShown('logical_date')}
  order  by logical_date, stage, run_id desc, attempt desc
)
select d.date::timestamp as time, r.status as "Run", ${columns.join(', ')}
from   dates d
left join reporting.run r on r.logical_date = d.date and r.is_last_of_date and r.trigger <> 'import'
left join attempts t on t.logical_date = d.date
group  by d.date, r.status
order  by 1`,
  });
}

/** Every run, the newest first. */
export function runs(): PanelDraft {
  return table({
    key: 'runs',
    title: 'Runs',
    says: 'Every run of the chosen dates, the newest first: what was asked, how it ended, how long it took, and what its stages read, wrote and could not use. The workflow id finds it in the Web UI of Temporal.',
    definition: 'states-of-runs-and-stages',
    noData: noRun,
    unit: 'text',
    sql: sql`
select run_id as "Run", to_char(logical_date, 'YYYY-MM-DD') as "Date", status as "Status", to_char(window_from, 'YYYY-MM-DD') as "Usage from", to_char(window_to, 'YYYY-MM-DD') as "Usage to", stages as "Stages",
       trigger as "Trigger", started_by as "Started by", started_at as "Started", seconds as "Duration", rows_read as "Rows read",
       rows_written as "Rows written", rows_rejected as "Rows rejected", attempts as "Attempts", code_version as "Code", workflow_id as "Workflow"
from   reporting.run
where  ${dayShown('logical_date')}
order  by run_id desc
limit  200`,
    rules: {
      ...runRules,
      Run: { width: 60 },
      Attempts: { unit: 'count', width: 85 },
      Workflow: { width: 220 },
    },
  });
}

/** Every attempt of every stage, the newest first. */
export function stageAttempts(): PanelDraft {
  return table({
    key: 'stage-attempts',
    title: 'Stages',
    says: 'Every attempt of every stage, the newest first: how long it waited for a worker and how long it took, its rows, what it warns of, and after a failure what happened and what to do.',
    definition: 'states-of-runs-and-stages',
    noData: noRun,
    unit: 'text',
    sql: sql`
select run_id as "Run", to_char(logical_date, 'YYYY-MM-DD') as "Date", stage as "Stage", attempt as "Attempt", status as "Status", waited_seconds as "Waited",
       seconds as "Duration", rows_read as "Rows read", rows_written as "Rows written", rows_rejected as "Rows rejected",
       nullif(concat_ws(': ', error_name, error_message), '') as "Error", remedy as "What to do", warnings as "Warnings", worker as "Worker"
from   reporting.stage_attempt
where  ${dayShown('logical_date')}
order  by run_id desc, started_at desc
limit  300`,
    rules: {
      ...runRules,
      Run: { width: 60 },
      Attempt: { unit: 'count', width: 75 },
      Waited: { unit: 'seconds', width: 90 },
      Error: { ...said, width: 320 },
      'What to do': { ...said, width: 260 },
      Warnings: { ...said, width: 360 },
    },
  });
}

/** Seconds of each stage, run by run. */
export function stageDurations(): PanelDraft {
  return bars({
    key: 'stage-durations',
    title: 'Duration by stage',
    says: 'Seconds that each stage took in the last thirty runs of the chosen dates; stages may overlap, so a bar can be longer than its run. A stage that grows run by run will miss the night one day.',
    definition: 'states-of-runs-and-stages',
    noData: noRun,
    unit: 'seconds',
    x: 'Run',
    stacked: true,
    sql: sql`
with shown as (
  select run_id, logical_date from reporting.run where ${dayShown('logical_date')} order by run_id desc limit 30
)
select '#' || r.run_id || ' of ' || r.logical_date as "Run",
       ${stageIds.map((id) => `sum(a.seconds) filter (where a.stage = '${id}') as "${stages[id].title}"`).join(',\n       ')}
from   shown r
join   reporting.stage_attempt a on a.run_id = r.run_id
group  by r.run_id, r.logical_date
order  by r.run_id`,
  });
}

const runRules: FieldRules = {
  Date: { width: 100 },
  Status: { paint: true, width: 100 },
  Started: { unit: 'time', width: 170 },
  Duration: { unit: 'seconds', width: 90 },
  'Rows read': { unit: 'count', width: 95 },
  'Rows written': { unit: 'count', width: 105 },
  'Rows rejected': {
    unit: 'count',
    width: 110,
    steps: [
      [null, 'neutral'],
      [1, 'warning'],
    ],
    paint: true,
  },
};
