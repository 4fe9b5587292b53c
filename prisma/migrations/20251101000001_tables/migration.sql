-- The tables of schema.prisma; the two large facts are partitioned by month.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "time_dim" (
    "time_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "month_start" DATE NOT NULL,
    "quarter" SMALLINT NOT NULL,
    "year" SMALLINT NOT NULL,
    "iso_week" SMALLINT NOT NULL,
    "weekday" SMALLINT NOT NULL,
    "fiscal_year" SMALLINT NOT NULL,
    "fiscal_period" SMALLINT NOT NULL,
    "is_weekend" BOOLEAN NOT NULL,
    "is_month_end" BOOLEAN NOT NULL,

    CONSTRAINT "time_dim_pkey" PRIMARY KEY ("time_id")
);

-- CreateTable
CREATE TABLE "sectors_dim" (
    "sector_id" SERIAL NOT NULL,
    "sector_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'sector',
    "is_chargeable" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "sectors_dim_pkey" PRIMARY KEY ("sector_id")
);

-- CreateTable
CREATE TABLE "owners_dim" (
    "owner_id" SERIAL NOT NULL,
    "parent_owner_id" INTEGER,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "owner_key" TEXT NOT NULL,
    "owner_name" TEXT NOT NULL,
    "department" TEXT,

    CONSTRAINT "owners_dim_pkey" PRIMARY KEY ("owner_id")
);

-- CreateTable
CREATE TABLE "architecture_dim" (
    "architecture_id" SERIAL NOT NULL,
    "pattern_name" TEXT NOT NULL,

    CONSTRAINT "architecture_dim_pkey" PRIMARY KEY ("architecture_id")
);

-- CreateTable
CREATE TABLE "capabilities_dim" (
    "capability_id" SERIAL NOT NULL,
    "tool" TEXT NOT NULL,
    "capability_code" TEXT NOT NULL,
    "capability_name" TEXT NOT NULL,
    "unit_name" TEXT NOT NULL DEFAULT 'license unit',
    "licensed_metric" TEXT NOT NULL DEFAULT 'daily_maximum',

    CONSTRAINT "capabilities_dim_pkey" PRIMARY KEY ("capability_id")
);

-- CreateTable
CREATE TABLE "applications_dim" (
    "app_id" SERIAL NOT NULL,
    "owner_id" INTEGER,
    "sector_id" INTEGER,
    "architecture_id" INTEGER,
    "merged_into_app_id" INTEGER,
    "kind" TEXT NOT NULL,
    "tool" TEXT,
    "instance" TEXT,
    "appd_application_id" TEXT,
    "appd_application_name" TEXT,
    "cmdb_tool" TEXT,
    "cmdb_instance" TEXT,
    "service_key" TEXT,
    "sn_sys_id" TEXT,
    "sn_service_name" TEXT,
    "h_code" TEXT,
    "cost_center" TEXT,
    "support_group" TEXT,
    "environment" TEXT,
    "install_status" TEXT,
    "operational_status" TEXT,
    "is_in_scope" BOOLEAN NOT NULL DEFAULT true,
    "is_marked_monitored" BOOLEAN,
    "is_listed" BOOLEAN NOT NULL DEFAULT true,
    "run_id" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "applications_dim_pkey" PRIMARY KEY ("app_id")
);

-- CreateTable
CREATE TABLE "application_links" (
    "link_id" SERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "service_app_id" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "appd_application_id" TEXT NOT NULL,
    "sn_sys_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "score" DECIMAL(5,2) NOT NULL,
    "is_production" BOOLEAN NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "run_id" INTEGER NOT NULL,

    CONSTRAINT "application_links_pkey" PRIMARY KEY ("link_id")
);

-- CreateTable
CREATE TABLE "application_ownership" (
    "ownership_id" SERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "owner_id" INTEGER,
    "architecture_id" INTEGER,
    "h_code" TEXT,
    "cost_center" TEXT,
    "tier" TEXT,
    "source" TEXT NOT NULL DEFAULT 'cmdb',
    "reason" TEXT,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "run_id" INTEGER NOT NULL,

    CONSTRAINT "application_ownership_pkey" PRIMARY KEY ("ownership_id")
);

-- CreateTable
CREATE TABLE "servers_dim" (
    "server_id" SERIAL NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "sn_sys_id" TEXT NOT NULL,
    "server_name" TEXT NOT NULL,
    "host_name" TEXT,
    "os" TEXT,
    "environment" TEXT,
    "operational_status" TEXT,
    "cpu_count" INTEGER,
    "is_listed" BOOLEAN NOT NULL DEFAULT true,
    "run_id" INTEGER NOT NULL,

    CONSTRAINT "servers_dim_pkey" PRIMARY KEY ("server_id")
);

-- CreateTable
CREATE TABLE "app_server_mapping" (
    "mapping_id" SERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "service_app_id" INTEGER NOT NULL,
    "server_id" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "run_id" INTEGER NOT NULL,

    CONSTRAINT "app_server_mapping_pkey" PRIMARY KEY ("mapping_id")
);

-- CreateTable
CREATE TABLE "license_usage_fact" (
    "usage_id" BIGSERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "category" TEXT NOT NULL DEFAULT 'usage',
    "attribution" TEXT NOT NULL DEFAULT 'rule',
    "units_consumed" DECIMAL(18,4) NOT NULL,
    "units_average" DECIMAL(18,4),
    "node_count" INTEGER,
    "ts" TIMESTAMP(0) NOT NULL,

    CONSTRAINT "license_usage_fact_pkey" PRIMARY KEY ("usage_id","ts")
) PARTITION BY RANGE ("ts");

-- CreateTable
CREATE TABLE "license_cost_fact" (
    "cost_id" BIGSERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "price_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "units" DECIMAL(18,4) NOT NULL,
    "unit_rate" DECIMAL(18,8) NOT NULL,
    "cost_exact" DECIMAL(20,8) NOT NULL,
    "usd_cost" DECIMAL(14,2) NOT NULL,
    "formula_version" SMALLINT NOT NULL DEFAULT 1,
    "ts" TIMESTAMP(0) NOT NULL,

    CONSTRAINT "license_cost_fact_pkey" PRIMARY KEY ("cost_id","ts")
) PARTITION BY RANGE ("ts");

-- CreateTable
CREATE TABLE "source_days" (
    "app_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "missing" TEXT[],
    "is_complete" BOOLEAN NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "source_days_pkey" PRIMARY KEY ("tool","instance","app_id","day")
);

-- CreateTable
CREATE TABLE "monitored_hosts" (
    "app_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "host_name" TEXT NOT NULL,

    CONSTRAINT "monitored_hosts_pkey" PRIMARY KEY ("tool","instance","app_id","host_name")
);

-- CreateTable
CREATE TABLE "price_config" (
    "price_id" SERIAL NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "price_list" TEXT NOT NULL DEFAULT 'manual',
    "created_by" TEXT NOT NULL DEFAULT 'system',
    "unit_rate" DECIMAL(18,8) NOT NULL,
    "start_date" DATE NOT NULL,
    "end_date" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "price_config_pkey" PRIMARY KEY ("price_id")
);

-- CreateTable
CREATE TABLE "allocation_rules" (
    "rule_id" SERIAL NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "rule_name" TEXT NOT NULL,
    "h_code_pattern" TEXT,
    "method" TEXT NOT NULL,
    "driver" TEXT NOT NULL DEFAULT 'units',
    "fallback" TEXT NOT NULL DEFAULT 'equal',
    "status" TEXT NOT NULL DEFAULT 'draft',
    "created_by" TEXT NOT NULL DEFAULT 'seed',
    "approved_by" TEXT,
    "priority" INTEGER NOT NULL,
    "proportional_weight" DECIMAL(6,4) NOT NULL DEFAULT 1,
    "equal_weight" DECIMAL(6,4) NOT NULL DEFAULT 0,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "start_date" DATE NOT NULL,
    "end_date" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "approved_at" TIMESTAMPTZ(3),

    CONSTRAINT "allocation_rules_pkey" PRIMARY KEY ("rule_id")
);

-- CreateTable
CREATE TABLE "mapping_overrides" (
    "override_id" SERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "service_app_id" INTEGER,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "mapping_overrides_pkey" PRIMARY KEY ("override_id")
);

-- CreateTable
CREATE TABLE "review_queue" (
    "review_id" SERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "service_app_id" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "reason" TEXT NOT NULL,
    "decided_by" TEXT,
    "decision_reason" TEXT,
    "candidates" JSONB NOT NULL,
    "score" DECIMAL(5,2) NOT NULL,
    "run_id" INTEGER NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "review_queue_pkey" PRIMARY KEY ("review_id")
);

-- CreateTable
CREATE TABLE "chargeback_periods" (
    "month_start" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "closed_by" TEXT,
    "needs_recost" BOOLEAN NOT NULL DEFAULT false,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "chargeback_periods_pkey" PRIMARY KEY ("month_start")
);

-- CreateTable
CREATE TABLE "chargeback_draft" (
    "app_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "h_code" TEXT NOT NULL DEFAULT '',
    "units" DECIMAL(20,4) NOT NULL,
    "usd_amount" DECIMAL(14,2) NOT NULL,
    "amount_exact" DECIMAL(20,8) NOT NULL,
    "month_start" DATE NOT NULL,

    CONSTRAINT "chargeback_draft_pkey" PRIMARY KEY ("month_start","app_id","sector_id","h_code","capability_id")
);

-- CreateTable
CREATE TABLE "chargeback_fact" (
    "chargeback_id" BIGSERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "rule_id" INTEGER,
    "run_id" INTEGER NOT NULL,
    "corrected_line" BIGINT NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "chargeback_cycle" TEXT NOT NULL,
    "allocation_method" TEXT,
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "usd_amount" DECIMAL(14,2) NOT NULL,
    "amount_exact" DECIMAL(20,8),
    "sender_total" DECIMAL(14,2),
    "month_start" DATE NOT NULL,
    "charge_month" DATE NOT NULL,

    CONSTRAINT "chargeback_fact_pkey" PRIMARY KEY ("chargeback_id")
);

-- CreateTable
CREATE TABLE "allocation_fact" (
    "allocation_id" BIGSERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "sender_sector_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "rule_id" INTEGER,
    "run_id" INTEGER NOT NULL,
    "rule_version" INTEGER,
    "method" TEXT NOT NULL,
    "driver" TEXT NOT NULL,
    "driver_unit" TEXT NOT NULL,
    "driver_quantity" DECIMAL(20,4) NOT NULL,
    "driver_total" DECIMAL(20,4) NOT NULL,
    "ratio" DECIMAL(12,10) NOT NULL,
    "sender_total" DECIMAL(14,2) NOT NULL,
    "usd_amount" DECIMAL(14,2) NOT NULL,
    "month_start" DATE NOT NULL,

    CONSTRAINT "allocation_fact_pkey" PRIMARY KEY ("allocation_id")
);

-- CreateTable
CREATE TABLE "allocation_runs" (
    "month_start" DATE NOT NULL,
    "run_id" INTEGER NOT NULL,
    "receivers" TEXT[],
    "senders" INTEGER NOT NULL,

    CONSTRAINT "allocation_runs_pkey" PRIMARY KEY ("month_start")
);

-- CreateTable
CREATE TABLE "forecast_models" (
    "model_id" SERIAL NOT NULL,
    "model_name" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "forecast_models_pkey" PRIMARY KEY ("model_id")
);

-- CreateTable
CREATE TABLE "forecast_fact" (
    "forecast_id" BIGSERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "price_id" INTEGER,
    "model_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "predicted_units" DECIMAL(20,4) NOT NULL,
    "lower_units" DECIMAL(20,4) NOT NULL,
    "upper_units" DECIMAL(20,4) NOT NULL,
    "unit_rate" DECIMAL(18,8),
    "predicted_cost" DECIMAL(14,2),
    "lower_cost" DECIMAL(14,2),
    "upper_cost" DECIMAL(14,2),
    "confidence" DECIMAL(4,3) NOT NULL,
    "as_of" DATE NOT NULL,
    "forecast_month" DATE NOT NULL,

    CONSTRAINT "forecast_fact_pkey" PRIMARY KEY ("forecast_id")
);

-- CreateTable
CREATE TABLE "forecast_coverage" (
    "app_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "observed_rows" INTEGER NOT NULL,
    "as_of" DATE NOT NULL,

    CONSTRAINT "forecast_coverage_pkey" PRIMARY KEY ("as_of","app_id","capability_id","tier")
);

-- CreateTable
CREATE TABLE "pipeline_runs" (
    "run_id" SERIAL NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "workflow_run_id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "started_by" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "code_version" TEXT NOT NULL,
    "config_version" TEXT NOT NULL,
    "only_stages" TEXT[],
    "report" JSONB,
    "logical_date" DATE NOT NULL,
    "window_from" DATE NOT NULL,
    "window_to" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "pipeline_runs_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "etl_execution_log" (
    "execution_id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "worker" TEXT NOT NULL,
    "error_name" TEXT,
    "error_message" TEXT,
    "remedy" TEXT,
    "details" JSONB,
    "attempt" INTEGER NOT NULL,
    "rows_read" INTEGER,
    "rows_written" INTEGER,
    "rows_rejected" INTEGER,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "etl_execution_log_pkey" PRIMARY KEY ("execution_id")
);

-- CreateTable
CREATE TABLE "data_lineage" (
    "lineage_id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "snapshot_id" INTEGER,
    "stage" TEXT NOT NULL,
    "target_table" TEXT NOT NULL,
    "slice" TEXT NOT NULL,
    "hash_in" TEXT,
    "hash_out" TEXT,
    "rows_in" INTEGER NOT NULL,
    "inserted" INTEGER NOT NULL,
    "updated" INTEGER NOT NULL,
    "deleted" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_lineage_pkey" PRIMARY KEY ("lineage_id")
);

-- CreateTable
CREATE TABLE "source_snapshots" (
    "snapshot_id" SERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "answers" INTEGER NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_snapshots_pkey" PRIMARY KEY ("snapshot_id")
);

-- CreateTable
CREATE TABLE "raw_source_answers" (
    "raw_id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "slice" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "raw_source_answers_pkey" PRIMARY KEY ("raw_id")
);

-- CreateTable
CREATE TABLE "rejected_rows" (
    "rejected_id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "source_key" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "row" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rejected_rows_pkey" PRIMARY KEY ("rejected_id")
);

-- CreateTable
CREATE TABLE "row_changes" (
    "change_id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "table_name" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" JSONB NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "row_changes_pkey" PRIMARY KEY ("change_id")
);

-- CreateTable
CREATE TABLE "reconciliation_log" (
    "log_id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "app_id" INTEGER NOT NULL,
    "service_app_id" INTEGER,
    "status" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "scores" JSONB NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "score" DECIMAL(5,2) NOT NULL,
    "logged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reconciliation_log_pkey" PRIMARY KEY ("log_id")
);

-- CreateTable
CREATE TABLE "user_actions" (
    "action_id" BIGSERIAL NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_key" TEXT NOT NULL,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,
    "happened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_actions_pkey" PRIMARY KEY ("action_id")
);

-- CreateTable
CREATE TABLE "validation_results" (
    "result_id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "check_id" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "says" TEXT NOT NULL,
    "expected" TEXT NOT NULL,
    "observed" TEXT NOT NULL,
    "recommendation" TEXT,
    "requirement" TEXT[],
    "failing_samples" JSONB NOT NULL,
    "numerator" DECIMAL(20,4),
    "denominator" DECIMAL(20,4),
    "money_at_stake" DECIMAL(14,2),
    "failing_rows" INTEGER NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "validation_results_pkey" PRIMARY KEY ("result_id")
);

-- CreateTable
CREATE TABLE "view_refreshes" (
    "view_name" TEXT NOT NULL,
    "run_id" INTEGER NOT NULL,
    "validation_status" TEXT NOT NULL DEFAULT 'pending',
    "rows" INTEGER NOT NULL,
    "data_through" DATE,
    "current_month" DATE NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "view_refreshes_pkey" PRIMARY KEY ("view_name")
);

-- CreateTable
CREATE TABLE "reporting_clock" (
    "clock_id" INTEGER NOT NULL DEFAULT 1,
    "current_month" DATE NOT NULL,
    "logical_date" DATE NOT NULL,

    CONSTRAINT "reporting_clock_pkey" PRIMARY KEY ("clock_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "time_dim_day_key" ON "time_dim"("day");

-- CreateIndex
CREATE UNIQUE INDEX "sectors_dim_sector_name_key" ON "sectors_dim"("sector_name");

-- CreateIndex
CREATE INDEX "owners_dim_parent_owner_id_idx" ON "owners_dim"("parent_owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "owners_dim_tool_instance_owner_key_key" ON "owners_dim"("tool", "instance", "owner_key");

-- CreateIndex
CREATE UNIQUE INDEX "architecture_dim_pattern_name_key" ON "architecture_dim"("pattern_name");

-- CreateIndex
CREATE UNIQUE INDEX "capabilities_dim_tool_capability_code_key" ON "capabilities_dim"("tool", "capability_code");

-- CreateIndex
CREATE INDEX "applications_dim_owner_id_idx" ON "applications_dim"("owner_id");

-- CreateIndex
CREATE INDEX "applications_dim_sector_id_idx" ON "applications_dim"("sector_id");

-- CreateIndex
CREATE INDEX "applications_dim_architecture_id_idx" ON "applications_dim"("architecture_id");

-- CreateIndex
CREATE INDEX "applications_dim_merged_into_app_id_idx" ON "applications_dim"("merged_into_app_id");

-- CreateIndex
CREATE UNIQUE INDEX "applications_dim_tool_instance_appd_application_id_key" ON "applications_dim"("tool", "instance", "appd_application_id");

-- CreateIndex
CREATE UNIQUE INDEX "applications_dim_cmdb_tool_cmdb_instance_sn_sys_id_key" ON "applications_dim"("cmdb_tool", "cmdb_instance", "sn_sys_id");

-- CreateIndex
CREATE UNIQUE INDEX "applications_dim_cmdb_tool_cmdb_instance_service_key_key" ON "applications_dim"("cmdb_tool", "cmdb_instance", "service_key");

-- CreateIndex
CREATE INDEX "application_links_app_id_idx" ON "application_links"("app_id");

-- CreateIndex
CREATE INDEX "application_links_service_app_id_idx" ON "application_links"("service_app_id");

-- CreateIndex
CREATE INDEX "application_links_run_id_idx" ON "application_links"("run_id");

-- CreateIndex
CREATE INDEX "application_ownership_app_id_valid_from_idx" ON "application_ownership"("app_id", "valid_from");

-- CreateIndex
CREATE INDEX "application_ownership_sector_id_idx" ON "application_ownership"("sector_id");

-- CreateIndex
CREATE INDEX "application_ownership_owner_id_idx" ON "application_ownership"("owner_id");

-- CreateIndex
CREATE INDEX "application_ownership_architecture_id_idx" ON "application_ownership"("architecture_id");

-- CreateIndex
CREATE INDEX "application_ownership_run_id_idx" ON "application_ownership"("run_id");

-- CreateIndex
CREATE INDEX "servers_dim_run_id_idx" ON "servers_dim"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "servers_dim_tool_instance_sn_sys_id_key" ON "servers_dim"("tool", "instance", "sn_sys_id");

-- CreateIndex
CREATE INDEX "app_server_mapping_app_id_idx" ON "app_server_mapping"("app_id");

-- CreateIndex
CREATE INDEX "app_server_mapping_service_app_id_idx" ON "app_server_mapping"("service_app_id");

-- CreateIndex
CREATE INDEX "app_server_mapping_server_id_idx" ON "app_server_mapping"("server_id");

-- CreateIndex
CREATE INDEX "app_server_mapping_run_id_idx" ON "app_server_mapping"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_server_mapping_tool_instance_service_app_id_server_id_key" ON "app_server_mapping"("tool", "instance", "service_app_id", "server_id");

-- CreateIndex
CREATE INDEX "license_usage_fact_ts_app_id_capability_id_idx" ON "license_usage_fact"("ts", "app_id", "capability_id");

-- CreateIndex
CREATE INDEX "license_usage_fact_app_id_idx" ON "license_usage_fact"("app_id");

-- CreateIndex
CREATE INDEX "license_usage_fact_capability_id_idx" ON "license_usage_fact"("capability_id");

-- CreateIndex
CREATE UNIQUE INDEX "license_usage_fact_tool_instance_app_id_capability_id_tier__key" ON "license_usage_fact"("tool", "instance", "app_id", "capability_id", "tier", "ts");

-- CreateIndex
CREATE INDEX "license_cost_fact_ts_app_id_capability_id_idx" ON "license_cost_fact"("ts", "app_id", "capability_id");

-- CreateIndex
CREATE INDEX "license_cost_fact_app_id_idx" ON "license_cost_fact"("app_id");

-- CreateIndex
CREATE INDEX "license_cost_fact_capability_id_idx" ON "license_cost_fact"("capability_id");

-- CreateIndex
CREATE INDEX "license_cost_fact_price_id_idx" ON "license_cost_fact"("price_id");

-- CreateIndex
CREATE UNIQUE INDEX "license_cost_fact_tool_instance_app_id_capability_id_tier_t_key" ON "license_cost_fact"("tool", "instance", "app_id", "capability_id", "tier", "ts");

-- CreateIndex
CREATE INDEX "source_days_app_id_idx" ON "source_days"("app_id");

-- CreateIndex
CREATE INDEX "source_days_run_id_idx" ON "source_days"("run_id");

-- CreateIndex
CREATE INDEX "source_days_day_idx" ON "source_days"("day");

-- CreateIndex
CREATE INDEX "monitored_hosts_app_id_idx" ON "monitored_hosts"("app_id");

-- CreateIndex
CREATE INDEX "monitored_hosts_run_id_idx" ON "monitored_hosts"("run_id");

-- CreateIndex
CREATE INDEX "price_config_capability_id_tier_start_date_idx" ON "price_config"("capability_id", "tier", "start_date");

-- CreateIndex
CREATE UNIQUE INDEX "allocation_rules_rule_name_version_key" ON "allocation_rules"("rule_name", "version");

-- CreateIndex
CREATE INDEX "mapping_overrides_app_id_idx" ON "mapping_overrides"("app_id");

-- CreateIndex
CREATE INDEX "mapping_overrides_service_app_id_idx" ON "mapping_overrides"("service_app_id");

-- CreateIndex
CREATE INDEX "review_queue_service_app_id_idx" ON "review_queue"("service_app_id");

-- CreateIndex
CREATE INDEX "review_queue_run_id_idx" ON "review_queue"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_queue_app_id_service_app_id_key" ON "review_queue"("app_id", "service_app_id");

-- CreateIndex
CREATE INDEX "chargeback_draft_app_id_idx" ON "chargeback_draft"("app_id");

-- CreateIndex
CREATE INDEX "chargeback_draft_sector_id_idx" ON "chargeback_draft"("sector_id");

-- CreateIndex
CREATE INDEX "chargeback_draft_capability_id_idx" ON "chargeback_draft"("capability_id");

-- CreateIndex
CREATE INDEX "chargeback_fact_app_id_idx" ON "chargeback_fact"("app_id");

-- CreateIndex
CREATE INDEX "chargeback_fact_sector_id_idx" ON "chargeback_fact"("sector_id");

-- CreateIndex
CREATE INDEX "chargeback_fact_rule_id_idx" ON "chargeback_fact"("rule_id");

-- CreateIndex
CREATE INDEX "chargeback_fact_run_id_idx" ON "chargeback_fact"("run_id");

-- CreateIndex
CREATE INDEX "chargeback_fact_month_start_idx" ON "chargeback_fact"("month_start");

-- CreateIndex
CREATE UNIQUE INDEX "chargeback_fact_app_id_sector_id_month_start_charge_month_c_key" ON "chargeback_fact"("app_id", "sector_id", "month_start", "charge_month", "chargeback_cycle", "corrected_line", "version");

-- CreateIndex
CREATE INDEX "allocation_fact_app_id_idx" ON "allocation_fact"("app_id");

-- CreateIndex
CREATE INDEX "allocation_fact_sender_sector_id_idx" ON "allocation_fact"("sender_sector_id");

-- CreateIndex
CREATE INDEX "allocation_fact_sector_id_idx" ON "allocation_fact"("sector_id");

-- CreateIndex
CREATE INDEX "allocation_fact_capability_id_idx" ON "allocation_fact"("capability_id");

-- CreateIndex
CREATE INDEX "allocation_fact_rule_id_idx" ON "allocation_fact"("rule_id");

-- CreateIndex
CREATE INDEX "allocation_fact_run_id_idx" ON "allocation_fact"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "allocation_fact_month_start_app_id_sender_sector_id_sector__key" ON "allocation_fact"("month_start", "app_id", "sender_sector_id", "sector_id", "capability_id", "rule_id");

-- CreateIndex
CREATE INDEX "allocation_runs_run_id_idx" ON "allocation_runs"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "forecast_models_model_name_key" ON "forecast_models"("model_name");

-- CreateIndex
CREATE INDEX "forecast_fact_app_id_idx" ON "forecast_fact"("app_id");

-- CreateIndex
CREATE INDEX "forecast_fact_capability_id_idx" ON "forecast_fact"("capability_id");

-- CreateIndex
CREATE INDEX "forecast_fact_price_id_idx" ON "forecast_fact"("price_id");

-- CreateIndex
CREATE INDEX "forecast_fact_model_id_idx" ON "forecast_fact"("model_id");

-- CreateIndex
CREATE INDEX "forecast_fact_run_id_idx" ON "forecast_fact"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "forecast_fact_as_of_app_id_capability_id_tier_forecast_mont_key" ON "forecast_fact"("as_of", "app_id", "capability_id", "tier", "forecast_month");

-- CreateIndex
CREATE INDEX "forecast_coverage_app_id_idx" ON "forecast_coverage"("app_id");

-- CreateIndex
CREATE INDEX "forecast_coverage_capability_id_idx" ON "forecast_coverage"("capability_id");

-- CreateIndex
CREATE INDEX "forecast_coverage_run_id_idx" ON "forecast_coverage"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "pipeline_runs_workflow_run_id_key" ON "pipeline_runs"("workflow_run_id");

-- CreateIndex
CREATE INDEX "pipeline_runs_logical_date_idx" ON "pipeline_runs"("logical_date");

-- CreateIndex
CREATE UNIQUE INDEX "etl_execution_log_run_id_stage_attempt_key" ON "etl_execution_log"("run_id", "stage", "attempt");

-- CreateIndex
CREATE INDEX "data_lineage_run_id_idx" ON "data_lineage"("run_id");

-- CreateIndex
CREATE INDEX "data_lineage_snapshot_id_idx" ON "data_lineage"("snapshot_id");

-- CreateIndex
CREATE UNIQUE INDEX "source_snapshots_run_id_stage_tool_instance_key" ON "source_snapshots"("run_id", "stage", "tool", "instance");

-- CreateIndex
CREATE INDEX "raw_source_answers_run_id_stage_idx" ON "raw_source_answers"("run_id", "stage");

-- CreateIndex
CREATE INDEX "rejected_rows_run_id_stage_idx" ON "rejected_rows"("run_id", "stage");

-- CreateIndex
CREATE INDEX "row_changes_run_id_idx" ON "row_changes"("run_id");

-- CreateIndex
CREATE INDEX "reconciliation_log_app_id_idx" ON "reconciliation_log"("app_id");

-- CreateIndex
CREATE INDEX "reconciliation_log_service_app_id_idx" ON "reconciliation_log"("service_app_id");

-- CreateIndex
CREATE UNIQUE INDEX "reconciliation_log_run_id_app_id_key" ON "reconciliation_log"("run_id", "app_id");

-- CreateIndex
CREATE UNIQUE INDEX "validation_results_run_id_check_id_key" ON "validation_results"("run_id", "check_id");

-- CreateIndex
CREATE INDEX "view_refreshes_run_id_idx" ON "view_refreshes"("run_id");

-- AddForeignKey
ALTER TABLE "owners_dim" ADD CONSTRAINT "owners_dim_parent_owner_id_fkey" FOREIGN KEY ("parent_owner_id") REFERENCES "owners_dim"("owner_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications_dim" ADD CONSTRAINT "applications_dim_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owners_dim"("owner_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications_dim" ADD CONSTRAINT "applications_dim_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications_dim" ADD CONSTRAINT "applications_dim_architecture_id_fkey" FOREIGN KEY ("architecture_id") REFERENCES "architecture_dim"("architecture_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications_dim" ADD CONSTRAINT "applications_dim_merged_into_app_id_fkey" FOREIGN KEY ("merged_into_app_id") REFERENCES "applications_dim"("app_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_links" ADD CONSTRAINT "application_links_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_links" ADD CONSTRAINT "application_links_service_app_id_fkey" FOREIGN KEY ("service_app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_links" ADD CONSTRAINT "application_links_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_ownership" ADD CONSTRAINT "application_ownership_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_ownership" ADD CONSTRAINT "application_ownership_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_ownership" ADD CONSTRAINT "application_ownership_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owners_dim"("owner_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_ownership" ADD CONSTRAINT "application_ownership_architecture_id_fkey" FOREIGN KEY ("architecture_id") REFERENCES "architecture_dim"("architecture_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_ownership" ADD CONSTRAINT "application_ownership_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "servers_dim" ADD CONSTRAINT "servers_dim_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_server_mapping" ADD CONSTRAINT "app_server_mapping_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_server_mapping" ADD CONSTRAINT "app_server_mapping_service_app_id_fkey" FOREIGN KEY ("service_app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_server_mapping" ADD CONSTRAINT "app_server_mapping_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers_dim"("server_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app_server_mapping" ADD CONSTRAINT "app_server_mapping_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "license_usage_fact" ADD CONSTRAINT "license_usage_fact_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "license_usage_fact" ADD CONSTRAINT "license_usage_fact_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "license_cost_fact" ADD CONSTRAINT "license_cost_fact_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "license_cost_fact" ADD CONSTRAINT "license_cost_fact_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "license_cost_fact" ADD CONSTRAINT "license_cost_fact_price_id_fkey" FOREIGN KEY ("price_id") REFERENCES "price_config"("price_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_days" ADD CONSTRAINT "source_days_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_days" ADD CONSTRAINT "source_days_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitored_hosts" ADD CONSTRAINT "monitored_hosts_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitored_hosts" ADD CONSTRAINT "monitored_hosts_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price_config" ADD CONSTRAINT "price_config_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mapping_overrides" ADD CONSTRAINT "mapping_overrides_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mapping_overrides" ADD CONSTRAINT "mapping_overrides_service_app_id_fkey" FOREIGN KEY ("service_app_id") REFERENCES "applications_dim"("app_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_queue" ADD CONSTRAINT "review_queue_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_queue" ADD CONSTRAINT "review_queue_service_app_id_fkey" FOREIGN KEY ("service_app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_queue" ADD CONSTRAINT "review_queue_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chargeback_draft" ADD CONSTRAINT "chargeback_draft_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chargeback_draft" ADD CONSTRAINT "chargeback_draft_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chargeback_draft" ADD CONSTRAINT "chargeback_draft_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chargeback_draft" ADD CONSTRAINT "chargeback_draft_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chargeback_fact" ADD CONSTRAINT "chargeback_fact_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chargeback_fact" ADD CONSTRAINT "chargeback_fact_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chargeback_fact" ADD CONSTRAINT "chargeback_fact_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "allocation_rules"("rule_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chargeback_fact" ADD CONSTRAINT "chargeback_fact_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chargeback_fact" ADD CONSTRAINT "chargeback_fact_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_fact" ADD CONSTRAINT "allocation_fact_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_fact" ADD CONSTRAINT "allocation_fact_sender_sector_id_fkey" FOREIGN KEY ("sender_sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_fact" ADD CONSTRAINT "allocation_fact_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_fact" ADD CONSTRAINT "allocation_fact_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_fact" ADD CONSTRAINT "allocation_fact_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "allocation_rules"("rule_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_fact" ADD CONSTRAINT "allocation_fact_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_fact" ADD CONSTRAINT "allocation_fact_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_runs" ADD CONSTRAINT "allocation_runs_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_runs" ADD CONSTRAINT "allocation_runs_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_fact" ADD CONSTRAINT "forecast_fact_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_fact" ADD CONSTRAINT "forecast_fact_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_fact" ADD CONSTRAINT "forecast_fact_price_id_fkey" FOREIGN KEY ("price_id") REFERENCES "price_config"("price_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_fact" ADD CONSTRAINT "forecast_fact_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "forecast_models"("model_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_fact" ADD CONSTRAINT "forecast_fact_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_coverage" ADD CONSTRAINT "forecast_coverage_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_coverage" ADD CONSTRAINT "forecast_coverage_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_coverage" ADD CONSTRAINT "forecast_coverage_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "etl_execution_log" ADD CONSTRAINT "etl_execution_log_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_lineage" ADD CONSTRAINT "data_lineage_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_lineage" ADD CONSTRAINT "data_lineage_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "source_snapshots"("snapshot_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_snapshots" ADD CONSTRAINT "source_snapshots_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "raw_source_answers" ADD CONSTRAINT "raw_source_answers_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rejected_rows" ADD CONSTRAINT "rejected_rows_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "row_changes" ADD CONSTRAINT "row_changes_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation_log" ADD CONSTRAINT "reconciliation_log_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation_log" ADD CONSTRAINT "reconciliation_log_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation_log" ADD CONSTRAINT "reconciliation_log_service_app_id_fkey" FOREIGN KEY ("service_app_id") REFERENCES "applications_dim"("app_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "validation_results" ADD CONSTRAINT "validation_results_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "view_refreshes" ADD CONSTRAINT "view_refreshes_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;
