import pg from 'pg';
import { expandSql, type Variables } from '../../../preview/expand-sql.ts';
import { shownPanels, type Board, type BoardPanel, type Target } from './board.ts';

/** What a reader chose; everything else is "All" and as charged. */
export interface Choice {
  readonly organization?: 'charged' | 'today';
  readonly calendar?: 'calendar' | 'fiscal';
  readonly sector?: readonly string[];
  readonly application?: readonly string[];
  readonly capability?: readonly string[];
  readonly tier?: readonly string[];
  readonly line?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface Answer {
  readonly board: string;
  readonly panel: string;
  readonly refId: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly milliseconds: number;
  /** What PostgreSQL said; null when it answered. */
  readonly error: string | null;
}

/** A connection as a role that reads, which changes nothing. Numbers come as exact text. */
export async function connectReader(databaseUrl: string, role = 'license_reader'): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    options: '-c timezone=UTC -c datestyle=ISO',
  });
  await client.connect();
  await client.query(`set role ${pg.escapeIdentifier(role)}`);
  await client.query('set default_transaction_read_only = on');
  return client;
}

/** Asks every query of the boards. */
export async function askAll(
  client: pg.Client,
  boards: readonly Board[],
  choice: Choice = {},
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const board of boards)
    for (const panel of shownPanels(board))
      for (const target of panel.targets ?? [])
        if (target.rawSql !== undefined) answers.push(await ask(client, board, panel, target, choice));
  return answers;
}

/** Its title without the basis of its money. */
const nameOf = ({ title }: BoardPanel): string => title.replace(/ · (direct|allocated|total)$/, '');

/** Asks for one panel by its title; throws what PostgreSQL says. */
export async function askPanel(
  client: pg.Client,
  boards: readonly Board[],
  [uid, title]: readonly [uid: string, title: string],
  choice: Choice = {},
): Promise<Answer['rows']> {
  const board = boards.find((one) => one.uid === uid);
  const panel = board && shownPanels(board).find((one) => nameOf(one) === title);
  const [target] = panel?.targets ?? [];
  if (!board || !panel || !target) throw new Error(`There is no panel "${title}" on ${uid}.`);
  const { rows, error } = await ask(client, board, panel, target, choice);
  if (error !== null) throw new Error(`${uid} / ${title}: ${error}`);
  return rows;
}

async function ask(
  client: pg.Client,
  board: Board,
  panel: BoardPanel,
  target: Target,
  choice: Choice,
): Promise<Answer> {
  const started = performance.now();
  const done = (rows: Answer['rows'], error: string | null): Answer => ({
    board: board.uid,
    panel: panel.title,
    refId: target.refId,
    rows,
    milliseconds: performance.now() - started,
    error,
  });
  try {
    const { rows } = await client.query<Record<string, unknown>>(expand(target.rawSql ?? '', choice));
    return done(rows, null);
  } catch (error) {
    return done([], error instanceof Error ? error.message : String(error));
  }
}

/** The SQL that the choice makes of a query. */
export function expand(rawSql: string, choice: Choice): string {
  const range = {
    from: new Date(choice.from ?? '2024-09-01T00:00:00Z'),
    to: new Date(choice.to ?? '2025-10-29T00:00:00Z'),
  };
  return expandSql(rawSql, { range, variables: variablesOf(choice) });
}

function variablesOf(choice: Choice): Variables {
  const one = (value: string) => ({ values: [value], isAll: false, allValue: null });
  const several = (values: readonly string[] | undefined) => ({
    values: values ?? [],
    isAll: values === undefined,
    allValue: "'*'",
    multi: true,
  });
  return {
    datasource: one('appd-licensing'),
    organization: one(choice.organization ?? 'charged'),
    calendar: one(choice.calendar ?? 'calendar'),
    line: one(choice.line ?? ''),
    sector: several(choice.sector),
    application: several(choice.application),
    capability: several(choice.capability),
    tier: several(choice.tier),
  };
}
