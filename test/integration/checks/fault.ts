import type { Outcome } from '../../../checks/check.ts';

/** One way to break the good world, and what exactly its check must say then. */
export interface Fault {
  readonly check: string;
  /** Completes the sentence "... when". */
  readonly when: string;
  readonly sql: string;
  readonly outcome: Outcome;
  readonly failingRows: number;
  readonly observed?: string;
  readonly money?: string;
  /** Values that the first sample must hold. */
  readonly sample?: Readonly<Record<string, string | null>>;
}

/** Referential triggers sleep for the session: rows can be removed from under those that point at them. */
export const unguarded = 'set session_replication_role = replica;';

/** Takes the value rules off a table, so that a row can break them. */
export const withoutValueRules = (table: string): string => `
  do $$ declare rule name; begin
    for rule in select conname from pg_constraint where conrelid = '${table}'::regclass and contype = 'c' loop
      execute format('alter table ${table} drop constraint %I', rule);
    end loop;
  end $$;`;
