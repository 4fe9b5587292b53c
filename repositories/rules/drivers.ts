import type { DriverLine, SendingRule } from '../../domain/allocate/allocation.ts';
import { driversNeeded } from '../../domain/allocate/drivers-needed.ts';
import type { Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/** What drives a split beyond the units and cost of the draft. */
export function createDrivers(session: Session) {
  return {
    /** The drivers of the month that the rules ask for. */
    async forMonth(month: Month, rules: readonly SendingRule[]): Promise<DriverLine[]> {
      const needed = driversNeeded(rules);
      const read = (sql: string, values: readonly unknown[]): Promise<DriverLine[]> =>
        session.rows<DriverLine>('reading allocation drivers', sql, values);
      return [
        ...(needed.nodes ? await read(nodeDays, [month]) : []),
        ...(needed.servers ? await read(mappedServers, [month]) : []),
        ...(needed.tables.length > 0 ? await read(importedTables, [month, needed.tables]) : []),
      ];
    },
  };
}

const ofMonth = (column: string): string =>
  `${column} >= $1::date and ${column} < $1::date + interval '1 month'`;

/** Nodes per day, added up over the days on which the sector was charged: a node of half a month counts half. */
const nodeDays = `
  with nodes as (
    select app_id, ts, max(node_count) as nodes from license_usage_fact
    where  ${ofMonth('ts')} and node_count is not null
    group  by 1, 2
  ), owned as (
    select distinct app_id, ts, sector_id, h_code from charged_cost where ${ofMonth('ts')}
  )
  select 'nodes' as driver, null as "driverTable", o.sector_id as "sectorId", s.sector_name as "sectorName", o.h_code as "hCode",
         sum(n.nodes)::text as quantity, 'node days' as unit
  from   owned o
  join   nodes n using (app_id, ts)
  join   sectors_dim s using (sector_id)
  group  by 3, 4, 5
  order  by 3, 5`;

/** Servers that the CMDB relates to an application, for the sector that it belonged to last in the month. */
const mappedServers = `
  with owned as (
    select distinct on (app_id) app_id, sector_id, h_code from charged_cost where ${ofMonth('ts')} order by app_id, ts desc
  )
  select 'servers' as driver, null as "driverTable", o.sector_id as "sectorId", s.sector_name as "sectorName", o.h_code as "hCode",
         count(distinct v.server_id)::text as quantity, 'servers' as unit
  from   owned o
  join   app_server_mapping m using (app_id)
  join   servers_dim v on v.server_id = m.server_id and v.is_listed
  join   sectors_dim s on s.sector_id = o.sector_id
  group  by 3, 4, 5
  order  by 3, 5`;

const importedTables = `
  select 'table' as driver, d.driver_table as "driverTable", d.sector_id as "sectorId", s.sector_name as "sectorName",
         null as "hCode", d.quantity::text as quantity, d.unit_name as unit
  from   allocation_drivers d
  join   sectors_dim s using (sector_id)
  where  d.month_start = $1 and d.driver_table = any($2)
  order  by 2, 3`;
