import { unguarded, type Fault } from './fault.ts';

const rollUps = {
  application_by_month: 'usd_cost',
  bill_by_month: 'total',
  capability_by_day: 'usd_cost',
  forecast_by_month: 'predicted_cost',
  sector_by_month: 'usd_cost',
  usage_by_day: 'usd_cost',
} as const;

const dollarTooMuch = Object.entries(rollUps)
  .map(
    ([table, amount]) =>
      `update ${table} set ${amount} = ${amount} + 1 where ctid = (select ctid from ${table} where ${amount} > 0 limit 1)`,
  )
  .join(';');

/** Faults of completeness, keys and reconciliation. */
export const dataFaults: readonly Fault[] = [
  {
    check: 'core-tables-populated',
    when: 'the bill is empty',
    sql: 'truncate chargeback_fact',
    outcome: 'fail',
    failingRows: 1,
    sample: { table_name: 'chargeback_fact', rows_present: '0', rows_expected: '1' },
  },
  {
    check: 'all-tables-populated',
    when: 'no service has a server',
    sql: 'truncate app_server_mapping',
    outcome: 'warn',
    failingRows: 1,
    sample: { table_name: 'app_server_mapping' },
  },
  {
    check: 'data-is-fresh',
    when: 'the last day has not come',
    sql: `delete from source_days where day >= '2025-10-28'`,
    outcome: 'warn',
    failingRows: 1,
    observed: 'data through 2025-10-27, 24 h behind at most; last good run 2025-10-28',
  },
  {
    check: 'data-is-fresh',
    when: 'two days have not come',
    sql: `update source_days set is_complete = false, missing = '{APM/PRO}' where day >= '2025-10-27'`,
    outcome: 'fail',
    failingRows: 1,
    sample: { data_through: '2025-10-26', hours_behind: '48' },
  },
  {
    check: 'data-is-fresh',
    when: 'no run went well before, however old the data is',
    sql: `update pipeline_runs set status = 'failed' where run_id = 1; delete from source_days where day >= '2025-10-20'`,
    outcome: 'excluded',
    failingRows: 1,
  },
  {
    check: 'no-day-is-missing',
    when: 'a day has a gap and another was never asked for',
    sql: `update source_days set is_complete = false, missing = '{APM/PRO}' where app_id = 101 and day = '2025-10-20';
          delete from source_days where app_id = 101 and day = '2025-10-22'`,
    outcome: 'warn',
    failingRows: 1,
    sample: {
      app_id: '101',
      days: '2',
      first_day: '2025-10-20',
      last_day: '2025-10-22',
      missing: 'APM/PRO; the whole day',
    },
  },
  {
    check: 'no-day-is-missing',
    when: 'an application begins in mid-window and another ends there: neither misses a day',
    sql: `delete from source_days where app_id = 101 and day < '2025-10-10';
          delete from source_days where app_id = 102 and day > '2025-10-10';
          update applications_dim set is_listed = false where app_id = 102`,
    outcome: 'pass',
    failingRows: 0,
  },
  {
    check: 'no-row-was-rejected',
    when: 'this run rejected a row; those of other runs do not count',
    sql: `insert into rejected_rows (run_id, stage, tool, instance, entity, source_key, reason, detail, "row")
          select r, 'appdynamics', 'appdynamics', 'acme', 'usage day', 'k' || r, 'negative-units', '-1', '{}' from unnest(array[1, 2]) r`,
    outcome: 'warn',
    failingRows: 1,
    sample: { source_key: 'k2', reason: 'negative-units' },
  },
  {
    check: 'views-equal-facts',
    when: 'cost changed after the refresh',
    sql: `delete from license_cost_fact where ts = '2025-10-20' and app_id = 101`,
    outcome: 'warn',
    failingRows: 2,
    money: '27.94',
    sample: { difference: '13.97' },
  },
  {
    check: 'views-equal-facts',
    when: 'every roll-up holds a dollar too much',
    sql: dollarTooMuch,
    outcome: 'warn',
    failingRows: 6,
    money: '6.00',
  },
  {
    check: 'references-exist',
    when: 'a server is gone and cost names a run that never was',
    sql: `${unguarded} delete from servers_dim; update license_cost_fact set run_id = 99 where app_id = 101 and ts = '2025-10-20'`,
    outcome: 'fail',
    failingRows: 2,
    observed: 'keys that point at nothing: 2',
    sample: { reference: 'app_server_mapping.server_id', missing_key: '1', rows: '1' },
  },
  {
    check: 'natural-keys-are-unique',
    when: 'usage of a day stands there twice',
    sql: `do $$ begin execute 'drop index ' || (select string_agg(indexrelid::regclass::text, ', ') from pg_index
            where indrelid = 'license_usage_fact'::regclass and indisunique and not indisprimary); end $$;
          insert into license_usage_fact (app_id, capability_id, run_id, tool, instance, tier, units_consumed, ts)
          select app_id, capability_id, run_id, tool, instance, tier, units_consumed, ts from license_usage_fact
          where app_id = 101 and ts = '2025-10-20'`,
    outcome: 'fail',
    failingRows: 1,
    sample: { table_name: 'license_usage_fact', rows: '2' },
  },
  {
    check: 'natural-keys-are-unique',
    when: 'an allocated part without a rule is doubled, which no constraint sees',
    sql: `update allocation_fact set rule_id = null;
          insert into allocation_fact (app_id, sender_sector_id, sector_id, capability_id, run_id, method, driver, driver_unit,
                                       driver_quantity, driver_total, ratio, sender_total, usd_amount, month_start, charge_month)
          select app_id, sender_sector_id, sector_id, capability_id, run_id, method, driver, driver_unit, driver_quantity,
                 driver_total, ratio, sender_total, usd_amount, month_start, charge_month
          from   allocation_fact where month_start = '2025-10-01' and sector_id = 11`,
    outcome: 'fail',
    failingRows: 1,
  },
  {
    check: 'applications-are-matched',
    when: 'one of four has no link in force',
    sql: `update application_links set valid_to = '2025-10-20' where app_id = 103`,
    outcome: 'warn',
    failingRows: 1,
    observed: '75 % (3 of 4 applications)',
    sample: { application: 'Routing', reason: 'same name' },
  },
  {
    check: 'services-are-monitored',
    when: 'a service in scope has no application; one out of scope does not count',
    sql: `insert into applications_dim (kind, cmdb_tool, cmdb_instance, service_key, sn_sys_id, sn_service_name, is_in_scope)
          values ('service', 'servicenow', 'acme', 's8', 's8', 'Billing', true), ('service', 'servicenow', 'acme', 's9', 's9', 'Archive', false)`,
    outcome: 'warn',
    failingRows: 1,
    observed: '80 % (4 of 5 applications and services)',
    sample: { service: 'Billing' },
  },
  {
    check: 'services-are-monitored',
    when: 'hosts report: of the idle services only the marked one, and the one on such a host, are expected to be monitored',
    sql: `insert into applications_dim (app_id, kind, cmdb_tool, cmdb_instance, service_key, sn_sys_id, sn_service_name, is_marked_monitored)
          values (301, 'service', 'servicenow', 'acme', 's5', 's5', 'On a host', null), (302, 'service', 'servicenow', 'acme', 's6', 's6', 'Elsewhere', null),
                 (303, 'service', 'servicenow', 'acme', 's7', 's7', 'Marked', true), (304, 'service', 'servicenow', 'acme', 's8', 's8', 'Spared', false);
          insert into app_server_mapping (app_id, service_app_id, server_id, tool, instance, relation, run_id)
          select app_id, app_id, 1, 'servicenow', 'acme', 'Runs on', 2 from unnest(array[301, 304]) as t(app_id);
          insert into monitored_hosts (app_id, run_id, tool, instance, host_name) values (101, 2, 'appdynamics', 'acme', 'host1.example.com')`,
    outcome: 'warn',
    failingRows: 2,
    observed: '66.6667 % (4 of 6 applications and services)',
  },
  {
    check: 'one-production-application-per-service',
    when: 'the test variant counts as production as well',
    sql: 'update application_links set is_production = true',
    outcome: 'fail',
    failingRows: 1,
    sample: { service: 'Checkout', application_names: 'Checkout, Checkout-TEST' },
  },
  {
    check: 'retired-applications-are-unused',
    when: 'the CMDB calls a used service retired',
    sql: `update applications_dim set operational_status = '6' where app_id = 202`,
    outcome: 'warn',
    failingRows: 1,
    sample: { application: 'Routing', first_day: '2025-10-22', last_day: '2025-10-28' },
  },
];
