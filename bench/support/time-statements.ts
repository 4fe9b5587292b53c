import type { Database, Session } from '../../repositories/database.ts';

/** Seconds by what the statements were doing. */
export type Times = Map<string, number>;

/** The same database, except that `times` adds up how long each kind of work took. */
export function timeStatements(database: Database, times: Times): Database {
  return {
    ...database,
    ...timedSession(database, times),
    transaction: (work) => database.transaction((tx) => work(timedSession(tx, times))),
    connection: (work) =>
      database.connection((session, transaction) =>
        work(timedSession(session, times), (part) => transaction((tx) => part(timedSession(tx, times)))),
      ),
  };
}

function timedSession(session: Session, times: Times): Session {
  return {
    rows: (doing, sql, values) => timed(times, doing, () => session.rows(doing, sql, values)),
    one: (doing, sql, values) => timed(times, doing, () => session.one(doing, sql, values)),
    run: (doing, sql, values) => timed(times, doing, () => session.run(doing, sql, values)),
    copy: (doing, table, columns, rows) =>
      timed(times, doing, () => session.copy(doing, table, columns, rows)),
  };
}

async function timed<Result>(times: Times, doing: string, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    times.set(doing, (times.get(doing) ?? 0) + (performance.now() - start) / 1000);
  }
}

/** The longest first, e.g. `inserting usage 21.3 s`; what took less than 1 % is left out. */
export function longest(times: Times): string {
  const all = [...times].sort(([, a], [, b]) => b - a);
  const total = all.reduce((sum, [, seconds]) => sum + seconds, 0);
  return all
    .filter(([, seconds]) => seconds > total / 100)
    .map(([doing, seconds]) => `${doing} ${seconds.toFixed(1)} s`)
    .join(', ');
}
