import { sql } from './sql.ts';

/** How many rows a table must have after a run, or why none is right as well (C54). */
interface TableMinimum {
  readonly table: string;
  readonly rows: number;
  /** Only beside 0: why the table may be empty. */
  readonly because?: string;
}

/** Without rows in these there is no bill at all. */
export const coreTables: readonly TableMinimum[] = [
  { table: 'time_dim', rows: 366 },
  { table: 'capabilities_dim', rows: 1 },
  { table: 'applications_dim', rows: 1 },
  { table: 'license_usage_fact', rows: 1 },
  { table: 'license_cost_fact', rows: 1 },
  { table: 'chargeback_fact', rows: 1 },
];

/** Every other table; one that is not listed here fails an architecture test. */
export const otherTables: readonly TableMinimum[] = [
  { table: 'sectors_dim', rows: 5 },
  { table: 'owners_dim', rows: 1 },
  { table: 'architecture_dim', rows: 1 },
  { table: 'servers_dim', rows: 1 },
  { table: 'app_server_mapping', rows: 1 },
  { table: 'source_days', rows: 1 },
  { table: 'allocation_rules', rows: 1 },
  { table: 'forecast_models', rows: 1 },
  { table: 'forecast_fact', rows: 12 },
  { table: 'forecast_coverage', rows: 1 },
  { table: 'chargeback_periods', rows: 1 },
  { table: 'chargeback_draft', rows: 1 },
  { table: 'allocation_runs', rows: 1 },
  { table: 'pipeline_runs', rows: 1 },
  { table: 'etl_execution_log', rows: 1 },
  { table: 'data_lineage', rows: 1 },
  { table: 'source_snapshots', rows: 1 },
  { table: 'raw_source_answers', rows: 1 },
  { table: 'reconciliation_log', rows: 1 },
  { table: 'view_refreshes', rows: 1 },
  { table: 'reporting_clock', rows: 1 },
  { table: 'month_totals', rows: 1 },
  { table: 'cost_by_month', rows: 1 },
  { table: 'usage_by_day', rows: 1 },
  { table: 'bill_by_month', rows: 1 },
  { table: 'application_by_month', rows: 1 },
  { table: 'sector_by_month', rows: 1 },
  { table: 'capability_by_day', rows: 1 },
  { table: 'forecast_by_month', rows: 12 },
  { table: 'deployment', rows: 1 },
  { table: 'audit_log', rows: 1 },
  {
    table: 'price_config',
    rows: 0,
    because: 'Prices come from the contract, never from us; prices-exist judges (C61).',
  },
  {
    table: 'monitored_hosts',
    rows: 0,
    because: 'A tool may not tell its hosts; then every service in use counts as in scope.',
  },
  { table: 'application_links', rows: 0, because: 'Nothing may match; applications-are-matched judges.' },
  { table: 'application_ownership', rows: 0, because: 'It follows from links; cost-has-a-sector judges.' },
  { table: 'allocation_fact', rows: 0, because: 'There may be no shared service (000-210).' },
  { table: 'mapping_overrides', rows: 0, because: 'People may never have overruled the matcher.' },
  { table: 'review_queue', rows: 0, because: 'The matcher may have had no question.' },
  { table: 'user_actions', rows: 0, because: 'Nobody may have administered anything.' },
  { table: 'rejected_rows', rows: 0, because: 'Every row may have been usable.' },
  { table: 'row_changes', rows: 0, because: 'A first load changes nothing.' },
  { table: 'validation_results', rows: 0, because: 'Validation fills it after its checks have run.' },
  { table: 'price_tiers', rows: 0, because: 'Most prices have a single rate.' },
  { table: 'exchange_rates', rows: 0, because: 'Every price may be in US dollars.' },
  { table: 'contracts', rows: 0, because: 'There may be no commitment.' },
  { table: 'contract_lines', rows: 0, because: 'There may be no commitment.' },
  { table: 'contract_charge_fact', rows: 0, because: 'Use may stay within what was committed.' },
  { table: 'allocation_rule_parts', rows: 0, because: 'Only blends have parts.' },
  {
    table: 'allocation_rule_receivers',
    rows: 0,
    because: 'A rule without a list sends to every active sector.',
  },
  { table: 'allocation_drivers', rows: 0, because: 'Rules may follow what the pipeline measures itself.' },
  { table: 'period_closings', rows: 0, because: 'No month may have been closed yet.' },
  { table: 'period_waivers', rows: 0, because: 'Nothing may have been let pass.' },
  { table: 'closed_ownership', rows: 0, because: 'No month may have been closed yet.' },
  { table: 'late_usage_fact', rows: 0, because: 'Nothing may have come after a close.' },
  { table: 'cost_adjustment_fact', rows: 0, because: 'Nothing may have come after a close.' },
  { table: 'statement_decisions', rows: 0, because: 'Sectors answer only months in review.' },
  { table: 'disputes', rows: 0, because: 'Nobody may disagree.' },
  { table: 'vendor_invoices', rows: 0, because: 'Invoices are imported by people.' },
  { table: 'vendor_invoice_lines', rows: 0, because: 'Invoices are imported by people.' },
  { table: 'invoice_explanations', rows: 0, because: 'Invoice and cost may agree.' },
  { table: 'gl_journals', rows: 0, because: 'Journals are exported by people, of closed months.' },
  { table: 'gl_journal_lines', rows: 0, because: 'Journals are exported by people, of closed months.' },
  { table: 'application_changes', rows: 0, because: 'Applications may never have changed their name.' },
  { table: 'change_by_month', rows: 0, because: 'There may be no month before to compare with.' },
  { table: 'sector_today', rows: 0, because: 'It follows from applications of the monitoring tool.' },
  { table: 'budgets', rows: 0, because: 'Nobody may have planned.' },
  { table: 'reader_scopes', rows: 0, because: 'Every reader may see every sector.' },
  { table: 'actors', rows: 0, because: 'In development names are enough.' },
];

/** SQL for the tables with fewer rows than they must have. */
export function tooEmpty(tables: readonly TableMinimum[]): string {
  const counted = tables
    .filter(({ rows }) => rows > 0)
    .map(({ table, rows }) => {
      const present = `(select count(*) from (select from ${table} limit ${rows}) few)`;
      return `select '${table}' as table_name, ${present} as rows_present, ${rows} as rows_expected`;
    });
  return sql`
    select * from (
      ${counted.join('\n      union all ')}
    ) counted
    where  rows_present < rows_expected`;
}
