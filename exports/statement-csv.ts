import { changeParts } from '../domain/statement/explain-change.ts';
import type { Share, Statement, StatementLine, UsagePart } from '../domain/statement/statement.ts';
import { toCsv } from './csv.ts';

const lineColumns = [
  'month',
  'sector',
  'sector_kind',
  'charge_mode',
  'cost_center',
  'currency',
  'fiscal_year',
  'fiscal_period',
  'period_state',
  'run_id',
  'line_id',
  'part',
  'application',
  'charge_month',
  'capability',
  'tier',
  'units',
  'counterpart',
  'rule',
  'rule_version',
  'step',
  'method',
  'driver',
  'driver_unit',
  'driver_quantity',
  'driver_total',
  'ratio',
  'sender_total',
  'original_line',
  'original_amount',
  'cause',
  'amount',
] as const;

type Cells = Partial<Record<(typeof lineColumns)[number], string | number | null>>;

/** The lines of statements, each in as many rows as it has reasons. The column `amount` adds up to the totals. */
export function statementLinesCsv(statements: readonly Statement[]): string {
  const rows = statements.flatMap((statement) =>
    statement.lines.flatMap((line) =>
      reasonsOf(line).map((reason) => ({ ...headCells(statement), ...lineCells(line), ...reason })),
    ),
  );
  return toCsv(
    lineColumns,
    rows.map((cells: Cells) => lineColumns.map((column) => textOf(cells[column]))),
  );
}

function headCells({ header, owner }: Statement): Cells {
  return {
    month: header.month,
    sector: owner.name,
    sector_kind: owner.kind,
    charge_mode: owner.chargeMode,
    cost_center: owner.costCenter,
    currency: header.currency,
    fiscal_year: header.fiscalYear,
    fiscal_period: header.fiscalPeriod,
    period_state: header.periodState,
    run_id: header.runId,
  };
}

function lineCells({ lineId, part, application, chargeMonth, correction, amount }: StatementLine): Cells {
  return {
    line_id: lineId,
    part,
    application,
    charge_month: chargeMonth,
    original_line: correction?.originalLine ?? null,
    original_amount: correction?.originalAmount ?? null,
    cause: correction?.causes.join(' and ') ?? null,
    amount,
  };
}

function reasonsOf({ usage, shares }: StatementLine): Cells[] {
  if (usage.length > 0) return usage.map(usageCells);
  return shares.length > 0 ? shares.map(shareCells) : [{}];
}

function usageCells({ capability, tier, units, amount }: UsagePart): Cells {
  return { capability, tier, units, amount };
}

function shareCells(share: Share): Cells {
  return {
    capability: share.capability,
    counterpart: share.counterpart,
    rule: share.rule,
    rule_version: share.ruleVersion,
    step: share.step,
    method: share.method,
    driver: share.driver,
    driver_unit: share.driverUnit,
    driver_quantity: share.quantity,
    driver_total: share.driverTotal,
    ratio: share.ratio,
    sender_total: share.senderTotal,
    amount: share.amount,
  };
}

const summaryColumns = [
  'month',
  'sector',
  'sector_kind',
  'charge_mode',
  'cost_center',
  'currency',
  'fiscal_year',
  'fiscal_period',
  'period_state',
  'run_id',
  'data_through',
  'direct',
  'shared_in',
  'shared_out',
  'adjustments',
  'total',
  'previous_total',
  ...changeParts.map((part) => `change_${part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`),
  'bucket_since',
  'bucket_months',
  'statement_hash',
];

/** One row per statement: its parts, and why its total moved. */
export function statementSummaryCsv(statements: readonly Statement[]): string {
  return toCsv(summaryColumns, statements.map(summaryCells));
}

function summaryCells(statement: Statement): (string | null)[] {
  const { header, totals, change, bucketAge, hash } = statement;
  return [
    ...Object.values(headCells(statement)),
    header.dataThrough,
    totals.direct,
    totals.sharedIn,
    totals.sharedOut,
    totals.adjustments,
    totals.total,
    change?.previousTotal,
    ...changeParts.map((part) => change?.parts[part]),
    bucketAge?.since,
    bucketAge?.months,
    hash,
  ].map(textOf);
}

const proofColumns = ['month', 'statements', 'total_cost', 'corrections', 'difference', 'corrected_later'];

/** One row: that all sectors and buckets together are what the month cost. */
export function proofCsv([statement]: readonly Statement[]): string {
  if (!statement) return toCsv(proofColumns, []);
  const { statements, cost, corrections, difference, correctedLater } = statement.proof;
  return toCsv(proofColumns, [
    [statement.header.month, statements, cost, corrections, difference, correctedLater],
  ]);
}

function textOf(value: string | number | null | undefined): string | null {
  return value === undefined || value === null ? null : String(value);
}
