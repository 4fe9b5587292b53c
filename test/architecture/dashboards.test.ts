import { describe, expect, test } from '@jest/globals';
import { tabs } from '../../dashboards/tab-list.ts';
import { readBoards, shownPanels, type Board } from '../support/dashboards/board.ts';
import { schemaProblems } from '../support/dashboards/grafana-schema.ts';
import { lintRules } from '../support/dashboards/lint-rules.ts';

const boards = readBoards('tabs', 'operations');
const eight = readBoards('tabs');

test('there are exactly eight tabs, in the order of the list, and the board of operations is none', () => {
  expect(eight.map(({ uid, title, tags }) => ({ uid, title, tags }))).toEqual(
    Object.values(tabs).map((tab) => ({ ...tab, tags: ['appd-licensing'] })),
  );
  const others = boards.filter(
    (board) => !eight.includes(board) && !eight.some(({ uid }) => uid === board.uid),
  );
  expect(others.flatMap(({ tags }) => tags)).not.toContain('appd-licensing');
});

test('every tab has the same variables, the whole link bar, and begins with the state of the data', () => {
  for (const board of eight) {
    const names = board.templating.list.map(({ name }) => name);
    expect(names.slice(0, 6)).toEqual([
      'datasource',
      'organization',
      'calendar',
      'sector',
      'application',
      'capability',
    ]);
    expect(board.links.map(({ title }) => title)).toEqual(eight.map(({ title }) => title));
    expect(board.panels[0]?.title).toBe('State of the data');
    expect(board.annotations.list.map(({ name }) => name)).toEqual([
      'Price changes',
      'Reorganizations',
      'Closes',
      'Failed runs',
    ]);
    expect(shownPanels(board).length).toBeGreaterThan(6);
  }
});

describe.each(lintRules.map((rule) => ({ rule, name: rule.name })))('$name', ({ rule }) => {
  test('on every board', () => {
    expect(boards.flatMap((board) => rule.problems(board, boards))).toEqual([]);
  });
});

test.each(boards.map((board) => ({ board, title: board.title })))(
  "$title is valid against Grafana's schema",
  ({ board }) => {
    expect(schemaProblems(board)).toEqual([]);
  },
);

/** A board that breaks one rule: the rule must say so. */
const broken: Readonly<Record<string, (board: Board) => unknown>> = {
  'the board has a stable uid, a title, a question and a tag, shows UTC and cannot be edited in place': (
    board,
  ) => ({
    ...board,
    uid: '',
  }),
  'every panel has a title and a description': withPanel({ description: '' }),
  'every panel has a unit and words for no data': withPanel({
    fieldConfig: { defaults: {}, overrides: [] },
  }),
  'every query goes to the data source that a variable chooses': withPanel({
    datasource: { uid: 'postgres' },
  }),
  'every panel asks something': withPanel({ targets: [] }),
  'ids of panels are unique': (board) => ({ ...board, panels: [...board.panels, board.panels[0]] }),
  'uids of boards are unique': (board) => ({ ...board }),
  'panels stay inside the grid and do not overlap': withPanel({ gridPos: { x: 20, y: 0, w: 5, h: 400 } }),
  'every SQL follows the chosen time, or the description says why not': withPanel({
    description: 'Shows everything that ever was.',
    targets: [{ rawSql: 'select 1' }],
  }),
  'every panel about money says whether it is direct, allocated or total': withPanel({
    description: 'Shows the cost of the month.',
    fieldConfig: { defaults: { unit: 'currency:financial:$' }, overrides: [] },
  }),
  'every panel links a definition that exists': withPanel({
    links: [{ url: '/public/appd-licensing/methodology.html#nowhere' }],
  }),
  'SQL reads views of the schema reporting only': withPanel({
    targets: [{ rawSql: 'with a as (select 1) select * from a join license_cost_fact using (x)' }],
  }),
  'what a reader chose goes into SQL quoted': withPanel({
    targets: [{ rawSql: "select 1 where sector = '$sector' or sector in (${sector})" }],
  }),
  'SQL never asks the clock': withPanel({ targets: [{ rawSql: 'select now()' }] }),
  'variables that SQL or links use exist, and follow the time': withPanel({
    targets: [{ rawSql: 'select ${planet:sqlstring}' }],
  }),
  'links lead to boards that exist, set variables that exist there, and keep time and choices': withPanel({
    fieldConfig: {
      defaults: { links: [{ url: '/d/appd-cost/x?${__url_time_range}&${sector:queryparam}' }] },
      overrides: [],
    },
  }),
  'fields that links read are columns of the panel': withPanel({
    targets: [{ rawSql: 'select 1 as "Cost"' }],
    fieldConfig: {
      defaults: {
        links: [{ url: '/d/appd-cost/x?${__url_time_range}&var-sector=${__data.fields["Moon"]}' }],
      },
      overrides: [],
    },
  }),
};

function withPanel(change: object): (board: Board) => unknown {
  return (board) => {
    const at = board.panels.findIndex(({ type }) => type !== 'row' && type !== 'text');
    return {
      ...board,
      panels: board.panels.map((panel, index) => (index === at ? { ...panel, ...change } : panel)),
    };
  };
}

test.each(lintRules)('the rule "$name" notices a board that breaks it', (rule) => {
  const [board] = boards;
  const break_ = broken[rule.name];
  if (!board || !break_) throw new Error(`There is no board that breaks "${rule.name}".`);
  expect(rule.problems(break_(board) as Board, boards)).not.toEqual([]);
});

test("Grafana's schema notices a setting that does not exist", () => {
  const [board] = boards;
  expect(schemaProblems({ ...(board as Board), colour: 'blue' } as never)).not.toEqual([]);
});
