import { rowsCheck } from '../rows-check.ts';
import { asked, sql } from '../sql.ts';

interface NaturalKey {
  readonly table: string;
  readonly columns: readonly string[];
  readonly where?: string;
}

const fact = ['tool', 'instance', 'app_id', 'capability_id', 'tier', 'ts'];
/** Facts of the months that the run touched; others were looked at when they were loaded. */
const recent = `ts >= date_trunc('month', ${asked.from})`;

const naturalKeys: readonly NaturalKey[] = [
  { table: 'license_usage_fact', columns: fact, where: recent },
  { table: 'license_cost_fact', columns: fact, where: recent },
  {
    table: 'applications_dim',
    columns: ['tool', 'instance', 'appd_application_id'],
    where: `kind = 'application'`,
  },
  {
    table: 'applications_dim',
    columns: ['cmdb_tool', 'cmdb_instance', 'service_key'],
    where: `kind = 'service'`,
  },
  {
    table: 'applications_dim',
    columns: ['cmdb_tool', 'cmdb_instance', 'sn_sys_id'],
    where: 'sn_sys_id is not null',
  },
  { table: 'servers_dim', columns: ['tool', 'instance', 'sn_sys_id'] },
  { table: 'sectors_dim', columns: ['sector_name'] },
  { table: 'owners_dim', columns: ['tool', 'instance', 'owner_key'] },
  { table: 'capabilities_dim', columns: ['tool', 'capability_code'] },
  {
    table: 'chargeback_fact',
    columns: [
      'app_id',
      'sector_id',
      'month_start',
      'charge_month',
      'chargeback_cycle',
      'adjusted_cycle',
      'corrected_line',
      'version',
    ],
  },
  {
    table: 'allocation_fact',
    columns: [
      'month_start',
      'charge_month',
      'app_id',
      'sender_sector_id',
      'sector_id',
      'capability_id',
      'rule_id',
    ],
  },
  { table: 'forecast_fact', columns: ['as_of', 'app_id', 'capability_id', 'tier', 'forecast_month'] },
];

const duplicatesOf = ({ table, columns, where }: NaturalKey): string => `
    select '${table}' as table_name, concat_ws('/', ${columns.join(', ')}) as natural_key, count(*) as rows
    from   ${table}
    where  ${where ?? 'true'}
    group  by ${columns.join(', ')}
    having count(*) > 1`;

/** Twice the same thing is twice the money. The key of allocation lines may hold a null rule, which no constraint sees. */
export const naturalKeysAreUnique = rowsCheck({
  id: 'natural-keys-are-unique',
  family: 'keys',
  says: 'Nothing stands in a table twice.',
  requirement: ['000-106', 'C48', 'C62', '2.4'],
  severity: 'blocking',
  needs: [],
  remedy: 'Restore the unique constraint of the table after removing the later row of each pair.',
  rows: 'natural keys with more than one row',
  among: String(naturalKeys.length),
  failingRows: sql`${naturalKeys.map(duplicatesOf).join('\n    union all ')}`,
});
