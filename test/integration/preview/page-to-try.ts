import type { Board, Boards, Panel } from '../../../preview/dashboards.ts';
import { Problem } from '../../../preview/problem.ts';
import type { Answer, Reader } from '../../../preview/reader.ts';

/** A name that breaks pages which take it for HTML, for a part of an address, or for one of their own words. */
export const oddName = `<img src=x onerror="document.title='broken'"> 100 % O'Neill & "Söhne" 百事 \${sector}`;

const days = ['2025-10-01T00:00:00.000Z', '2025-10-02T00:00:00.000Z', '2025-10-03T00:00:00.000Z'];

/** What the database would answer, by the text of the query. */
const answers: Readonly<Record<string, Answer>> = {
  sectors: { fields: [{ name: 'sector', type: 'string' }], rows: [[oddName], ['Foods'], ['Beverages']] },
  tiles: {
    fields: [
      { name: oddName, type: 'string' },
      { name: 'Cost', type: 'number' },
    ],
    rows: [['pass', '90071992547409931.235']],
  },
  rows: {
    fields: [
      { name: 'Sector', type: 'string' },
      { name: 'Cost', type: 'number' },
      { name: 'Owner', type: 'string' },
    ],
    rows: [
      [oddName, '9.50', 'a'],
      ['Foods', '100000000000000000.01', null],
      ...Array.from({ length: 300 }, (_, at) => [`Sector ${at}`, `${at}.00`, 'b']),
    ],
  },
  lines: {
    fields: [
      { name: 'time', type: 'time' },
      { name: 'metric', type: 'string' },
      { name: 'units', type: 'number' },
    ],
    rows: days.flatMap((day, at) => [
      [day, oddName, `${at}`],
      [day, 'Foods', `${at + 1}`],
    ]),
  },
  bars: {
    fields: [
      { name: 'Sector', type: 'string' },
      { name: 'Cost', type: 'number' },
    ],
    rows: [
      [oddName, '5'],
      ['Foods', '3'],
    ],
  },
  states: {
    fields: [
      { name: 'time', type: 'time' },
      { name: 'Run', type: 'string' },
    ],
    rows: [
      [days[0] ?? '', 'pass'],
      [days[1] ?? '', 'fail'],
    ],
  },
  nothing: { fields: [{ name: 'x', type: 'string' }], rows: [] },
  events: {
    fields: [
      { name: 'time', type: 'time' },
      { name: 'text', type: 'string' },
    ],
    rows: [[days[1] ?? '', oddName]],
  },
};

export const reader: Reader = {
  async ask(sql) {
    const answer = answers[sql.split(' ')[0] ?? ''];
    if (answer) return answer;
    if (sql.includes('data_through_day')) return { fields: [], rows: [['2025-10-28']] };
    throw new Problem(422, `PostgreSQL: relation "${sql}" does not exist.`);
  },
  close: () => Promise.resolve(),
};

const link = {
  title: 'Costs of ${__data.fields["Sector"]}',
  url: '/d/other/x?${__url_time_range}&${sector:queryparam}&var-name=${__data.fields["Sector"]:percentencode}',
};
const mappings = [{ type: 'value', options: { pass: { text: 'passed', color: 'green' } } }];

function panel(id: number, type: string, query: string | null, more: object = {}): Panel {
  const y = 8 * id;
  return {
    id,
    type,
    title: `Panel ${id}: ${type}`,
    gridPos: { x: 0, y, w: 12, h: 8 },
    fieldConfig: { defaults: { noValue: 'Nobody has done it yet.', mappings, links: [link] }, overrides: [] },
    ...(query !== null && {
      targets: [{ refId: 'A', format: query === 'lines' ? 'time_series' : 'table', rawSql: query }],
    }),
    ...more,
  } as Panel;
}

const dashboard = {
  uid: 'odd',
  title: `1 Odd ${oddName}`,
  description: oddName,
  time: { from: 'now-1M/M', to: 'now' },
  links: [{ title: 'Other', url: '/d/other/x', keepTime: true, includeVars: true }],
  templating: {
    list: [
      {
        type: 'query',
        name: 'sector',
        label: 'Sector',
        query: 'sectors',
        multi: true,
        includeAll: true,
        allValue: "'*'",
        current: { value: ['$__all'] },
      },
      { type: 'textbox', name: 'line', label: 'Line', query: '' },
    ],
  },
  annotations: { list: [{ name: 'Events', enable: true, iconColor: 'red', target: { rawSql: 'events' } }] },
  panels: [
    panel(1, 'stat', 'tiles', {
      options: { reduceOptions: { calcs: ['lastNotNull'], fields: '/.*/' }, textMode: 'value_and_name' },
    }),
    panel(2, 'table', 'rows', {
      fieldConfig: {
        defaults: { noValue: '–', links: [link] },
        overrides: [
          {
            matcher: { id: 'byName', options: 'Cost' },
            properties: [
              { id: 'unit', value: 'currencyUSD' },
              { id: 'decimals', value: 2 },
            ],
          },
        ],
      },
    }),
    panel(3, 'timeseries', 'lines'),
    panel(4, 'barchart', 'bars', { options: { xField: 'Sector', orientation: 'horizontal' } }),
    panel(5, 'state-timeline', 'states'),
    panel(6, 'text', null, {
      options: { content: 'Chosen: ${sector} <script>document.title="broken"</script>' },
    }),
    panel(7, 'table', 'nothing'),
    panel(8, 'table', 'missing_view'),
    panel(9, 'candlestick', 'rows'),
  ],
};

const board: Board = { dashboard, folder: 'tabs', path: '/d/odd/odd' };

export const boards: Boards = {
  all: () => [board],
  find(uid) {
    if (uid === dashboard.uid) return board;
    throw new Problem(404, `There is no dashboard "${uid}".`);
  },
};
