import type { Database } from '../../../repositories/database.ts';
import type { ReaderLogin } from './reader-login.ts';

/** A table or view that a reader may read, and the columns. */
export interface Relation {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What the reader of some sectors must never see. */
export interface Secrets {
  /** The secret that stands in a value; null when there is none. */
  in(value: unknown): string | null;
  /** May this column name this sector to everybody? */
  isPublic(relation: string, column: string, sector: string): boolean;
}

/** Every relation of ours in which the catalog lets the reader read a column. */
export function relationsOf(reader: ReaderLogin): Promise<Relation[]> {
  return reader.rows<Relation & object>(
    `select format('%I.%I', n.nspname, c.relname) as name, array_agg(quote_ident(a.attname) order by a.attnum) as columns
     from   pg_class c
     join   pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'reporting')
     join   pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where  c.relkind in ('r', 'p', 'v', 'm') and has_column_privilege(c.oid, a.attnum, 'SELECT') and has_schema_privilege(n.oid, 'USAGE')
     group  by 1 order by 1`,
  );
}

export async function readSecrets(database: Database, sectors: readonly string[]): Promise<Secrets> {
  const of = (sql: string): Promise<{ text: string }[]> =>
    database.rows('collecting', `select text from (${sql}) found where text <> ''`, [sectors]);
  const mine = new Set((await of(ownWords)).map(({ text }) => text));
  const names = (await of(words)).map(({ text }) => text).filter((text) => !mine.has(text));
  const others = names.filter((name) => ![...mine].some((own) => own.includes(name)));
  const mineAmounts = new Set((await of(ownAmounts)).map(({ text }) => text));
  const amounts = new Set(
    (await of(amountsOfOthers)).map(({ text }) => text).filter((text) => !mineAmounts.has(text)),
  );
  return {
    in(value) {
      const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
      const plain = text.replace(/\.?0+$/, '');
      if (/^-?\d+(\.\d+)?$/.test(text)) return amounts.has(plain) ? `the amount ${plain}` : null;
      return others.find((name) => isWordIn(name, text)) ?? null;
    },
    isPublic: (relation, column, sector) =>
      sector === '(another sector)'
        ? column === 'sector_today'
        : /sectors_dim|sector_name/.test(relation) && !names.includes(sector),
  };
}

/** As a word of its own: `Finance` does not stand in `Financial`. */
function isWordIn(name: string, text: string): boolean {
  if (!text.includes(name)) return false;
  return new RegExp(
    `(^|[^\\p{L}\\p{N}])${name.replaceAll(/[^\p{L}\p{N} ]/gu, '\\$&')}($|[^\\p{L}\\p{N}])`,
    'u',
  ).test(text);
}

/** Names of sectors, applications, services and owners, and codes. */
const words = `
  select sector_name as text from sectors_dim where kind = 'sector' and $1::text[] is not null
  union select appd_application_name from applications_dim where kind <> 'reserved' and appd_application_name is not null
  union select sn_service_name from applications_dim where sn_service_name is not null
  union select owner_name from owners_dim
  union select h_code from application_ownership where h_code is not null
  union select cost_center from application_ownership where cost_center is not null
  union select cost_center from sectors_dim where cost_center is not null`;

const ownWords = `
  with mine as (select sector_id from sectors_dim where sector_name = any ($1)), apps as (
    select app_id from cost_by_month where sector_id in (table mine)
    union select app_id from chargeback_fact where sector_id in (table mine)
    union select app_id from applications_dim where sector_id in (table mine)
    union select app_id from sector_today where sector_id in (table mine)
  ), owned as (select * from application_ownership where sector_id in (table mine))
  select unnest($1::text[]) as text
  union select unnest(array[appd_application_name, sn_service_name]) from applications_dim where app_id in (table apps)
  union select unnest(array[owner_name, department]) from owners_dim where owner_id in (select owner_id from owned)
  union select unnest(array[h_code, cost_center]) from owned
  union select cost_center from sectors_dim where sector_id in (table mine)`;

const sums = (which: string): string => `
  select trim_scale(amount)::text as text from (
    select sum(usd_amount) as amount from chargeback_fact where sector_id ${which} (table mine) group by sector_id, month_start
    union all select usd_cost from cost_by_month where sector_id ${which} (table mine)
    union all select usd_amount from budgets where sector_id ${which} (table mine)
    union all select total_cost from month_totals where '${which}' = 'not in'
  ) amounts where abs(amount) > 20000 and amount <> round(amount)`;

const amountsOfOthers = `with mine as (select sector_id from sectors_dim where sector_name = any ($1)) ${sums('not in')}`;
/** What shared services cost stands on every bill that they are distributed to. */
const ownAmounts = `
  with mine as (select sector_id from sectors_dim where sector_name = any ($1)) ${sums('in')}
  union select trim_scale(sender_total)::text from allocation_fact where sector_id in (select sector_id from sectors_dim where sector_name = any ($1))
  union select trim_scale(sender_total)::text from chargeback_fact where sector_id in (select sector_id from sectors_dim where sector_name = any ($1))`;
