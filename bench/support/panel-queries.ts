import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Chosen, Variables } from '../../preview/expand-sql.ts';

/** A query of a panel with what was chosen. */
export interface PanelQuery {
  /** Tab, panel and choice, for people. */
  readonly name: string;
  readonly sql: string;
  readonly chosen: Chosen;
}

interface Board {
  readonly title: string;
  readonly time: { readonly to: string };
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly rawSql?: string }[];
  }[];
  readonly templating: { readonly list: readonly BoardVariable[] };
}

interface BoardVariable {
  readonly name: string;
  readonly type: string;
  readonly current?: { readonly value?: string | readonly string[] };
  readonly allValue?: string;
}

type Choice = Readonly<Record<string, string>>;

const folder = fileURLToPath(new URL('../../dashboards/generated/tabs/', import.meta.url));

/** Thirteen months, as the dashboards open; the tab of forecasts looks a year ahead as well. */
const from = new Date('2024-10-01T00:00:00Z');
const now = new Date('2025-11-01T00:00:00Z');
const aYearAhead = new Date('2026-11-01T00:00:00Z');

const choices: Readonly<Record<string, Choice>> = {
  everything: {},
  'one sector': { sector: 'sector 7' },
  'one application': { application: 'application 77' },
};

/** Every query of the eight tabs, for every choice. */
export function panelQueries(): PanelQuery[] {
  const boards = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as Board,
  );
  return boards.flatMap((board) =>
    board.panels.flatMap(({ title, targets = [] }) =>
      targets.flatMap(({ rawSql }) =>
        rawSql === undefined
          ? []
          : Object.entries(choices).map(([name, choice]) => ({
              name: `${board.title} / ${title} (${name})`,
              sql: rawSql,
              chosen: chosenOn(board, choice),
            })),
      ),
    ),
  );
}

function chosenOn({ time, templating }: Board, choice: Choice): Chosen {
  const variables = templating.list.map((variable) => [variable.name, valueOf(variable, choice)] as const);
  return {
    range: { from, to: time.to === 'now' ? now : aYearAhead },
    variables: Object.fromEntries(variables),
  };
}

/** A filter holds what is chosen, or everything; any other variable what the dashboard opens with. */
function valueOf({ name, type, current, allValue }: BoardVariable, choice: Choice): Variables[string] {
  if (type !== 'query') return { values: [current?.value ?? ''].flat(), isAll: false, allValue: null };
  const value = choice[name];
  return {
    values: value === undefined ? [] : [value],
    isAll: value === undefined,
    allValue: allValue ?? null,
    multi: true,
  };
}
