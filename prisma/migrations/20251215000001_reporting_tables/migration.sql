-- What dashboards read: roll-ups that stage 6 keeps, budgets, and who may see which sector.

-- CreateTable
CREATE TABLE "month_totals" (
    "month_start" DATE NOT NULL,
    "run_id" INTEGER NOT NULL,
    "signature" TEXT NOT NULL,
    "usage_cost" DECIMAL(16,2) NOT NULL,
    "contract_cost" DECIMAL(16,2) NOT NULL,
    "corrections" DECIMAL(16,2) NOT NULL,
    "history_cost" DECIMAL(16,2) NOT NULL,
    "total_cost" DECIMAL(16,2) NOT NULL,
    "charged" DECIMAL(16,2) NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "month_totals_pkey" PRIMARY KEY ("month_start")
);

-- CreateTable
CREATE TABLE "cost_by_month" (
    "rollup_id" BIGSERIAL NOT NULL,
    "month_start" DATE NOT NULL,
    "app_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "owner_id" INTEGER,
    "architecture_id" INTEGER,
    "capability_id" INTEGER,
    "part" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "days" SMALLINT NOT NULL,
    "priced_days" SMALLINT NOT NULL,
    "units" DECIMAL(20,4) NOT NULL,
    "lowest_units" DECIMAL(18,4),
    "peak_units" DECIMAL(18,4),
    "unpriced_units" DECIMAL(20,4) NOT NULL,
    "nodes" DECIMAL(18,4),
    "cost_exact" DECIMAL(20,8) NOT NULL,
    "usd_cost" DECIMAL(14,2) NOT NULL,

    CONSTRAINT "cost_by_month_pkey" PRIMARY KEY ("rollup_id")
);

-- CreateTable
CREATE TABLE "usage_by_day" (
    "day" DATE NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "applications" INTEGER NOT NULL,
    "units" DECIMAL(20,4) NOT NULL,
    "units_average" DECIMAL(20,4),
    "nodes" BIGINT,
    "unpriced_units" DECIMAL(20,4) NOT NULL,
    "usd_cost" DECIMAL(14,2) NOT NULL,

    CONSTRAINT "usage_by_day_pkey" PRIMARY KEY ("day","sector_id","capability_id","tier")
);

-- CreateTable
CREATE TABLE "sector_today" (
    "app_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,

    CONSTRAINT "sector_today_pkey" PRIMARY KEY ("app_id")
);

-- CreateTable
CREATE TABLE "reader_scopes" (
    "role_name" TEXT NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reader_scopes_pkey" PRIMARY KEY ("role_name","sector_id")
);

-- CreateTable
CREATE TABLE "budgets" (
    "month_start" DATE NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "usd_amount" DECIMAL(14,2) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("month_start","sector_id")
);

-- CreateIndex
CREATE INDEX "month_totals_run_id_idx" ON "month_totals"("run_id");

-- CreateIndex
CREATE INDEX "cost_by_month_app_id_idx" ON "cost_by_month"("app_id");

-- CreateIndex
CREATE INDEX "cost_by_month_sector_id_idx" ON "cost_by_month"("sector_id");

-- CreateIndex
CREATE INDEX "cost_by_month_owner_id_idx" ON "cost_by_month"("owner_id");

-- CreateIndex
CREATE INDEX "cost_by_month_architecture_id_idx" ON "cost_by_month"("architecture_id");

-- CreateIndex
CREATE INDEX "cost_by_month_capability_id_idx" ON "cost_by_month"("capability_id");

-- CreateIndex
CREATE UNIQUE INDEX "cost_by_month_month_start_app_id_sector_id_owner_id_archite_key" ON "cost_by_month"("month_start", "app_id", "sector_id", "owner_id", "architecture_id", "capability_id", "part", "tier") NULLS NOT DISTINCT;

-- CreateIndex
CREATE INDEX "usage_by_day_sector_id_idx" ON "usage_by_day"("sector_id");

-- CreateIndex
CREATE INDEX "usage_by_day_capability_id_idx" ON "usage_by_day"("capability_id");

-- CreateIndex
CREATE INDEX "sector_today_sector_id_idx" ON "sector_today"("sector_id");

-- CreateIndex
CREATE INDEX "reader_scopes_sector_id_idx" ON "reader_scopes"("sector_id");

-- CreateIndex
CREATE INDEX "budgets_sector_id_idx" ON "budgets"("sector_id");

-- CreateIndex
CREATE INDEX "forecast_fact_forecast_month_as_of_idx" ON "forecast_fact"("forecast_month", "as_of");

-- AddForeignKey
ALTER TABLE "month_totals" ADD CONSTRAINT "month_totals_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "pipeline_runs"("run_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_by_month" ADD CONSTRAINT "cost_by_month_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_by_month" ADD CONSTRAINT "cost_by_month_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_by_month" ADD CONSTRAINT "cost_by_month_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owners_dim"("owner_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_by_month" ADD CONSTRAINT "cost_by_month_architecture_id_fkey" FOREIGN KEY ("architecture_id") REFERENCES "architecture_dim"("architecture_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cost_by_month" ADD CONSTRAINT "cost_by_month_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_by_day" ADD CONSTRAINT "usage_by_day_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_by_day" ADD CONSTRAINT "usage_by_day_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sector_today" ADD CONSTRAINT "sector_today_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sector_today" ADD CONSTRAINT "sector_today_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reader_scopes" ADD CONSTRAINT "reader_scopes_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "cost_by_month" ADD CONSTRAINT "cost_by_month_part_known" CHECK ("part" IN ('usage', 'contract', 'correction', 'history'));
ALTER TABLE "month_totals" ADD CONSTRAINT "month_totals_add_up" CHECK ("total_cost" = "usage_cost" + "contract_cost" + "corrections" + "history_cost");

-- The monthly summary comes from the roll-up: no refresh reads every fact again.
drop materialized view mv_monthly_cost_summary;
create materialized view mv_monthly_cost_summary as
  select month_start, app_id, capability_id, tier,
         sum(usd_cost) as total_cost, sum(usd_cost) / sum(priced_days) as avg_daily_cost, sum(priced_days) as days_active
  from   cost_by_month
  where  part = 'usage' and priced_days > 0
  group  by 1, 2, 3, 4
  with no data;
create unique index mv_monthly_cost_summary_key on mv_monthly_cost_summary (month_start, app_id, capability_id, tier);
comment on materialized view mv_monthly_cost_summary is
  'Cost of usage per month, application, capability and tier in US dollars; days_active counts distinct days with cost.';
