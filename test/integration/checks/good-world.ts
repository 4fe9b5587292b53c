import type { Database } from '../../../repositories/database.ts';
import { createViews } from '../../../repositories/views.ts';

/** Run 2 of the good world: usage of October through the 28th, after a run 1 that went well. */
export const goodRun = { runId: 2, date: '2025-10-29', from: '2025-10-01', to: '2025-10-28' } as const;

/**
 * A small world in which every check passes: Checkout with its test variant, Routing, and Login, a shared service that Retail
 * and Logistics pay for. Application ids are 101 to 104, their services 201 to 203, sectors 11 to 13.
 */
const goodWorld = `
  select ensure_month_partitions('2025-09-01', '2026-02-28');

  insert into pipeline_runs (run_id, workflow_id, workflow_run_id, trigger, started_by, status, code_version, config_version,
                             logical_date, window_from, window_to, started_at, ended_at)
  values (1, 'license-pipeline/2025-10-28', 'one', 'schedule', 'test', 'succeeded', 'v', 'c', '2025-10-28', '2025-09-15', '2025-10-27', '2025-10-28 02:00+00', '2025-10-28 02:01+00'),
         (2, 'license-pipeline/2025-10-29', 'two', 'schedule', 'test', 'running', 'v', 'c', '2025-10-29', '2025-10-01', '2025-10-28', '2025-10-29 02:00+00', null);
  insert into etl_execution_log (run_id, stage, status, worker, attempt, queued_at, started_at, ended_at)
  select 2, stage, 'succeeded', 'w', 1, '2025-10-29 02:00+00', '2025-10-29 02:00+00', '2025-10-29 02:00+00'
  from   unnest(array['servicenow', 'appdynamics', 'reconcile', 'forecast', 'allocate', 'refresh-views']) as s(stage);
  insert into etl_execution_log (run_id, stage, status, worker, attempt, queued_at, started_at)
  values (2, 'validate', 'running', 'w', 1, '2025-10-29 02:00+00', '2025-10-29 02:00+00');
  insert into source_snapshots (snapshot_id, run_id, stage, tool, instance, hash, answers) values (1, 2, 'appdynamics', 'appdynamics', 'acme', 'h', 1);
  insert into raw_source_answers (run_id, stage, tool, instance, path, slice, body_hash, body) values (2, 'appdynamics', 'appdynamics', 'acme', '/', '', 'h', '{}');
  insert into data_lineage (run_id, snapshot_id, stage, target_table, slice, rows_in, inserted, updated, deleted)
  values (2, 1, 'appdynamics', 'license_usage_fact', 'all', 176, 176, 0, 0);

  insert into sectors_dim (sector_id, sector_name, kind) values (11, 'Retail', 'sector'), (12, 'Logistics', 'sector'), (13, 'Global IT', 'shared');
  insert into owners_dim (owner_id, tool, instance, owner_key, owner_name) values (1, 'servicenow', 'acme', 'o1', 'Ada');
  insert into architecture_dim (architecture_id, pattern_name) values (1, 'three_tier');
  insert into capabilities_dim (capability_id, tool, capability_code, capability_name)
  values (1, 'appdynamics', 'APM', 'APM'), (2, 'appdynamics', 'unmapped', 'Unmapped packages');

  insert into applications_dim (app_id, kind, tool, instance, appd_application_id, appd_application_name, run_id)
  values (101, 'application', 'appdynamics', 'acme', '1', 'Checkout', 2),
         (102, 'application', 'appdynamics', 'acme', '2', 'Checkout-TEST', 2),
         (103, 'application', 'appdynamics', 'acme', '3', 'Routing', 2),
         (104, 'application', 'appdynamics', 'acme', '4', 'Login', 2);
  insert into applications_dim (app_id, kind, cmdb_tool, cmdb_instance, service_key, sn_service_name, sector_id, h_code, install_status,
                                operational_status, merged_into_app_id, run_id)
  values (201, 'service', 'servicenow', 'acme', 's1', 'Checkout', 11, 'H-RETAIL', '1', '1', 101, 2),
         (202, 'service', 'servicenow', 'acme', 's2', 'Routing', 12, 'H-LOGISTICS', '1', '1', 103, 2),
         (203, 'service', 'servicenow', 'acme', 's3', 'Login', 13, 'H-SHARED-1', '1', '1', 104, 2);
  insert into servers_dim (server_id, tool, instance, sn_sys_id, server_name, run_id) values (1, 'servicenow', 'acme', 'v1', 'host1', 2);
  insert into app_server_mapping (app_id, service_app_id, server_id, tool, instance, relation, run_id)
  values (101, 201, 1, 'servicenow', 'acme', 'Runs on', 2);

  insert into application_links (app_id, service_app_id, tool, instance, appd_application_id, sn_sys_id, method, decided_by, score,
                                 is_production, valid_from, run_id)
  values (101, 201, 'appdynamics', 'acme', '1', 's1', 'exact', 'matcher', 100, true, '2025-09-15', 1),
         (102, 201, 'appdynamics', 'acme', '2', 's1', 'normalized', 'matcher', 100, false, '2025-09-15', 1),
         (103, 202, 'appdynamics', 'acme', '3', 's2', 'exact', 'matcher', 100, true, '2025-09-15', 1),
         (104, 203, 'appdynamics', 'acme', '4', 's3', 'exact', 'matcher', 100, true, '2025-09-15', 1);
  insert into reconciliation_log (run_id, app_id, service_app_id, status, method, reason, decided_by, scores, score)
  select 2, app_id, service_app_id, 'auto_matched', method, 'same name', 'matcher', '{}', 100 from application_links;
  insert into application_ownership (app_id, sector_id, owner_id, h_code, valid_from, run_id)
  select l.app_id, s.sector_id, 1, s.h_code, '2025-09-15', 1
  from   application_links l join applications_dim s on s.app_id = l.service_app_id;

  insert into price_config (price_id, capability_id, tier, unit_rate, start_date, end_date)
  values (1, 1, 'PRO', 1.33, '2025-01-01', null), (2, 1, 'PEAK', 2.505, '2025-01-01', '2025-10-01'), (3, 1, 'PEAK', 2.755, '2025-10-01', null);
  insert into license_usage_fact (app_id, capability_id, run_id, tool, instance, tier, units_consumed, node_count, ts)
  select app_id, 1, 2, 'appdynamics', 'acme', case app_id when 103 then 'PEAK' else 'PRO' end, 10 + extract(day from d)::integer % 5 + 0.5, 3, d
  from   generate_series(101, 104) as a(app_id), generate_series(timestamp '2025-09-15', '2025-10-28', interval '1 day') as g(d);
  insert into license_cost_fact (app_id, capability_id, price_id, run_id, tool, instance, tier, units, unit_rate, cost_exact, usd_cost, ts)
  select u.app_id, 1, p.price_id, 2, u.tool, u.instance, u.tier, u.units_consumed, p.unit_rate,
         round(u.units_consumed * p.unit_rate, 8), round(u.units_consumed * p.unit_rate, 2), u.ts
  from   license_usage_fact u
  join   price_config p on p.tier = u.tier and u.ts >= p.start_date and (p.end_date is null or u.ts < p.end_date);
  insert into source_days (app_id, run_id, tool, instance, missing, is_complete, day)
  select app_id, 2, 'appdynamics', 'acme', '{}', true, d
  from   generate_series(101, 104) as a(app_id), generate_series(date '2025-09-15', '2025-10-28', interval '1 day') as g(d);

  insert into allocation_rules (rule_id, rule_name, method, status, created_by, approved_by, priority, is_default, start_date)
  values (1, 'default', 'equal', 'approved', 'ada', 'bob', 1, true, '2025-01-01');
  insert into chargeback_draft (app_id, sector_id, capability_id, run_id, h_code, units, usd_amount, amount_exact, month_start)
  select app_id, sector_id, capability_id, 2, h_code, sum(units), sum(usd_cost), sum(cost_exact), month_start
  from   charged_cost group by 1, 2, 3, 5, 9;
  insert into allocation_runs (month_start, run_id, receivers, senders)
  select distinct month_start, 2, array['Logistics', 'Retail'], 1 from chargeback_draft;
  insert into allocation_fact (app_id, sender_sector_id, sector_id, capability_id, rule_id, run_id, rule_version, method, driver,
                               driver_unit, driver_quantity, driver_total, ratio, sender_total, usd_amount, month_start, charge_month)
  select d.app_id, 13, r.sector_id, 1, 1, 2, 1, 'equal', 'units', 'sectors', 1, 2, 0.5, d.usd_amount,
         case r.sector_id when 11 then round(d.usd_amount / 2, 2) else d.usd_amount - round(d.usd_amount / 2, 2) end, d.month_start, d.month_start
  from   chargeback_draft d, unnest(array[11, 12]) as r(sector_id)
  where  d.app_id = 104;
  insert into chargeback_fact (app_id, sector_id, rule_id, run_id, chargeback_cycle, usd_amount, amount_exact, sender_total, month_start, charge_month)
  select app_id, sector_id, null, 2, 'direct', usd_amount, amount_exact, null::numeric, month_start, month_start from chargeback_draft
  union all
  select app_id, sector_id, 1, 2, 'allocated_shared_service', usd_amount, null, sender_total, month_start, month_start from allocation_fact
  union all
  select app_id, sender_sector_id, 1, 2, 'shared_service_offset', -sum(usd_amount), null, min(sender_total), month_start, month_start
  from   allocation_fact group by 1, 2, month_start;

  insert into forecast_models (model_id, model_name, method, parameters, is_active) values (1, 'ensemble', 'ensemble', '{}', true);
  insert into forecast_coverage (app_id, capability_id, run_id, tier, status, observed_rows, as_of)
  select distinct app_id, 1, 2, tier, 'forecast', 44, date '2025-10-29' from license_usage_fact;
  insert into forecast_fact (app_id, capability_id, price_id, model_id, run_id, tier, method, predicted_units, lower_units, upper_units,
                             unit_rate, predicted_cost, lower_cost, upper_cost, confidence, as_of, forecast_month)
  select c.app_id, 1, 1, 1, 2, c.tier, 'ensemble', 370, 300, 440, 1.33, 492.1, 399, 585.2, 0.95, c.as_of, m
  from   forecast_coverage c, generate_series(date '2025-11-01', '2026-10-01', interval '1 month') as g(m);
  insert into forecast_fact (app_id, capability_id, model_id, run_id, tier, method, predicted_units, lower_units, upper_units, confidence,
                             as_of, forecast_month)
  select app_id, 1, 1, 1, tier, 'ensemble', 0.95 * sum(units_consumed), 0, 2 * sum(units_consumed), 0.95, '2025-09-01', '2025-09-01'
  from   license_usage_fact where ts < '2025-10-01' group by app_id, tier;
`;

/** Fills an empty database with the good world, its roll-ups and views. */
export async function fillGoodWorld(database: Database): Promise<void> {
  await database.run('building the good world', goodWorld);
  await createViews(database).refresh(goodRun);
}
