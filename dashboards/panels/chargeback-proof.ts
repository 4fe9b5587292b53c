import { monthName, monthShown, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { steps } from '../house.ts';
import { compared, comparedMonth } from './cost-months.ts';
import { stat, table, type PanelDraft } from './kit.ts';

const companyOnly =
  'It is about the whole company, so readers of single sectors see nothing here; for all others: no month in the chosen time has a bill, start a run with "npm run cli -- run".';

/** Nothing is missing. */
export function proof(): PanelDraft {
  return stat({
    key: 'proof',
    title: 'Sum of sectors = total cost',
    says: 'The proof of the month: everything that sectors and buckets were charged, everything that the month cost (usage, contract charges, corrections, history), and their difference, which must be 0.00. The whole company, whatever is chosen. Of the last whole month in the chosen time.',
    definition: '14-statements',
    basis: 'total',
    noData: companyOnly,
    unit: 'money',
    sql: sql`
with ${compared}
select c.name as "Month", m.charged as "Sum of sectors", m.total_cost as "Total cost", m.difference as "Difference"
from   compared c
join   reporting.month m on m.month_start = c.month_start`,
    rules: { Month: { unit: 'text' }, Difference: { steps: steps.mustBeZero } },
  });
}

/** For every month. */
export function proofByMonth(): PanelDraft {
  return table({
    key: 'proof-by-month',
    title: 'The proof, month by month',
    says: 'What each month cost, part by part, what was charged, and the difference. The whole company, whatever is chosen.',
    definition: '14-statements',
    basis: 'total',
    noData: companyOnly,
    unit: 'money',
    sql: sql`
select ${monthName()} as "Month", usage_cost as "Usage", contract_cost as "Contract charges", corrections as "Corrections", history_cost as "Taken over",
       total_cost as "Total cost", charged as "Sum of sectors", difference as "Difference"
from   reporting.month
where  ${monthShown()} and (total_cost <> 0 or charged <> 0)
order  by month_start desc`,
    rules: {
      Month: { unit: 'text', width: 105, link: { title: 'Cost analytics', url: drill('cost') } },
      Difference: { steps: steps.mustBeZero, paint: true },
    },
  });
}

/** What nobody pays, in four figures. */
export function buckets(): PanelDraft {
  return stat({
    key: 'buckets',
    title: 'What no sector pays',
    says: 'Cost of the month that stands in a bucket: unassigned (nobody owns the application), unallocated (shared, and no rule or driver fits), idle (commitments that were not used), kept central by a rule. Of the last whole month in the chosen time; the whole company.',
    definition: 'age-of-what-nobody-pays',
    basis: 'total',
    noData: companyOnly,
    unit: 'money',
    sql: sql`
with ${compared}
select coalesce(sum(b.amount) filter (where b.bucket = '__unassigned__'), 0) as "Unassigned", coalesce(sum(b.amount) filter (where b.bucket = '__unallocated__'), 0) as "Unallocated",
       coalesce(sum(b.amount) filter (where b.bucket = '__idle__'), 0) as "Idle", coalesce(sum(b.amount) filter (where b.bucket = '__corporate__'), 0) as "Kept central",
       max(b.months) filter (where b.bucket in ('__unassigned__', '__unallocated__')) as "Oldest, months"
from   reporting.month m
left   join reporting.bucket b on b.month_start = m.month_start
where  m.month_start = ${comparedMonth}
having count(*) > 0`,
    steps: [
      [null, 'good'],
      [0.005, 'warning'],
    ],
    rules: {
      'Kept central': { color: 'quiet' },
      'Oldest, months': {
        unit: 'count',
        steps: [
          [null, 'good'],
          [2, 'warning'],
          [6, 'bad'],
        ],
      },
    },
  });
}

/** Whose turn it is. */
export function bucketApplications(): PanelDraft {
  return table({
    key: 'bucket-applications',
    title: 'What no sector pays, by application',
    says: 'Every application whose cost is still in a bucket, or was taken out of it in the month: the amount of the month, what has gathered since the first month that is still there, its age in months, who is steward (an actor with that role: "actors add --roles steward"), and what to do. The oldest first. Of the last whole month in the chosen time; the whole company.',
    definition: 'age-of-what-nobody-pays',
    basis: 'total',
    noData: `Nothing is in a bucket: every dollar has a sector. Or: ${companyOnly}`,
    unit: 'money',
    sql: sql`
with ${compared}
select b.bucket as "Bucket", b.application as "Application", b.amount as "Month", b.held as "Held in all", to_char(b.since, 'YYYY-MM') as "Since", b.months as "Months",
       coalesce(b.steward, 'nobody yet') as "Steward",
       case when b.since is null then 'taken out again: nothing to do' else case b.bucket
                     when '__unassigned__' then 'name its owner: "ownership correct", or match it on tab 8' when '__unallocated__' then 'add or widen a rule: "rules add"'
                     when '__idle__' then 'use, lower or distribute the commitment: "contracts show"' else 'kept by a rule: nothing to do' end end as "What to do"
from   reporting.bucket b
where  b.month_start = ${comparedMonth}
order  by b.bucket = '__corporate__', b.months desc nulls last, b.held desc, 1, 2
limit  500`,
    rules: {
      Bucket: { width: 150 },
      Application: {
        width: 220,
        link: { title: 'Cost of the application', url: drill('cost', { application: 'Application' }) },
      },
      Since: { unit: 'text', width: 90 },
      Months: {
        unit: 'count',
        width: 85,
        paint: true,
        steps: [
          [null, 'good'],
          [2, 'warning'],
          [6, 'bad'],
        ],
      },
      Steward: { link: { title: 'Decisions', url: drill('admin') } },
    },
  });
}
