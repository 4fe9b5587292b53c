import { defineSearchAttributeKey } from '@temporalio/common';
import {
  ApplicationFailure,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { dayOf } from '../pipeline/days.ts';
import { reportWorkflowId } from '../pipeline/ids.ts';
import { reportedMonth, type MonthlyReport, type ReportOrder } from '../pipeline/monthly-report.ts';
import { printing } from '../pipeline/profiles.ts';

const { renderMonthlyReport } = proxyActivities<Activities>({ ...printing, summary: 'Print the tabs' });

const nominalStart = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');

/** Prints the eight tabs of a month into one PDF, with the tables beside it as CSV. */
export async function monthlyReport(order: ReportOrder): Promise<MonthlyReport> {
  return renderMonthlyReport(order);
}

/** Makes the report of the month before the one that the schedule meant, which a late start or a catch-up does not move. */
export async function startMonthlyReport(requestedBy: string): Promise<MonthlyReport> {
  const nominal = workflowInfo().typedSearchAttributes.get(nominalStart);
  if (!(nominal instanceof Date))
    throw ApplicationFailure.nonRetryable(
      'startMonthlyReport was not started by a schedule, so it has no date. Start monthlyReport with a month instead.',
      'ConfigError',
    );
  const month = reportedMonth(dayOf(nominal.getTime()));
  return executeChild(monthlyReport, {
    workflowId: reportWorkflowId(month),
    args: [{ month, requestedBy }],
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `Monthly report of ${month.slice(0, 7)}`,
  });
}
