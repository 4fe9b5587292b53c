import type { Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { hashOfRows } from '../lineage.ts';

/** What a month consists of: every table that a close protects, with the columns that tell its content and which rows are the month's. */
export const monthContent = {
  license_usage_fact: {
    columns: [
      'tool',
      'instance',
      'app_id',
      'capability_id',
      'tier',
      'category',
      'units_consumed',
      'units_average',
      'node_count',
      'ts',
    ],
    where: "ts >= $1::date and ts < $1::date + interval '1 month'",
  },
  license_cost_fact: {
    columns: [
      'tool',
      'instance',
      'app_id',
      'capability_id',
      'tier',
      'ts',
      'price_id',
      'currency',
      'units',
      'unit_rate',
      'exchange_rate',
      'cost_exact',
      'usd_cost',
      'formula_version',
    ],
    where: "ts >= $1::date and ts < $1::date + interval '1 month'",
  },
  contract_charge_fact: {
    columns: [
      'app_id',
      'sector_id',
      'capability_id',
      'contract_line_id',
      'price_id',
      'kind',
      'h_code',
      'units',
      'cost_exact',
      'usd_cost',
    ],
    where: 'month_start = $1',
  },
  closed_ownership: {
    columns: [
      'app_id',
      'sector_id',
      'owner_id',
      'architecture_id',
      'h_code',
      'cost_center',
      'valid_from',
      'valid_to',
    ],
    where: 'month_start = $1',
  },
  chargeback_draft: {
    columns: ['app_id', 'sector_id', 'capability_id', 'h_code', 'units', 'usd_amount', 'amount_exact'],
    where: 'month_start = $1',
  },
  allocation_fact: {
    columns: [
      'app_id',
      'sender_sector_id',
      'sector_id',
      'capability_id',
      'rule_id',
      'rule_version',
      'step',
      'method',
      'driver',
      'driver_unit',
      'driver_quantity',
      'driver_total',
      'ratio',
      'sender_total',
      'usd_amount',
      'charge_month',
    ],
    where: 'month_start = $1',
  },
  cost_adjustment_fact: {
    columns: [
      'tool',
      'instance',
      'app_id',
      'sector_id',
      'capability_id',
      'tier',
      'h_code',
      'cause',
      'units',
      'cost_exact',
      'usd_cost',
      'ts',
    ],
    where: 'month_start = $1',
  },
  chargeback_fact: {
    columns: [
      'app_id',
      'sector_id',
      'chargeback_cycle',
      'adjusted_cycle',
      'corrected_line',
      'cause',
      'version',
      'rule_id',
      'allocation_method',
      'currency',
      'usd_amount',
      'amount_exact',
      'sender_total',
      'charge_month',
    ],
    where: 'month_start = $1',
  },
} as const satisfies Record<string, { readonly columns: readonly string[]; readonly where: string }>;

export type MonthTable = keyof typeof monthContent;

/** A hash over each table's rows of the month, and one over all. */
export interface MonthHash {
  readonly all: string;
  readonly tables: Readonly<Record<MonthTable, string>>;
}

/** The hash of a month as it stands. Equal content gives equal text in any order; ids of rows, runs and clock times stay out. */
export async function hashMonth(session: Session, month: Month): Promise<MonthHash> {
  const parts = Object.entries(monthContent).map(
    ([table, { columns, where }]) =>
      `(select ${hashOfRows(columns)} from ${table} where ${where}) as ${table}`,
  );
  const tables = await session.one<Record<MonthTable, string>>(
    'hashing a month',
    `select ${parts.join(',\n')}`,
    [month],
  );
  const { all } = await session.one<{ all: string }>('hashing a month', 'select md5($1) as all', [
    Object.keys(monthContent)
      .map((table) => `${table} ${tables[table as MonthTable]}`)
      .join('\n'),
  ]);
  return { all, tables };
}
