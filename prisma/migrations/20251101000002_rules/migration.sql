-- What Prisma cannot say: value rules, ranges that cannot overlap, partitions, and what a price change sets in motion.

create extension if not exists btree_gist;

-- Whole values
alter table sectors_dim add check (kind in ('sector', 'shared', 'bucket'));
alter table capabilities_dim add check (licensed_metric in ('daily_maximum', 'daily_average'));
alter table applications_dim
  add check (kind in ('application', 'service', 'reserved')),
  add check (kind <> 'application' or (tool is not null and instance is not null and appd_application_id is not null)),
  add check (kind <> 'service' or (cmdb_tool is not null and cmdb_instance is not null and service_key is not null)),
  add check (kind <> 'service' or ((merged_into_app_id is null) = (sn_sys_id is not null))),
  add check (merged_into_app_id is null or kind = 'service');
alter table application_links
  add check (score between 0 and 100),
  add check (valid_to is null or valid_to > valid_from),
  add constraint application_links_one_service_at_a_time
    exclude using gist (app_id with =, daterange(valid_from, valid_to) with &&);
alter table application_ownership
  add check (source in ('cmdb', 'correction')),
  add check (source <> 'correction' or reason is not null),
  add check (valid_to is null or valid_to > valid_from),
  add constraint application_ownership_one_owner_at_a_time
    exclude using gist (app_id with =, daterange(valid_from, valid_to) with &&);
alter table license_usage_fact
  add check (category in ('usage', 'overlap')),
  add check (attribution in ('rule', 'vcpu', 'node_count')),
  add check (units_consumed > 0 or category = 'overlap'),
  add check (node_count >= 0),
  add check (ts = date_trunc('day', ts));
alter table license_cost_fact
  add check (unit_rate >= 0),
  add check (formula_version <> 1 or usd_cost = round(units * unit_rate, 2)),
  add check (formula_version <> 1 or cost_exact = round(units * unit_rate, 8)),
  add check (ts = date_trunc('day', ts));
alter table source_days add check (is_complete = (cardinality(missing) = 0));
alter table price_config
  add check (unit_rate >= 0),
  add check (end_date is null or end_date > start_date),
  add constraint price_config_one_price_a_day
    exclude using gist (capability_id with =, tier with =, daterange(start_date, end_date) with &&);
alter table allocation_rules
  add check (method in ('proportional_usage', 'equal', 'blend')),
  add check (driver in ('units', 'cost')),
  add check (fallback in ('equal', 'unallocated')),
  add check (status in ('draft', 'approved')),
  add check (status <> 'approved' or (approved_by is not null and approved_by <> created_by)),
  add check (is_default = (h_code_pattern is null)),
  add check (proportional_weight >= 0 and equal_weight >= 0 and proportional_weight + equal_weight = 1),
  add check (end_date is null or end_date > start_date);
alter table review_queue
  add check (status in ('open', 'approved', 'rejected', 'overridden', 'obsolete')),
  add check (score between 0 and 100),
  add check (status not in ('approved', 'rejected', 'overridden') or decided_by is not null);
alter table chargeback_periods
  add check (state in ('open', 'in_review', 'closed', 'restated')),
  add check (month_start = date_trunc('month', month_start));
alter table chargeback_fact
  add check (chargeback_cycle in ('direct', 'allocated_shared_service', 'shared_service_offset', 'adjustment')),
  add check (charge_month = date_trunc('month', charge_month)),
  add check ((chargeback_cycle = 'adjustment') = (corrected_line <> 0)),
  add check (charge_month = month_start or chargeback_cycle = 'adjustment'),
  add check (chargeback_cycle <> 'allocated_shared_service' or sender_total is not null);
alter table allocation_fact add check (ratio between 0 and 1);
alter table forecast_models add check (method in ('linear', 'smoothing', 'ensemble'));
create unique index forecast_models_one_active on forecast_models (is_active) where is_active;
alter table forecast_fact
  add check (lower_units >= 0 and lower_units <= predicted_units and predicted_units <= upper_units),
  add check (lower_cost <= predicted_cost and predicted_cost <= upper_cost),
  add check ((price_id is null) = (predicted_cost is null)),
  add check (confidence > 0 and confidence < 1),
  add check (forecast_month = date_trunc('month', forecast_month));
alter table forecast_coverage
  add check (status in ('forecast', 'insufficient_history')),
  add check (status = 'forecast' or reason is not null);
alter table pipeline_runs
  add check (trigger in ('manual', 'schedule', 'backfill')),
  add check (status in ('running', 'succeeded', 'degraded', 'failed')),
  add check (window_from <= window_to and window_to < logical_date);
alter table etl_execution_log
  add check (status in ('running', 'succeeded', 'failed', 'cancelled', 'lost')),
  add check (attempt > 0);
alter table row_changes
  add check (operation in ('update', 'delete')),
  add check ((operation = 'update') = (after is not null));
alter table reconciliation_log
  add check (status in ('auto_matched', 'needs_review', 'unmatched', 'overridden', 'approved')),
  add check (score between 0 and 100);
alter table validation_results
  add check (severity in ('blocking', 'warn', 'info')),
  add check (outcome in ('pass', 'warn', 'fail', 'not_evaluated', 'excluded'));
alter table view_refreshes add check (validation_status in ('pending', 'pass', 'warn', 'fail'));
alter table reporting_clock add check (clock_id = 1), add check (current_month = date_trunc('month', current_month));

-- One decision in force per application.
create unique index mapping_overrides_one_in_force on mapping_overrides (app_id) where is_active;

create function ensure_month_partitions(first_day date, last_day date) returns integer
language plpgsql as $$
declare
  month date := date_trunc('month', first_day);
  fact text;
  made integer := 0;
begin
  perform pg_advisory_xact_lock(7300);
  while month <= last_day loop
    insert into chargeback_periods (month_start) values (month) on conflict do nothing;
    foreach fact in array array['license_usage_fact', 'license_cost_fact'] loop
      if to_regclass(format('%I', fact || to_char(month, '_YYYY_MM'))) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)',
                       fact || to_char(month, '_YYYY_MM'), fact, month, month + interval '1 month');
        made := made + 1;
      end if;
    end loop;
    month := month + interval '1 month';
  end loop;
  return made;
end $$;
comment on function ensure_month_partitions is
  'Makes the monthly partitions of usage and cost, and the period rows, for all months of the days given.';

create function lock_month(month date) returns void
language sql as $$
  select pg_advisory_xact_lock(7301, (to_char(month, 'YYYYMM'))::integer)
$$;
comment on function lock_month is 'Holds off every other writer of the month until the transaction ends.';

create function flag_repriced_periods() returns trigger
language plpgsql as $$
begin
  update chargeback_periods
  set    needs_recost = true
  where  state = 'open' and month_start + interval '1 month' > least(old.start_date, new.start_date);
  return null;
end $$;
comment on function flag_repriced_periods is 'A price that comes, changes or goes makes stage 2 price the open months anew (R21).';
create trigger price_config_flags_periods
  after insert or update or delete on price_config for each row execute function flag_repriced_periods();
