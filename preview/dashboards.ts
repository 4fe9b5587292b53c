import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Problem } from './problem.ts';

/** A query of a panel or an annotation, as far as the preview reads it. */
export interface Query {
  readonly refId?: string;
  readonly format?: 'table' | 'time_series';
  readonly rawSql?: string;
  readonly hide?: boolean;
  readonly datasource?: { readonly type?: string };
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly targets?: readonly Query[];
  readonly options?: { readonly content?: string };
  /** Those of a collapsed row. */
  readonly panels?: readonly Panel[];
}

export interface VariableDefinition {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly query?: string | { readonly query?: string };
  readonly datasource?: { readonly type?: string };
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string;
  readonly options?: readonly { readonly text: string; readonly value: string }[];
  readonly current?: { readonly value?: string | readonly string[] };
}

export interface Annotation {
  readonly name: string;
  readonly enable?: boolean;
  readonly iconColor?: string;
  readonly target?: Query;
}

/** The JSON that Grafana gets, as far as the preview reads it; the page is given all of it. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly time?: { readonly from: string; readonly to: string };
  readonly panels?: readonly Panel[];
  readonly templating?: { readonly list?: readonly VariableDefinition[] };
  readonly annotations?: { readonly list?: readonly Annotation[] };
}

export interface Board {
  readonly dashboard: Dashboard;
  /** Its folder under the generated files. */
  readonly folder: string;
  /** Where Grafana and the preview serve it. */
  readonly path: string;
}

/** The generated dashboards, the eight tabs first; read again when a file has changed. */
export interface Boards {
  all(): readonly Board[];
  /** @throws Problem when there is none. */
  find(uid: string): Board;
}

const firstFolder = 'tabs';

export function openBoards(folder: string): Boards {
  let known: { readonly state: string; readonly boards: readonly Board[] } = { state: '', boards: [] };
  const all = (): readonly Board[] => {
    const files = jsonFiles(folder);
    const state = files.map((file) => `${file} ${statSync(file).mtimeMs}`).join('\n');
    if (state !== known.state)
      known = { state, boards: files.map((file) => readBoard(folder, file)).sort(inOrder) };
    return known.boards;
  };
  return {
    all,
    find(uid) {
      const board = all().find(({ dashboard }) => dashboard.uid === uid);
      if (!board) throw new Problem(404, `There is no dashboard "${uid}".`);
      return board;
    },
  };
}

/** Does it ask PostgreSQL anything? */
export function isShown(board: Board): boolean {
  return panelsOf(board).some(({ targets = [] }) => targets.some(({ rawSql }) => rawSql !== undefined));
}

/** Also those of collapsed rows. */
export function panelsOf({ dashboard }: Board): Panel[] {
  return (dashboard.panels ?? []).flatMap((panel) => [panel, ...(panel.panels ?? [])]);
}

/** @throws Problem when the dashboard has no such panel. */
export function findPanel(board: Board, id: number): Panel {
  const { dashboard } = board;
  const panel = panelsOf(board).find((one) => one.id === id);
  if (!panel) throw new Problem(404, `The dashboard "${dashboard.title}" has no panel ${id}.`);
  return panel;
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}

function readBoard(folder: string, file: string): Board {
  const dashboard = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
  const place = relative(folder, dirname(file)).split(sep).join('/');
  return { dashboard, folder: place, path: `/d/${dashboard.uid}/${slugOf(dashboard.title)}` };
}

function inOrder(one: Board, other: Board): number {
  const rank = ({ folder, dashboard }: Board): string =>
    `${folder === firstFolder ? 0 : 1} ${folder} ${dashboard.title}`;
  return rank(one) < rank(other) ? -1 : 1;
}

/** A title as Grafana writes it in addresses. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
