import { TextBoxVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { alerts, priceEnds } from './panels/admin-alerts.ts';
import { backups, connections, server, slowQueries, tableSizes } from './panels/admin-server.ts';
import {
  apiErrors,
  completeness,
  freshness,
  requestRate,
  schedules,
  whereSchedulesAre,
} from './panels/admin-sources.ts';
import { configChanges, decidedReviews, howToDecide, overrides, reviews } from './panels/audit-decisions.ts';
import {
  chosenLine,
  howToTrace,
  lineAllocations,
  lineCost,
  lineSaves,
  lineUsage,
} from './panels/audit-lineage.ts';
import { checkHistory, checks, checkStates, failingRows, rejectedRows } from './panels/quality.ts';
import { openWork, runs, runStates, stageAttempts, stageDurations } from './panels/runs.ts';
import { shelf, type Tab } from './tab.ts';

/** The number whose lineage is shown; links of tab 7 fill it. */
const line = new TextBoxVariableBuilder('line')
  .label('Line')
  .description(
    'Number of a line of a statement, for its lineage; empty: the largest shared one of the current month.',
  )
  .defaultValue('');

export const admin: Tab = {
  id: 'admin',
  question: 'Did it run, is it right, and what needs a decision?',
  variables: [line],
  sections: [
    {
      title: 'Did it run?',
      shelves: [
        shelf(4, [openWork(), 24]),
        shelf(9, [runStates(), 14], [stageDurations(), 10]),
        shelf(8, [runs(), 24]),
        shelf(9, [stageAttempts(), 24]),
        shelf(6, [schedules(), 14], [whereSchedulesAre(), 10]),
      ],
    },
    {
      title: 'Is it right?',
      shelves: [
        shelf(10, [checks(), 24]),
        shelf(6, [checkStates(), 24]),
        shelf(10, [checkHistory(), 12], [failingRows(), 12]),
        shelf(7, [rejectedRows(), 16], [priceEnds(), 8]),
      ],
    },
    {
      title: 'What needs a decision?',
      shelves: [
        shelf(10, [reviews(), 24]),
        shelf(7, [decidedReviews(), 24]),
        shelf(6, [overrides(), 24]),
        shelf(7, [howToDecide(), 24]),
      ],
    },
    { title: 'Who changed what?', shelves: [shelf(10, [configChanges(), 24])] },
    {
      title: 'Where does a number come from?',
      shelves: [
        shelf(4, [chosenLine(), 24]),
        shelf(7, [lineAllocations(), 24]),
        shelf(6, [lineCost(), 24]),
        shelf(6, [lineUsage(), 24]),
        shelf(8, [lineSaves(), 16], [howToTrace(), 8]),
      ],
    },
    {
      title: 'Is it fresh, and do the sources answer?',
      shelves: [
        shelf(5, [freshness(), 24]),
        shelf(8, [completeness(), 10], [requestRate(), 14]),
        shelf(7, [apiErrors(), 24]),
      ],
    },
    {
      title: 'Is the database well?',
      shelves: [
        shelf(4, [server(), 24]),
        shelf(4, [backups(), 24]),
        shelf(9, [connections(), 10], [tableSizes(), 14]),
        shelf(10, [slowQueries(), 24]),
      ],
    },
    { title: 'What do alerts watch?', shelves: [shelf(11, [alerts(), 24])] },
  ],
};
