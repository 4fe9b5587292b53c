import { readFileSync } from 'node:fs';
import { isText, shownPanels, type Board, type BoardPanel } from './board.ts';

/** One thing that a board must keep, and what is wrong with one that does not. */
export interface LintRule {
  readonly name: string;
  problems(board: Board, others: readonly Board[]): string[];
}

const perPanel =
  (judge: (panel: BoardPanel, board: Board) => string | null | false | undefined) =>
  (board: Board): string[] =>
    shownPanels(board).flatMap((panel) => {
      const problem = judge(panel, board);
      return problem ? [`${board.title} / ${panel.title || panel.id}: ${problem}`] : [];
    });

const sqlOf = (panel: BoardPanel): string[] => (panel.targets ?? []).flatMap(({ rawSql }) => rawSql ?? []);
const asksPostgres = (panel: BoardPanel): boolean => sqlOf(panel).length > 0;
const timeMacro = /\$__time(Filter|From|To)\(/;
const money = 'currency:financial:$';

/** In the spirit of Grafana's dashboard-linter, for boards that ask SQL; each rule has a board that breaks it in the test. */
export const lintRules: readonly LintRule[] = [
  {
    name: 'the board has a stable uid, a title, a question and a tag, shows UTC and cannot be edited in place',
    problems: (board) =>
      /^appd-[a-z-]+$/.test(board.uid) &&
      board.title !== '' &&
      board.description.length > 20 &&
      board.tags.length === 1 &&
      board.timezone === 'utc' &&
      !board.editable
        ? []
        : [`${board.title}: uid, title, description, tag, timezone or editable`],
  },
  {
    name: 'every panel has a title and a description',
    problems: perPanel(({ title, description }) =>
      title && (description ?? '').length > 20 ? null : 'says too little',
    ),
  },
  {
    name: 'every panel has a unit and words for no data',
    problems: perPanel(
      (panel) =>
        !isText(panel) &&
        !(panel.fieldConfig?.defaults.unit && (panel.fieldConfig.defaults.noValue ?? '').length > 10) &&
        'no unit, or no words for an empty answer',
    ),
  },
  {
    name: 'every query goes to the data source that a variable chooses',
    problems: perPanel((panel) => {
      const sources = [panel.datasource, ...(panel.targets ?? []).map(({ datasource }) => datasource)];
      return (
        !isText(panel) &&
        !sources.every((source) => /^\$\{(datasource|prometheus)\}$/.test(source?.uid ?? '')) &&
        'names a data source'
      );
    }),
  },
  {
    name: 'every panel asks something',
    problems: perPanel((panel) => !isText(panel) && (panel.targets ?? []).length === 0 && 'has no query'),
  },
  {
    name: 'ids of panels are unique',
    problems: (board) =>
      repeated(board.panels.map(({ id }) => id)).map((id) => `${board.title}: ${id} twice`),
  },
  {
    name: 'uids of boards are unique',
    problems: (board, others) =>
      others.some((other) => other !== board && other.uid === board.uid) ? [`${board.uid} twice`] : [],
  },
  {
    name: 'panels stay inside the grid and do not overlap',
    problems: (board) =>
      board.panels.flatMap((panel, index) => {
        const { x, w } = panel.gridPos;
        const outside = x < 0 || x + w > 24 ? [`${board.title} / ${panel.title}: outside`] : [];
        const over = board.panels
          .slice(index + 1)
          .filter((other) => overlap(panel.gridPos, other.gridPos))
          .map((other) => `${board.title}: ${panel.title} over ${other.title}`);
        return [...outside, ...over];
      }),
  },
  {
    name: 'every SQL follows the chosen time, or the description says why not',
    problems: perPanel(
      (panel) =>
        asksPostgres(panel) &&
        !sqlOf(panel).every((query) => timeMacro.test(query)) &&
        !(panel.description ?? '').includes('Independent of the chosen time: ') &&
        'ignores the time without a reason',
    ),
  },
  {
    name: 'every panel about money says whether it is direct, allocated or total',
    problems: perPanel(
      (panel) =>
        panel.fieldConfig?.defaults.unit === money &&
        !/ · (direct|allocated|total)$/.test(panel.title) &&
        'does not say its basis',
    ),
  },
  {
    name: 'every panel links a definition that exists',
    problems: perPanel((panel, board) => {
      if (board.uid === 'appd-operations') return null;
      const anchors = (panel.links ?? []).flatMap(
        ({ url }) => /methodology\.html#(.+)$/.exec(url ?? '')?.[1] ?? [],
      );
      const missing = anchors.filter((anchor) => !definitions().includes(`id="${anchor}"`));
      return (anchors.length === 0 || missing.length > 0) && `no definition ${missing.join()}`;
    }),
  },
  {
    name: 'SQL reads views of the schema reporting only',
    problems: perPanel((panel) => {
      const strange = sqlOf(panel)
        .flatMap(tablesOf)
        .filter((name) => !name.startsWith('reporting.'));
      return strange.length > 0 && `reads ${strange.join()}`;
    }),
  },
  {
    name: 'what a reader chose goes into SQL quoted',
    problems: perPanel((panel) => {
      const raw = sqlOf(panel).flatMap(
        (query) => query.match(/\$\{(?!\w+:sqlstring\})[^}]*\}|\$(?!__|\{)[a-z]\w*|\[\[\w+/g) ?? [],
      );
      return raw.length > 0 && `has ${raw.join(' ')}`;
    }),
  },
  {
    name: 'SQL never asks the clock',
    problems: perPanel(
      (panel) =>
        sqlOf(panel).some((query) =>
          /\b(now\(\)|current_date|current_timestamp|localtimestamp)/i.test(query),
        ) &&
        !/real clock/.test(panel.description ?? '') &&
        'looks at the clock without saying so',
    ),
  },
  {
    name: 'variables that SQL or links use exist, and follow the time',
    problems: (board) => {
      const known = board.templating.list.map(({ name }) => name);
      const used = [...JSON.stringify([board.panels, board.annotations]).matchAll(/\$\{(\w+)[:}]/g)].map(
        ([, name = '']) => name,
      );
      const unknown = [...new Set(used)].filter((name) => !name.startsWith('__') && !known.includes(name));
      const fixed = board.templating.list.filter(({ type, refresh }) => type === 'query' && refresh !== 2);
      return [
        ...unknown.map((name) => `${board.title}: \${${name}} is no variable`),
        ...fixed.map(({ name }) => `${board.title}: ${name} does not follow the time`),
      ];
    },
  },
  {
    name: 'links lead to boards that exist, set variables that exist there, and keep time and choices',
    problems: (board, others) =>
      allLinks(board).flatMap((url) => {
        const [, uid = ''] = /^\/d\/([^/?]+)/.exec(url) ?? [];
        if (uid === '') return [];
        const target = others.find((other) => other.uid === uid);
        if (!target) return [`${board.title}: ${url} leads nowhere`];
        const set = [...url.matchAll(/var-(\w+)=/g)].map(([, name = '']) => name);
        const unknown = set.filter(
          (name) => !target.templating.list.some((variable) => variable.name === name),
        );
        const onBar = board.links.find((link) => link.url === url);
        const keepsTime = onBar?.keepTime === true || /\$\{__url_time_range\}|from=/.test(url);
        const forgotten = choicesOfBoth(board, target).filter(
          (name) => onBar?.includeVars !== true && !carries(url, name),
        );
        return [
          ...unknown.map((name) => `${board.title}: ${url} sets ${name}`),
          ...(keepsTime ? [] : [`${board.title}: ${url} forgets the time`]),
          ...forgotten.map((name) => `${board.title}: ${url} forgets ${name}`),
        ];
      }),
  },
  {
    name: 'fields that links read are columns of the panel',
    problems: perPanel((panel) => {
      const fields = [
        ...JSON.stringify(panel.fieldConfig ?? {}).matchAll(/__data\.fields\[\\*"([^"\\]+)\\*"\]/g),
      ].map(([, name = '']) => name);
      const unknown = fields.filter((name) => !sqlOf(panel).some((query) => query.includes(`"${name}"`)));
      return unknown.length > 0 && `links read ${[...new Set(unknown)].join()}, which no column is called`;
    }),
  },
];

/** What people choose once for all boards. */
const shared = ['datasource', 'organization', 'calendar', 'sector', 'application', 'capability'];

const choicesOfBoth = (...boards: readonly Board[]): string[] =>
  shared.filter((name) =>
    boards.every((board) => board.templating.list.some((variable) => variable.name === name)),
  );

const carries = (url: string, name: string): boolean =>
  url.includes(`\${${name}:queryparam}`) || url.includes(`var-${name}=`);

function tablesOf(query: string): string[] {
  const bare = query
    .replace(/--.*$/gm, '')
    .replace(/\bdistinct\s+from\b/gi, '<>')
    .replace(/'(?:[^']|'')*'/g, "''");
  const own = [
    ...bare.matchAll(
      /(?:\bwith(?:\s+recursive)?|,)\s+(\w+)(?:\s*\([\w\s,]*\))?\s+as\s+(?:not\s+)?(?:materialized\s+)?\(/gi,
    ),
  ].map(([, name = '']) => name.toLowerCase());
  return [...bare.matchAll(/\b(?:from|join)\s+([a-z_][\w.]*)(\s*\()?/gi)]
    .filter(([whole]) => !/^(?:from|join)\s+(?:lateral|unnest|generate_series|jsonb_\w+)\b/i.test(whole))
    .map(([, name = '']) => name.toLowerCase())
    .filter((name) => !own.includes(name) && !/^(select|values|lateral)$/.test(name));
}

function allLinks(board: Board): string[] {
  const inPanels = [...JSON.stringify(board.panels).matchAll(/"url":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, url = '']) => JSON.parse(`"${url}"`) as string,
  );
  return [...inPanels, ...board.links.map(({ url }) => url)];
}

const overlap = (a: BoardPanel['gridPos'], b: BoardPanel['gridPos']): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

function repeated<Value>(values: readonly Value[]): Value[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

let page: string | undefined;
function definitions(): string {
  page ??= readFileSync('dashboards/generated/pages/methodology.html', 'utf8');
  return page;
}
