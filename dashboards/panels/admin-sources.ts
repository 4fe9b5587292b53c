import { dayShown, sql } from '../sql.ts';
import { table, text, type PanelDraft } from './kit.ts';

const said = { more: [{ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } }] };

/** How new each source is. */
export function freshness(): PanelDraft {
  return table({
    key: 'freshness',
    title: 'Freshness of each source',
    says: 'The last complete day of usage of each monitoring tool, or the last inventory of each CMDB, and how many days that is behind the logical date of the last refresh: 0 is in time. Application-days with gaps are those of the last fourteen days that lack points.',
    definition: 'freshness-of-a-source',
    timeless: 'it tells the state at the last refresh',
    noData: 'No source has been read yet: start a run with "npm run cli -- run".',
    unit: 'text',
    sql: sql`
select tool as "Tool", instance as "Instance", delivers as "Delivers", to_char(last_complete_day, 'YYYY-MM-DD') as "Last complete day", to_char(last_snapshot_of, 'YYYY-MM-DD') as "Last run's date",
       last_snapshot_at as "Last read", answers as "Answers", days_behind as "Days behind", days_with_gaps as "Days with gaps", run_id as "Run"
from   reporting.source_state
order  by days_behind desc nulls first, tool, instance`,
    rules: {
      'Last read': { unit: 'time', width: 180 },
      Answers: { unit: 'count' },
      'Days behind': {
        unit: 'count',
        paint: true,
        steps: [
          [null, 'good'],
          [1, 'warning'],
          [2, 'bad'],
        ],
      },
      'Days with gaps': {
        unit: 'count',
        paint: true,
        steps: [
          [null, 'good'],
          [1, 'warning'],
        ],
      },
    },
  });
}

/** How whole each day is that a source told. */
export function completeness(): PanelDraft {
  return table({
    key: 'completeness',
    title: 'Days with gaps',
    says: 'The last fourteen days of data, those with gaps first: of how many applications each source told the day whole, and which ones lack points; their last good data stays. Days of the last WINDOW_DAYS are read again by themselves, older ones by a back-fill.',
    definition: 'freshness-of-a-source',
    timeless: 'it tells the last fourteen days of data',
    noData: 'No source has told a day yet: start a run with "npm run cli -- run".',
    unit: 'text',
    sql: sql`
select to_char(d.day, 'YYYY-MM-DD') as "Day", d.tool || ' ' || d.instance as "Source", d.complete as "Whole", d.with_gaps as "With gaps",
       d.gap_applications as "Among them",
       d.run_id as "Run"
from   reporting.source_day d
where  d.day > (select data_through_day from reporting.header) - 14 and d.day <= (select data_through_day from reporting.header)
order  by d.with_gaps desc, d.day desc, d.tool`,
    rules: {
      Day: { width: 100 },
      Whole: { unit: 'count', width: 80 },
      'With gaps': {
        unit: 'count',
        width: 90,
        paint: true,
        steps: [
          [null, 'good'],
          [1, 'warning'],
        ],
      },
      'Among them': said,
      Run: { width: 60 },
    },
  });
}

/** Attempts that failed, with the vendor's part in it. */
export function apiErrors(): PanelDraft {
  return table({
    key: 'api-errors',
    title: 'Errors of sources and stages',
    says: 'Attempts that ended with an error, the newest first. AuthError, RateLimitedError, UpstreamError and ContractError come from a source, others from the product or its database. What a connector repeated by itself with success is no error and stands only in the log of the worker.',
    definition: 'figures-of-administration',
    noData: 'No attempt failed in the chosen time.',
    unit: 'text',
    sql: sql`
select started_at as "When", run_id as "Run", to_char(logical_date, 'YYYY-MM-DD') as "Date", stage as "Stage", attempt as "Attempt", status as "Status", error_name as "Error",
       error_message as "What happened", remedy as "What to do"
from   reporting.stage_attempt
where  error_name is not null and ${dayShown('logical_date')}
order  by started_at desc, run_id desc, stage, attempt desc
limit  200`,
    rules: {
      When: { unit: 'time', width: 170 },
      Run: { width: 60 },
      Date: { width: 100 },
      Stage: { width: 110 },
      Attempt: { unit: 'count', width: 75 },
      Status: { paint: true, width: 100 },
      Error: { width: 150 },
      'What happened': said,
      'What to do': said,
    },
  });
}

/** How much of the limit of requests a run used. */
export function requestRate(): PanelDraft {
  return table({
    key: 'request-rate',
    title: 'Requests and their limit',
    says: 'Answers that each source gave to the runs of the chosen dates, the newest first: in all, a minute over the whole stage, and in the busiest minute of its last extraction. Compare them with APPD_REQUESTS_PER_MINUTE (100 unless set) and SERVICENOW_REQUESTS_PER_MINUTE (no limit unless set): the settings of the worker do not stand in the database. "Slowed" counts attempts that ended because the source refused more requests.',
    definition: 'requests-a-minute',
    noData: 'No source was read in the chosen time.',
    unit: 'text',
    sql: sql`
select s.run_id as "Run", to_char(s.logical_date, 'YYYY-MM-DD') as "Date", s.tool || ' ' || s.instance as "Source", s.answers as "Answers", s.seconds as "Duration",
       s.answers_a_minute as "Answers a minute", b.answers as "Busiest minute", s.failed_attempts as "Failed attempts", s.slowed_attempts as "Slowed"
from   reporting.source_answer s
left join reporting.busiest_minute b on b.run_id = s.run_id and b.tool = s.tool and b.instance = s.instance
where  ${dayShown('s.logical_date')}
order  by s.run_id desc, s.stage, s.tool, s.instance
limit  60`,
    rules: {
      Run: { width: 60 },
      Date: { width: 100 },
      Answers: { unit: 'count' },
      Duration: { unit: 'seconds' },
      'Answers a minute': { unit: 'count' },
      'Busiest minute': { unit: 'count' },
      'Failed attempts': { unit: 'count' },
      Slowed: {
        unit: 'count',
        paint: true,
        steps: [
          [null, 'neutral'],
          [1, 'warning'],
        ],
      },
    },
  });
}

/** What started runs, and the dates that nobody ran. */
export function schedules(): PanelDraft {
  return table({
    key: 'schedules',
    title: 'What started runs',
    says: 'Runs of the chosen dates by what started them, with the newest of each. "Nights without a run" lie between the first and the last date that the schedule started.',
    definition: 'figures-of-administration',
    noData: 'No run in the chosen time.',
    unit: 'text',
    sql: sql`
with shown as (
  select trigger, run_id, logical_date, started_at, status from reporting.run where ${dayShown('logical_date')}
)
select trigger as "Trigger", count(*) as "Runs", to_char(max(logical_date), 'YYYY-MM-DD') as "Newest date", max(started_at) as "Last started",
       (array_agg(status order by run_id desc))[1] as "Last status",
       case when trigger = 'schedule' then max(logical_date) - min(logical_date) + 1 - count(distinct logical_date) end as "Nights without a run"
from   shown
group  by trigger
order  by max(run_id) desc`,
    rules: {
      Runs: { unit: 'count' },
      'Last started': { unit: 'time', width: 180 },
      'Last status': { paint: true },
      'Nights without a run': { unit: 'count' },
    },
  });
}

/** Schedules live in Temporal: where to look. */
export function whereSchedulesAre(): PanelDraft {
  return text({
    key: 'where-schedules-are',
    title: 'Schedules',
    says: 'Schedules are kept by Temporal, not by the database: this says where to look.',
    definition: '11-which-run-which-days',
    timeless: 'it tells where to look',
    markdown: `The nightly run is a schedule of **Temporal**; the database knows only what it started (beside).

- \`npm run cli -- schedules list\`: next and last time, paused or active, and why.
- Web UI of Temporal, page *Schedules* (with compose: http://localhost:8233): the same, missed and skipped nights, and the running workflow.
- \`npm run cli -- schedules apply\`: brings it in line with \`SCHEDULE_CRON\` (02:00 UTC unless set) and \`WINDOW_DAYS\`.`,
  });
}
