import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A generated dashboard, as far as tests look into it. */
export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly editable: boolean;
  readonly timezone: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly panels: readonly BoardPanel[];
  readonly links: readonly {
    readonly title: string;
    readonly url: string;
    readonly keepTime: boolean;
    readonly includeVars: boolean;
  }[];
  readonly templating: { readonly list: readonly BoardVariable[] };
  readonly annotations: { readonly list: readonly { readonly name: string; readonly target?: Target }[] };
}

export interface BoardVariable {
  readonly name: string;
  readonly type: string;
  readonly query?: unknown;
  readonly allValue?: string;
  readonly multi?: boolean;
  readonly refresh?: number;
  readonly current?: { readonly value?: string | readonly string[] };
  readonly datasource?: { readonly uid: string };
}

export interface Target {
  readonly refId: string;
  readonly rawSql?: string;
  readonly expr?: string;
  readonly format?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
}

export interface BoardPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Target[];
  readonly options?: unknown;
  readonly links?: readonly { readonly url?: string }[];
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly noValue?: string;
      readonly custom?: unknown;
      readonly links?: readonly { readonly url: string }[];
    };
    readonly overrides: readonly {
      readonly matcher: { readonly id: string; readonly options: unknown };
      readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
    }[];
  };
}

const folder = 'dashboards/generated';

/** The committed dashboards of a folder, in the order of their titles. */
export function readBoards(...names: readonly ('tabs' | 'operations')[]): Board[] {
  return names
    .flatMap((name) =>
      readdirSync(join(folder, name)).map(
        (file) => JSON.parse(readFileSync(join(folder, name, file), 'utf8')) as Board,
      ),
    )
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}

/** Panels that show something, without the headings. */
export const shownPanels = (board: Board): BoardPanel[] => board.panels.filter(({ type }) => type !== 'row');

export const isText = ({ type }: BoardPanel): boolean => type === 'text';
