import { ConfigError } from '../../pipeline/errors.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import { actingAs, type Actor } from '../acting.ts';
import type { Database } from '../database.ts';
import { readNames } from './read-names.ts';

/** How much of a driver a sector had in a month, as a file says it. */
export interface DriverRow {
  readonly driver: string;
  readonly month: Month;
  readonly sector: string;
  readonly quantity: Decimal;
  readonly unit: string;
}

/** A row, and where it stands, e.g. `seats.csv:3`. */
export interface PlacedDriver {
  readonly row: DriverRow;
  readonly place: string;
}

/** What an import did to the tables; all but `unchanged` are 0 the second time. */
export interface DriversImported {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unchanged: number;
}

/** One driver table of one month. */
export interface DriverTable {
  readonly driver: string;
  readonly month: Month;
  readonly unit: string;
  readonly total: Decimal;
  readonly sectors: readonly { readonly sector: string; readonly quantity: Decimal }[];
  readonly createdBy: string;
}

/** The driver tables that people import. */
export function createDriverBook(database: Database) {
  return {
    /**
     * Makes each table of each month named exactly what the rows say: sectors that they do not name have nothing of it.
     *
     * @throws ConfigError for unknown sectors; PolicyError when a month is closed.
     */
    async replace(rows: readonly PlacedDriver[], actor: Actor): Promise<DriversImported> {
      return actingAs(database, actor, async (tx, { name }) => {
        const names = await readNames(tx);
        const problems: string[] = [];
        const known = rows.map(({ row, place }) => {
          const found: string[] = [];
          const { sectorId } = names.known(row.sector, found);
          problems.push(...found.map((what) => `${place} sector: ${what}`));
          return { ...row, sectorId };
        });
        if (problems.length > 0)
          throw new ConfigError(
            problems,
            'Correct the file; nothing of it was used.',
            `${problems.length} sector(s) of the file cannot be used`,
          );
        await tx.run('staging drivers', createStaged);
        await tx.run('staging drivers', fillStaged, [JSON.stringify(known)]);
        const deleted = await tx.run('removing drivers', deleteGone);
        const changed = await tx.one<{ inserted: number; updated: number }>(
          'writing drivers',
          upsertDrivers,
          [name],
        );
        return { ...changed, deleted, unchanged: rows.length - changed.inserted - changed.updated };
      });
    },

    /** The tables, the newest month first; of one month when it is given. */
    async list(month: Month | null): Promise<DriverTable[]> {
      return database.rows<DriverTable>('reading driver tables', listTables, [month]);
    },
  };
}

const createStaged = `
  create temp table staged_drivers (driver text, month_start date, sector_id integer, quantity numeric(20, 4), unit text) on commit drop`;

const fillStaged = `
  insert into staged_drivers
  select driver, month::date, "sectorId", quantity::numeric, unit
  from   jsonb_to_recordset($1::jsonb) as d(driver text, month text, "sectorId" integer, quantity text, unit text)`;

const deleteGone = `
  delete from allocation_drivers d
  where  exists (select from staged_drivers s where s.driver = d.driver_table and s.month_start = d.month_start)
  and    not exists (select from staged_drivers s where s.driver = d.driver_table and s.month_start = d.month_start
                     and s.sector_id = d.sector_id)`;

const upsertDrivers = `
  with saved as (
    insert into allocation_drivers as d (driver_table, month_start, sector_id, unit_name, quantity, created_by)
    select driver, month_start, sector_id, unit, quantity, $1 from staged_drivers order by 1, 2, 3
    on conflict (driver_table, month_start, sector_id) do update
      set unit_name = excluded.unit_name, quantity = excluded.quantity, created_by = excluded.created_by
      where (d.unit_name, d.quantity) is distinct from (excluded.unit_name, excluded.quantity)
    returning (xmax = 0) as is_new
  )
  select count(*) filter (where is_new)::integer as inserted, count(*) filter (where not is_new)::integer as updated from saved`;

const listTables = `
  select d.driver_table as driver, d.month_start as month, min(d.unit_name) as unit, trim_scale(sum(d.quantity))::text as total,
         jsonb_agg(jsonb_build_object('sector', s.sector_name, 'quantity', trim_scale(d.quantity)::text) order by s.sector_name) as sectors,
         string_agg(distinct d.created_by, ', ') as "createdBy"
  from   allocation_drivers d
  join   sectors_dim s using (sector_id)
  where  $1::date is null or d.month_start = $1
  group  by 1, 2
  order  by 2 desc, 1`;
