/** A small dashboard with everything that the server must cope with, by panel id. */
const sql = (rawSql: string, more: object = {}) => ({ refId: 'A', format: 'table', rawSql, ...more });
const panel = (id: number, title: string, ...targets: readonly object[]) => ({
  id,
  type: 'table',
  title,
  targets,
});

export const ids = {
  types: 1,
  chosen: 2,
  series: 3,
  view: 4,
  gone: 5,
  write: 6,
  two: 7,
  other: 8,
  words: 9,
  epoch: 10,
};

export const boardToTry = {
  uid: 'try-it',
  title: 'Try it: 1st',
  time: { from: 'now-3M/M', to: 'now' },
  templating: {
    list: [
      {
        type: 'datasource',
        name: 'datasource',
        label: 'Data source',
        query: 'grafana-postgresql-datasource',
      },
      {
        type: 'custom',
        name: 'calendar',
        label: 'Calendar',
        options: [
          { text: 'Calendar', value: 'calendar', selected: true },
          { text: 'Fiscal', value: 'fiscal', selected: false },
        ],
        current: { text: 'Calendar', value: 'calendar' },
      },
      {
        type: 'query',
        name: 'sector',
        label: 'Sector',
        query: 'select sector from reporting.sector_name order by sector',
        multi: true,
        includeAll: true,
        allValue: "'*'",
        current: { text: ['All'], value: ['$__all'] },
      },
      {
        type: 'query',
        name: 'short',
        query: 'select upper(s) as __text, s as __value from unnest(array[${sector}]) as s',
        multi: true,
        includeAll: true,
      },
    ],
  },
  annotations: {
    list: [
      {
        name: 'Prices',
        enable: true,
        iconColor: 'purple',
        target: sql(
          "select extract(epoch from date '2025-10-02') as time, 'up' as text where $__timeFilter('2025-10-02')",
        ),
      },
      {
        name: 'Lost',
        enable: true,
        target: sql('select day as time, says as text from reporting.never_made'),
      },
      { name: 'Off', enable: false, target: sql('select nothing') },
      { name: 'Grafana’s own', enable: true },
    ],
  },
  panels: [
    panel(
      ids.types,
      'Types',
      sql(`select date '2025-10-01' as day, timestamptz '2025-10-01 12:30:00.5+02' as at, 1234567890123456789.10::numeric as money,
           9007199254740993::bigint as big, true as yes, 'a"b' as word, null::numeric as nothing`),
    ),
    panel(
      ids.chosen,
      'Chosen',
      sql(`select sector as "Sector" from reporting.sector_name
           where ('*' in (\${sector:sqlstring}) or sector in (\${sector})) and \${calendar:sqlstring} <> '' order by 1`),
    ),
    panel(ids.series, 'No time', sql('select 1 as value', { format: 'time_series' })),
    panel(ids.view, 'A view', sql('select currency from reporting.header')),
    panel(ids.gone, 'A missing view', sql('select * from reporting.never_made')),
    panel(ids.write, 'A change', sql("insert into sectors_dim (sector_name) values ('x')")),
    panel(ids.two, 'Two statements', sql('select 1; select 2')),
    panel(ids.other, 'Another source', { refId: 'A', expr: 'up', datasource: { type: 'prometheus' } }),
    { id: ids.words, type: 'text', title: 'Words', options: { content: 'For **${sector:text}**' } },
    panel(
      ids.epoch,
      'Epochs',
      sql('select 1759276800 as time, 1 as value', { format: 'time_series' }),
      sql('select 2 as value', { refId: 'B' }),
      sql('select nothing', { refId: 'C', hide: true }),
    ),
  ],
};
