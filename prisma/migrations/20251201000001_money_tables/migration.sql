-- What a bill needs beyond the pipeline: versions of prices and rules, contracts, closes, corrections, invoices, journals, audit.

-- DropIndex
DROP INDEX "chargeback_fact_app_id_sector_id_month_start_charge_month_c_key";

-- DropIndex
DROP INDEX "allocation_fact_month_start_app_id_sender_sector_id_sector__key";

-- AlterTable
ALTER TABLE "sectors_dim" ADD COLUMN     "charge_mode" TEXT NOT NULL DEFAULT 'showback',
ADD COLUMN     "cost_center" TEXT;

-- AlterTable
ALTER TABLE "application_ownership" ADD COLUMN     "change_id" INTEGER,
ADD COLUMN     "cmdb_said" JSONB,
ADD COLUMN     "corrected_by" TEXT;

-- AlterTable
ALTER TABLE "license_cost_fact" ADD COLUMN     "exchange_rate" DECIMAL(18,8) NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "price_config" ADD COLUMN     "maximum_amount" DECIMAL(14,2),
ADD COLUMN     "minimum_amount" DECIMAL(14,2),
ADD COLUMN     "package_size" DECIMAL(18,4),
ADD COLUMN     "pricing_model" TEXT NOT NULL DEFAULT 'per_unit',
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "superseded_at" TIMESTAMPTZ(3),
ADD COLUMN     "supersedes_price_id" INTEGER,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "allocation_rules" ADD COLUMN     "driver_capability_id" INTEGER,
ADD COLUMN     "driver_table" TEXT,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "sender_sector_id" INTEGER,
ADD COLUMN     "step" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "chargeback_periods" ADD COLUMN     "accept_by" DATE,
ADD COLUMN     "closed_hash" TEXT,
ADD COLUMN     "closing_no" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "needs_restatement" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'pipeline',
ADD COLUMN     "prepared_by" TEXT,
ADD COLUMN     "reopen_asked_by" TEXT,
ADD COLUMN     "reopen_reason" TEXT,
ADD COLUMN     "restatement_causes" TEXT[] NOT NULL DEFAULT '{}',
ADD COLUMN     "review_started_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "chargeback_fact" ADD COLUMN     "adjusted_cycle" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "cause" TEXT;

-- AlterTable
ALTER TABLE "allocation_fact" ADD COLUMN     "charge_month" DATE,
ADD COLUMN     "step" INTEGER NOT NULL DEFAULT 1;
UPDATE "allocation_fact" SET "charge_month" = "month_start";
ALTER TABLE "allocation_fact" ALTER COLUMN "charge_month" SET NOT NULL;

-- CreateTable
CREATE TABLE "price_tiers" (
    "price_id" INTEGER NOT NULL,
    "from_units" DECIMAL(18,4) NOT NULL,
    "unit_rate" DECIMAL(18,8) NOT NULL,
    "flat_amount" DECIMAL(14,2) NOT NULL DEFAULT 0,

    CONSTRAINT "price_tiers_pkey" PRIMARY KEY ("price_id","from_units")
);

-- CreateTable
CREATE TABLE "exchange_rates" (
    "month_start" DATE NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "source" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "usd_rate" DECIMAL(18,8) NOT NULL,

    CONSTRAINT "exchange_rates_pkey" PRIMARY KEY ("month_start","currency")
);

-- CreateTable
CREATE TABLE "contracts" (
    "contract_id" SERIAL NOT NULL,
    "contract_name" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "created_by" TEXT NOT NULL,
    "approved_by" TEXT,
    "start_date" DATE NOT NULL,
    "end_date" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "approved_at" TIMESTAMPTZ(3),

    CONSTRAINT "contracts_pkey" PRIMARY KEY ("contract_id")
);

-- CreateTable
CREATE TABLE "contract_lines" (
    "line_id" SERIAL NOT NULL,
    "contract_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "tier" TEXT,
    "basis" TEXT NOT NULL,
    "settled_per" TEXT NOT NULL DEFAULT 'month',
    "committed" DECIMAL(20,4) NOT NULL,
    "unused_rate" DECIMAL(18,8),
    "overage_rate" DECIMAL(18,8),

    CONSTRAINT "contract_lines_pkey" PRIMARY KEY ("line_id")
);

-- CreateTable
CREATE TABLE "contract_charge_fact" (
    "charge_id" BIGSERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "contract_line_id" INTEGER,
    "price_id" INTEGER,
    "run_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "h_code" TEXT NOT NULL,
    "units" DECIMAL(20,4) NOT NULL,
    "cost_exact" DECIMAL(20,8) NOT NULL,
    "usd_cost" DECIMAL(14,2) NOT NULL,
    "month_start" DATE NOT NULL,

    CONSTRAINT "contract_charge_fact_pkey" PRIMARY KEY ("charge_id")
);

-- CreateTable
CREATE TABLE "allocation_rule_parts" (
    "rule_id" INTEGER NOT NULL,
    "part_no" INTEGER NOT NULL,
    "driver_capability_id" INTEGER,
    "method" TEXT NOT NULL,
    "driver" TEXT NOT NULL DEFAULT 'units',
    "driver_table" TEXT,
    "weight" DECIMAL(6,4) NOT NULL,

    CONSTRAINT "allocation_rule_parts_pkey" PRIMARY KEY ("rule_id","part_no")
);

-- CreateTable
CREATE TABLE "allocation_rule_receivers" (
    "rule_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "percent" DECIMAL(7,4),

    CONSTRAINT "allocation_rule_receivers_pkey" PRIMARY KEY ("rule_id","sector_id")
);

-- CreateTable
CREATE TABLE "allocation_drivers" (
    "month_start" DATE NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "driver_table" TEXT NOT NULL,
    "unit_name" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "quantity" DECIMAL(20,4) NOT NULL,

    CONSTRAINT "allocation_drivers_pkey" PRIMARY KEY ("driver_table","month_start","sector_id")
);

-- CreateTable
CREATE TABLE "period_closings" (
    "month_start" DATE NOT NULL,
    "closing_no" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "prepared_by" TEXT NOT NULL,
    "closed_by" TEXT NOT NULL,
    "closed_hash" TEXT NOT NULL,
    "code_version" TEXT NOT NULL,
    "reopened_by" TEXT,
    "reopen_reason" TEXT,
    "inputs" JSONB NOT NULL,
    "bill" JSONB,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "reopened_at" TIMESTAMPTZ(3),

    CONSTRAINT "period_closings_pkey" PRIMARY KEY ("month_start","closing_no")
);

-- CreateTable
CREATE TABLE "period_waivers" (
    "month_start" DATE NOT NULL,
    "item" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "period_waivers_pkey" PRIMARY KEY ("month_start","item")
);

-- CreateTable
CREATE TABLE "closed_ownership" (
    "month_start" DATE NOT NULL,
    "app_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "owner_id" INTEGER,
    "architecture_id" INTEGER,
    "h_code" TEXT,
    "cost_center" TEXT,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE NOT NULL,

    CONSTRAINT "closed_ownership_pkey" PRIMARY KEY ("month_start","app_id","valid_from")
);

-- CreateTable
CREATE TABLE "late_usage_fact" (
    "app_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "units_consumed" DECIMAL(18,4) NOT NULL,
    "units_average" DECIMAL(18,4),
    "node_count" INTEGER,
    "ts" TIMESTAMP(0) NOT NULL,

    CONSTRAINT "late_usage_fact_pkey" PRIMARY KEY ("tool","instance","app_id","capability_id","tier","ts")
);

-- CreateTable
CREATE TABLE "cost_adjustment_fact" (
    "adjustment_id" BIGSERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "price_id" INTEGER,
    "run_id" INTEGER NOT NULL,
    "tool" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "h_code" TEXT NOT NULL DEFAULT '',
    "cause" TEXT NOT NULL,
    "units" DECIMAL(18,4) NOT NULL,
    "cost_exact" DECIMAL(20,8) NOT NULL,
    "usd_cost" DECIMAL(14,2) NOT NULL,
    "month_start" DATE NOT NULL,
    "ts" TIMESTAMP(0) NOT NULL,

    CONSTRAINT "cost_adjustment_fact_pkey" PRIMARY KEY ("adjustment_id")
);

-- CreateTable
CREATE TABLE "statement_decisions" (
    "decision_id" BIGSERIAL NOT NULL,
    "month_start" DATE NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "decision" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "reason" TEXT,
    "statement_hash" TEXT NOT NULL,
    "total" DECIMAL(14,2) NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "statement_decisions_pkey" PRIMARY KEY ("decision_id")
);

-- CreateTable
CREATE TABLE "disputes" (
    "dispute_id" SERIAL NOT NULL,
    "month_start" DATE NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "line_id" BIGINT,
    "status" TEXT NOT NULL DEFAULT 'open',
    "opened_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "answer" TEXT,
    "answered_by" TEXT,
    "decision" TEXT,
    "decided_by" TEXT,
    "answer_by" DATE NOT NULL,
    "decide_by" DATE NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answered_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "disputes_pkey" PRIMARY KEY ("dispute_id")
);

-- CreateTable
CREATE TABLE "vendor_invoices" (
    "invoice_id" SERIAL NOT NULL,
    "tool" TEXT NOT NULL,
    "invoice_number" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "source_file" TEXT NOT NULL,
    "imported_by" TEXT NOT NULL,
    "invoice_date" DATE NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vendor_invoices_pkey" PRIMARY KEY ("invoice_id")
);

-- CreateTable
CREATE TABLE "vendor_invoice_lines" (
    "invoice_id" INTEGER NOT NULL,
    "line_no" INTEGER NOT NULL,
    "capability_id" INTEGER,
    "tier" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "units" DECIMAL(20,4),
    "amount" DECIMAL(14,2) NOT NULL,
    "usd_amount" DECIMAL(14,2) NOT NULL,
    "month_start" DATE NOT NULL,

    CONSTRAINT "vendor_invoice_lines_pkey" PRIMARY KEY ("invoice_id","line_no")
);

-- CreateTable
CREATE TABLE "invoice_explanations" (
    "explanation_id" SERIAL NOT NULL,
    "capability_id" INTEGER,
    "reason" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "month_start" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_explanations_pkey" PRIMARY KEY ("explanation_id")
);

-- CreateTable
CREATE TABLE "gl_journals" (
    "journal_id" SERIAL NOT NULL,
    "reverses_journal_id" INTEGER,
    "batch_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'exported',
    "created_by" TEXT NOT NULL,
    "posted_by" TEXT,
    "reason" TEXT,
    "fiscal_year" SMALLINT NOT NULL,
    "fiscal_period" SMALLINT NOT NULL,
    "month_start" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "posted_at" TIMESTAMPTZ(3),

    CONSTRAINT "gl_journals_pkey" PRIMARY KEY ("journal_id")
);

-- CreateTable
CREATE TABLE "gl_journal_lines" (
    "journal_id" INTEGER NOT NULL,
    "line_no" INTEGER NOT NULL,
    "sector_id" INTEGER,
    "cost_center" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "debit" DECIMAL(14,2) NOT NULL DEFAULT 0,
    "credit" DECIMAL(14,2) NOT NULL DEFAULT 0,

    CONSTRAINT "gl_journal_lines_pkey" PRIMARY KEY ("journal_id","line_no")
);

-- CreateTable
CREATE TABLE "application_changes" (
    "change_id" SERIAL NOT NULL,
    "app_id" INTEGER NOT NULL,
    "other_app_id" INTEGER,
    "kind" TEXT NOT NULL,
    "before_name" TEXT,
    "after_name" TEXT,
    "reason" TEXT,
    "created_by" TEXT NOT NULL,
    "undone_by" TEXT,
    "effective_date" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "application_changes_pkey" PRIMARY KEY ("change_id")
);

-- CreateTable
CREATE TABLE "actors" (
    "actor_id" SERIAL NOT NULL,
    "actor_name" TEXT NOT NULL,
    "token_hash" TEXT,
    "db_role" TEXT,
    "roles" TEXT[],
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "actors_pkey" PRIMARY KEY ("actor_id")
);

-- CreateTable
CREATE TABLE "deployment" (
    "deployment_id" INTEGER NOT NULL DEFAULT 1,
    "profile" TEXT NOT NULL DEFAULT 'development',

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("deployment_id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "audit_id" BIGSERIAL NOT NULL,
    "run_id" INTEGER,
    "entity" TEXT NOT NULL,
    "entity_key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "db_role" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,
    "is_proven" BOOLEAN NOT NULL,
    "happened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("audit_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "contracts_contract_name_key" ON "contracts"("contract_name");

-- CreateIndex
CREATE INDEX "contract_lines_contract_id_idx" ON "contract_lines"("contract_id");

-- CreateIndex
CREATE INDEX "contract_lines_capability_id_idx" ON "contract_lines"("capability_id");

-- CreateIndex
CREATE INDEX "contract_charge_fact_month_start_idx" ON "contract_charge_fact"("month_start");

-- CreateIndex
CREATE INDEX "contract_charge_fact_app_id_idx" ON "contract_charge_fact"("app_id");

-- CreateIndex
CREATE INDEX "contract_charge_fact_sector_id_idx" ON "contract_charge_fact"("sector_id");

-- CreateIndex
CREATE INDEX "contract_charge_fact_capability_id_idx" ON "contract_charge_fact"("capability_id");

-- CreateIndex
CREATE INDEX "contract_charge_fact_contract_line_id_idx" ON "contract_charge_fact"("contract_line_id");

-- CreateIndex
CREATE INDEX "contract_charge_fact_price_id_idx" ON "contract_charge_fact"("price_id");

-- CreateIndex
CREATE INDEX "contract_charge_fact_run_id_idx" ON "contract_charge_fact"("run_id");

-- CreateIndex
CREATE INDEX "allocation_rule_parts_driver_capability_id_idx" ON "allocation_rule_parts"("driver_capability_id");

-- CreateIndex
CREATE INDEX "allocation_rule_receivers_sector_id_idx" ON "allocation_rule_receivers"("sector_id");

-- CreateIndex
CREATE INDEX "allocation_drivers_sector_id_idx" ON "allocation_drivers"("sector_id");

-- CreateIndex
CREATE INDEX "period_closings_run_id_idx" ON "period_closings"("run_id");

-- CreateIndex
CREATE INDEX "closed_ownership_app_id_idx" ON "closed_ownership"("app_id");

-- CreateIndex
CREATE INDEX "closed_ownership_sector_id_idx" ON "closed_ownership"("sector_id");

-- CreateIndex
CREATE INDEX "closed_ownership_owner_id_idx" ON "closed_ownership"("owner_id");

-- CreateIndex
CREATE INDEX "closed_ownership_architecture_id_idx" ON "closed_ownership"("architecture_id");

-- CreateIndex
CREATE INDEX "late_usage_fact_ts_idx" ON "late_usage_fact"("ts");

-- CreateIndex
CREATE INDEX "late_usage_fact_app_id_idx" ON "late_usage_fact"("app_id");

-- CreateIndex
CREATE INDEX "late_usage_fact_capability_id_idx" ON "late_usage_fact"("capability_id");

-- CreateIndex
CREATE INDEX "late_usage_fact_run_id_idx" ON "late_usage_fact"("run_id");

-- CreateIndex
CREATE INDEX "cost_adjustment_fact_ts_idx" ON "cost_adjustment_fact"("ts");

-- CreateIndex
CREATE INDEX "cost_adjustment_fact_app_id_idx" ON "cost_adjustment_fact"("app_id");

-- CreateIndex
CREATE INDEX "cost_adjustment_fact_sector_id_idx" ON "cost_adjustment_fact"("sector_id");

-- CreateIndex
CREATE INDEX "cost_adjustment_fact_capability_id_idx" ON "cost_adjustment_fact"("capability_id");

-- CreateIndex
CREATE INDEX "cost_adjustment_fact_price_id_idx" ON "cost_adjustment_fact"("price_id");

-- CreateIndex
CREATE INDEX "cost_adjustment_fact_run_id_idx" ON "cost_adjustment_fact"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "cost_adjustment_fact_month_start_tool_instance_app_id_capab_key" ON "cost_adjustment_fact"("month_start", "tool", "instance", "app_id", "capability_id", "tier", "ts", "sector_id", "h_code");

-- CreateIndex
CREATE INDEX "statement_decisions_month_start_sector_id_idx" ON "statement_decisions"("month_start", "sector_id");

-- CreateIndex
CREATE INDEX "statement_decisions_sector_id_idx" ON "statement_decisions"("sector_id");

-- CreateIndex
CREATE INDEX "disputes_month_start_idx" ON "disputes"("month_start");

-- CreateIndex
CREATE INDEX "disputes_sector_id_idx" ON "disputes"("sector_id");

-- CreateIndex
CREATE UNIQUE INDEX "vendor_invoices_tool_invoice_number_key" ON "vendor_invoices"("tool", "invoice_number");

-- CreateIndex
CREATE INDEX "vendor_invoice_lines_capability_id_idx" ON "vendor_invoice_lines"("capability_id");

-- CreateIndex
CREATE INDEX "vendor_invoice_lines_month_start_idx" ON "vendor_invoice_lines"("month_start");

-- CreateIndex
CREATE INDEX "invoice_explanations_capability_id_idx" ON "invoice_explanations"("capability_id");

-- CreateIndex
CREATE INDEX "invoice_explanations_month_start_idx" ON "invoice_explanations"("month_start");

-- CreateIndex
CREATE UNIQUE INDEX "gl_journals_reverses_journal_id_key" ON "gl_journals"("reverses_journal_id");

-- CreateIndex
CREATE UNIQUE INDEX "gl_journals_batch_id_key" ON "gl_journals"("batch_id");

-- CreateIndex
CREATE INDEX "gl_journals_month_start_idx" ON "gl_journals"("month_start");

-- CreateIndex
CREATE INDEX "gl_journal_lines_sector_id_idx" ON "gl_journal_lines"("sector_id");

-- CreateIndex
CREATE INDEX "application_ownership_change_id_idx" ON "application_ownership"("change_id");

-- CreateIndex
CREATE INDEX "application_changes_app_id_idx" ON "application_changes"("app_id");

-- CreateIndex
CREATE INDEX "application_changes_other_app_id_idx" ON "application_changes"("other_app_id");

-- CreateIndex
CREATE UNIQUE INDEX "actors_actor_name_key" ON "actors"("actor_name");

-- CreateIndex
CREATE UNIQUE INDEX "actors_token_hash_key" ON "actors"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "actors_db_role_key" ON "actors"("db_role");

-- CreateIndex
CREATE INDEX "audit_log_entity_entity_key_idx" ON "audit_log"("entity", "entity_key");

-- CreateIndex
CREATE INDEX "audit_log_happened_at_idx" ON "audit_log"("happened_at");

-- CreateIndex
CREATE INDEX "price_config_supersedes_price_id_idx" ON "price_config"("supersedes_price_id");

-- CreateIndex
CREATE INDEX "allocation_rules_sender_sector_id_idx" ON "allocation_rules"("sender_sector_id");

-- CreateIndex
CREATE INDEX "allocation_rules_driver_capability_id_idx" ON "allocation_rules"("driver_capability_id");

-- CreateIndex
CREATE UNIQUE INDEX "chargeback_fact_app_id_sector_id_month_start_charge_month_c_key" ON "chargeback_fact"("app_id", "sector_id", "month_start", "charge_month", "chargeback_cycle", "adjusted_cycle", "corrected_line", "version");

-- CreateIndex
CREATE UNIQUE INDEX "allocation_fact_month_start_charge_month_app_id_sender_sect_key" ON "allocation_fact"("month_start", "charge_month", "app_id", "sender_sector_id", "sector_id", "capability_id", "rule_id");

-- AddForeignKey
ALTER TABLE "price_config" ADD CONSTRAINT "price_config_supersedes_price_id_fkey" FOREIGN KEY ("supersedes_price_id") REFERENCES "price_config"("price_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price_tiers" ADD CONSTRAINT "price_tiers_price_id_fkey" FOREIGN KEY ("price_id") REFERENCES "price_config"("price_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_lines" ADD CONSTRAINT "contract_lines_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contracts"("contract_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_lines" ADD CONSTRAINT "contract_lines_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_charge_fact" ADD CONSTRAINT "contract_charge_fact_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_charge_fact" ADD CONSTRAINT "contract_charge_fact_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_charge_fact" ADD CONSTRAINT "contract_charge_fact_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_charge_fact" ADD CONSTRAINT "contract_charge_fact_contract_line_id_fkey" FOREIGN KEY ("contract_line_id") REFERENCES "contract_lines"("line_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_charge_fact" ADD CONSTRAINT "contract_charge_fact_price_id_fkey" FOREIGN KEY ("price_id") REFERENCES "price_config"("price_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_charge_fact" ADD CONSTRAINT "contract_charge_fact_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contract_charge_fact" ADD CONSTRAINT "contract_charge_fact_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_rules" ADD CONSTRAINT "allocation_rules_sender_sector_id_fkey" FOREIGN KEY ("sender_sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_rules" ADD CONSTRAINT "allocation_rules_driver_capability_id_fkey" FOREIGN KEY ("driver_capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_rule_parts" ADD CONSTRAINT "allocation_rule_parts_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "allocation_rules"("rule_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_rule_parts" ADD CONSTRAINT "allocation_rule_parts_driver_capability_id_fkey" FOREIGN KEY ("driver_capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_rule_receivers" ADD CONSTRAINT "allocation_rule_receivers_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "allocation_rules"("rule_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_rule_receivers" ADD CONSTRAINT "allocation_rule_receivers_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation_drivers" ADD CONSTRAINT "allocation_drivers_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "period_closings" ADD CONSTRAINT "period_closings_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "period_closings" ADD CONSTRAINT "period_closings_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "period_waivers" ADD CONSTRAINT "period_waivers_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closed_ownership" ADD CONSTRAINT "closed_ownership_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closed_ownership" ADD CONSTRAINT "closed_ownership_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closed_ownership" ADD CONSTRAINT "closed_ownership_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closed_ownership" ADD CONSTRAINT "closed_ownership_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owners_dim"("owner_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closed_ownership" ADD CONSTRAINT "closed_ownership_architecture_id_fkey" FOREIGN KEY ("architecture_id") REFERENCES "architecture_dim"("architecture_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "late_usage_fact" ADD CONSTRAINT "late_usage_fact_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "late_usage_fact" ADD CONSTRAINT "late_usage_fact_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "late_usage_fact" ADD CONSTRAINT "late_usage_fact_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_adjustment_fact" ADD CONSTRAINT "cost_adjustment_fact_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_adjustment_fact" ADD CONSTRAINT "cost_adjustment_fact_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_adjustment_fact" ADD CONSTRAINT "cost_adjustment_fact_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_adjustment_fact" ADD CONSTRAINT "cost_adjustment_fact_price_id_fkey" FOREIGN KEY ("price_id") REFERENCES "price_config"("price_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_adjustment_fact" ADD CONSTRAINT "cost_adjustment_fact_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_adjustment_fact" ADD CONSTRAINT "cost_adjustment_fact_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_decisions" ADD CONSTRAINT "statement_decisions_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_decisions" ADD CONSTRAINT "statement_decisions_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vendor_invoice_lines" ADD CONSTRAINT "vendor_invoice_lines_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "vendor_invoices"("invoice_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vendor_invoice_lines" ADD CONSTRAINT "vendor_invoice_lines_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_explanations" ADD CONSTRAINT "invoice_explanations_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gl_journals" ADD CONSTRAINT "gl_journals_month_start_fkey" FOREIGN KEY ("month_start") REFERENCES "chargeback_periods"("month_start") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gl_journals" ADD CONSTRAINT "gl_journals_reverses_journal_id_fkey" FOREIGN KEY ("reverses_journal_id") REFERENCES "gl_journals"("journal_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gl_journal_lines" ADD CONSTRAINT "gl_journal_lines_journal_id_fkey" FOREIGN KEY ("journal_id") REFERENCES "gl_journals"("journal_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gl_journal_lines" ADD CONSTRAINT "gl_journal_lines_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_ownership" ADD CONSTRAINT "application_ownership_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "application_changes"("change_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_changes" ADD CONSTRAINT "application_changes_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_changes" ADD CONSTRAINT "application_changes_other_app_id_fkey" FOREIGN KEY ("other_app_id") REFERENCES "applications_dim"("app_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The weights of a blend become parts of the rule.
INSERT INTO "allocation_rule_parts" ("rule_id", "part_no", "method", "driver", "weight")
SELECT "rule_id", 1, 'proportional_usage', "driver", "proportional_weight" FROM "allocation_rules" WHERE "method" = 'blend'
UNION ALL
SELECT "rule_id", 2, 'equal', 'units', "equal_weight" FROM "allocation_rules" WHERE "method" = 'blend';
ALTER TABLE "allocation_rules" DROP COLUMN "equal_weight", DROP COLUMN "proportional_weight";
