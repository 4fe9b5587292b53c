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
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly rawSql?: string }[];
  }[];
}

const folder = fileURLToPath(new URL('../../dashboards/generated/tabs/', import.meta.url));

/** Thirteen months, as the dashboards open. */
const range = { from: new Date('2024-10-01T00:00:00Z'), to: new Date('2025-11-01T00:00:00Z') };

const choices: Readonly<Record<string, Variables>> = {
  everything: variablesOf({}),
  'one sector': variablesOf({ sector: ['sector 7'] }),
  'one application': variablesOf({ application: ['application 77'] }),
};

/** Every query of the eight tabs, for every choice. */
export function panelQueries(): PanelQuery[] {
  const boards = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as Board,
  );
  return boards.flatMap(({ title: tab, panels }) =>
    panels.flatMap(({ title, targets = [] }) =>
      targets.flatMap(({ rawSql }) =>
        rawSql === undefined
          ? []
          : Object.entries(choices).map(([choice, variables]) => ({
              name: `${tab} / ${title} (${choice})`,
              sql: rawSql,
              chosen: { range, variables },
            })),
      ),
    ),
  );
}

function variablesOf(chosen: Readonly<Record<string, readonly string[]>>): Variables {
  const one = (value: string) => ({ values: [value], isAll: false, allValue: null });
  const several = (name: string) => ({
    values: chosen[name] ?? [],
    isAll: chosen[name] === undefined,
    allValue: "'*'",
    multi: true,
  });
  return {
    datasource: one('bench'),
    organization: one('charged'),
    calendar: one('calendar'),
    line: one('1'),
    sector: several('sector'),
    application: several('application'),
    capability: several('capability'),
  };
}
