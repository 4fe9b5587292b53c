import { steps } from '../house.ts';
import { capabilityChosen, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { stat, table, type PanelDraft } from './kit.ts';

const wholeCompany = 'Sector, application and capability do not narrow it.';

/** How much of the bill somebody answers for. */
export function assignedToSector(): PanelDraft {
  return stat({
    key: 'assigned',
    title: 'Assigned to sectors',
    says: `The part of the bill of this month that stands with a sector; the rest stands in buckets such as __unassigned__ until somebody decides. ${wholeCompany}`,
    definition: 'cost-assigned-to-a-sector',
    timeless: 'it is about the month that is running',
    basis: 'total',
    noData:
      'There is no bill of this month yet: the next run drafts it; or you see single sectors only, which is no part of the whole.',
    unit: 'percent',
    steps: steps.share,
    sql: sql`
select round(100 * sum(total) filter (where sector_kind = 'sector') / nullif(sum(total), 0), 2) as "Assigned",
       coalesce(sum(total) filter (where sector_kind <> 'sector'), 0) as "Without a sector"
from   reporting.month m
join   reporting.statement s using (month_start)
where  m.is_current
having count(*) > 0`,
    rules: {
      Assigned: { link: { title: 'What has no sector', url: drill('chargeback') } },
      'Without a sector': {
        unit: 'money',
        steps: steps.zeroIsGood,
        link: { title: 'What has no sector', url: drill('chargeback') },
      },
    },
  });
}

/** How many monitored applications the CMDB knows. */
export function matchRate(): PanelDraft {
  return stat({
    key: 'match-rate',
    title: 'AppD match rate',
    says: `Monitored applications that are linked to a service of the CMDB, of all monitored ones, as the last run matched them; the target is 100 %. ${wholeCompany}`,
    definition: '34-match-rates',
    timeless: 'it tells the last matching',
    noData: 'Nothing was matched yet: start a run with "npm run cli -- run".',
    unit: 'percent',
    steps: steps.matchRate,
    sql: sql`
select matched_pct as "Target 100 %", applications - matched as "Not matched"
from   reporting.match_rate`,
    rules: {
      'Target 100 %': { link: { title: 'What needs a decision', url: drill('admin') } },
      'Not matched': {
        unit: 'count',
        steps: steps.zeroIsGood,
        link: { title: 'What needs a decision', url: drill('admin') },
      },
    },
  });
}

/** What the checks of the last run found. */
export function openFailures(): PanelDraft {
  return stat({
    key: 'open-failures',
    title: 'Open data failures',
    says: `Checks of the last validated run that failed, that found something to look at, or that could not be evaluated. The table below names them. ${wholeCompany}`,
    definition: '9-checks',
    timeless: 'it tells the last validated run',
    noData: 'No run was validated yet, or you see single sectors only.',
    unit: 'count',
    steps: steps.zeroIsGood,
    sql: sql`
select count(*) filter (where outcome = 'fail') as "Failed", count(*) filter (where outcome = 'warn') as "To look at",
       count(*) filter (where outcome = 'not_evaluated') as "Not evaluated"
from   reporting.check_result
where  is_latest
having count(*) > 0`,
    rules: {
      Failed: { steps: steps.mustBeZero, link: { title: 'Checks', url: drill('admin') } },
      'To look at': { link: { title: 'Checks', url: drill('admin') } },
      'Not evaluated': { link: { title: 'Checks', url: drill('admin') } },
    },
  });
}

/** The tightest commitment. */
export function contractUse(): PanelDraft {
  return stat({
    key: 'contract-use',
    title: 'Contract use',
    says: 'The highest use of any commitment that is in force, and the first day on which one of them was or will be used up at the pace of the last 30 days. Sector and application do not narrow it.',
    definition: '12-contracts',
    timeless: 'it tells the last complete day',
    noData:
      'No approved contract is in force, or you see single sectors only. Contracts are entered with "npm run cli -- contracts import".',
    unit: 'percent',
    steps: steps.use,
    sql: sql`
select max(used_pct) as "Highest use", coalesce(to_char(min(exhausted_on), 'FMDD Mon YYYY'), 'all last') as "First used up",
       to_char(min(renewal_date), 'FMDD Mon YYYY') as "Next renewal"
from   reporting.contract_standing
where  state = 'in force' and ${capabilityChosen()}
having count(*) > 0`,
    rules: {
      'Highest use': { steps: steps.use, link: { title: 'When do we run out', url: drill('forecast') } },
      'First used up': {
        unit: 'text',
        steps: steps.none,
        link: { title: 'When do we run out', url: drill('forecast') },
      },
      'Next renewal': {
        unit: 'text',
        steps: steps.none,
        link: { title: 'When do we run out', url: drill('forecast') },
      },
    },
  });
}

/** What to do about the data. */
export function failureList(): PanelDraft {
  return table({
    key: 'failure-list',
    title: 'What the checks found, and what to do',
    says: `What the checks of the last validated run found, the worst first, with the money that depends on it and what to do. ${wholeCompany}`,
    definition: '9-checks',
    timeless: 'it tells the last validated run',
    basis: 'direct',
    noData: 'Every check passed, no run was validated yet, or you see single sectors only.',
    unit: 'text',
    sql: sql`
select outcome as "Outcome", says as "Should be", observed as "Is", money_at_stake as "At stake", recommendation as "What to do",
       check_id as "Check"
from   reporting.check_result
where  is_latest and outcome not in ('pass', 'excluded')
order  by array_position(array['fail', 'not_evaluated', 'warn'], outcome), array_position(array['blocking', 'warn', 'info'], severity),
          money_at_stake desc nulls last, check_id`,
    rules: {
      Outcome: { paint: true, width: 110 },
      'At stake': { unit: 'money', width: 130 },
      Check: { width: 240, link: { title: 'Checks', url: drill('admin') } },
    },
  });
}
