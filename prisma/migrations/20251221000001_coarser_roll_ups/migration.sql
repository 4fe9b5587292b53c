-- Coarser roll-ups: what panels ask of a month when no application is chosen, of the forecast in force, and of contracts, added up thousands
-- of rows into a handful each time.

-- AlterTable
ALTER TABLE "reporting_clock" ADD COLUMN     "forecast_as_of" DATE;

-- CreateTable
CREATE TABLE "sector_by_month" (
    "rollup_id" BIGSERIAL NOT NULL,
    "month_start" DATE NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "capability_id" INTEGER,
    "part" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "priced_days" INTEGER NOT NULL,
    "units" DECIMAL(20,4) NOT NULL,
    "unpriced_units" DECIMAL(20,4) NOT NULL,
    "cost_exact" DECIMAL(20,8) NOT NULL,
    "usd_cost" DECIMAL(14,2) NOT NULL,

    CONSTRAINT "sector_by_month_pkey" PRIMARY KEY ("rollup_id")
);

-- CreateTable
CREATE TABLE "capability_by_day" (
    "day" DATE NOT NULL,
    "capability_id" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "units" DECIMAL(20,4) NOT NULL,
    "mean_units" DECIMAL(20,4) NOT NULL,
    "usd_cost" DECIMAL(14,2) NOT NULL,

    CONSTRAINT "capability_by_day_pkey" PRIMARY KEY ("day","capability_id","tier")
);

-- CreateTable
CREATE TABLE "forecast_by_month" (
    "rollup_id" BIGSERIAL NOT NULL,
    "month_start" DATE NOT NULL,
    "sector_id" INTEGER,
    "sector_then_id" INTEGER,
    "capability_id" INTEGER NOT NULL,
    "tier" TEXT NOT NULL,
    "predicted_units" DECIMAL(20,4) NOT NULL,
    "half_units_squared" DECIMAL(40,8) NOT NULL,
    "predicted_cost" DECIMAL(14,2),
    "half_cost_squared" DECIMAL(32,4),

    CONSTRAINT "forecast_by_month_pkey" PRIMARY KEY ("rollup_id")
);

-- CreateIndex
CREATE INDEX "sector_by_month_month_start_idx" ON "sector_by_month"("month_start");

-- CreateIndex
CREATE INDEX "sector_by_month_sector_id_idx" ON "sector_by_month"("sector_id");

-- CreateIndex
CREATE INDEX "sector_by_month_capability_id_idx" ON "sector_by_month"("capability_id");

-- CreateIndex
CREATE INDEX "capability_by_day_capability_id_idx" ON "capability_by_day"("capability_id");

-- CreateIndex
CREATE INDEX "forecast_by_month_sector_id_idx" ON "forecast_by_month"("sector_id");

-- CreateIndex
CREATE INDEX "forecast_by_month_sector_then_id_idx" ON "forecast_by_month"("sector_then_id");

-- CreateIndex
CREATE INDEX "forecast_by_month_capability_id_idx" ON "forecast_by_month"("capability_id");

-- AddForeignKey
ALTER TABLE "sector_by_month" ADD CONSTRAINT "sector_by_month_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sector_by_month" ADD CONSTRAINT "sector_by_month_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "capability_by_day" ADD CONSTRAINT "capability_by_day_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_by_month" ADD CONSTRAINT "forecast_by_month_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_by_month" ADD CONSTRAINT "forecast_by_month_sector_then_id_fkey" FOREIGN KEY ("sector_then_id") REFERENCES "sectors_dim"("sector_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forecast_by_month" ADD CONSTRAINT "forecast_by_month_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE RESTRICT ON UPDATE CASCADE;

insert into sector_by_month (month_start, sector_id, capability_id, part, tier, days, priced_days, units, unpriced_units, cost_exact, usd_cost)
select month_start, sector_id, capability_id, part, tier, sum(days), sum(priced_days), sum(units), sum(unpriced_units), sum(cost_exact), sum(usd_cost)
from   cost_by_month
group  by 1, 2, 3, 4, 5
order  by 1, 2, 3, 4, 5;

insert into capability_by_day (day, capability_id, tier, units, mean_units, usd_cost)
select day, capability_id, tier, sum(units), sum(coalesce(units_average, units)), sum(usd_cost)
from   usage_by_day
group  by 1, 2, 3
order  by 1, 2, 3;

update reporting_clock set forecast_as_of = (select max(as_of) from forecast_coverage);

insert into forecast_by_month (month_start, sector_id, sector_then_id, capability_id, tier, predicted_units, half_units_squared, predicted_cost, half_cost_squared)
select f.forecast_month, t.sector_id, o.sector_id, f.capability_id, f.tier, sum(f.predicted_units), sum(half.units * half.units),
       sum(f.predicted_cost), sum(half.cost * half.cost)
from   forecast_fact f
join   reporting_clock c on c.forecast_as_of = f.as_of
cross join lateral (select greatest(f.upper_units - f.predicted_units, f.predicted_units - f.lower_units) as units,
                           greatest(f.upper_cost - f.predicted_cost, f.predicted_cost - f.lower_cost) as cost) half
left join sector_today t on t.app_id = f.app_id
left join application_ownership o on o.app_id = f.app_id and o.valid_from <= f.as_of and (o.valid_to is null or o.valid_to > f.as_of)
group  by 1, 2, 3, 4, 5
order  by 1, 2, 3, 4, 5;

alter table sector_by_month enable row level security;
create policy everything on sector_by_month using ((select sees_everything())) with check (true);
create policy sectors_of_the_reader on sector_by_month for select to license_sector_reader
  using (sector_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user)));

alter table forecast_by_month enable row level security;
create policy everything on forecast_by_month using ((select sees_everything())) with check (true);
create policy sectors_of_the_reader on forecast_by_month for select to license_sector_reader
  using (sector_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user))
         and sector_then_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user)));

-- The whole company: readers of single sectors see nothing of it.
alter table capability_by_day enable row level security;
create policy everything on capability_by_day using ((select sees_everything())) with check (true);

grant select on sector_by_month, forecast_by_month, capability_by_day to license_reader, license_sector_reader;

comment on column "reporting_clock"."forecast_as_of" is 'The logical date of the forecast in force, which dashboards show. Null before the first.';
comment on table "sector_by_month" is 'What a month holds per sector, capability and tier, whatever the application. Made of cost_by_month.';
comment on column "sector_by_month"."rollup_id" is 'Surrogate key or reference: rollup id.';
comment on column "sector_by_month"."month_start" is 'First day of the month, UTC.';
comment on column "sector_by_month"."sector_id" is 'The sector that owned the applications on the days of usage, before shared services are distributed.';
comment on column "sector_by_month"."capability_id" is 'Null on months taken over from history, which know no capability.';
comment on column "sector_by_month"."part" is 'usage, contract, correction or history.';
comment on column "sector_by_month"."tier" is 'Price class, e.g. PEAK or PRO.';
comment on column "sector_by_month"."days" is 'Days with usage, of all applications together.';
comment on column "sector_by_month"."priced_days" is 'Days with a cost row, of all applications together.';
comment on column "sector_by_month"."units" is 'Unit-days: the daily units added up.';
comment on column "sector_by_month"."unpriced_units" is 'Unit-days that have no price.';
comment on column "sector_by_month"."cost_exact" is 'Unrounded cost in US dollars.';
comment on column "sector_by_month"."usd_cost" is 'Cost in US dollars, the sum of ledger amounts.';
comment on table "capability_by_day" is 'Usage and its cost of a day in the whole company, per capability and tier: what contracts are held against. Made of usage_by_day.';
comment on column "capability_by_day"."day" is 'Day.';
comment on column "capability_by_day"."capability_id" is 'License type.';
comment on column "capability_by_day"."tier" is 'Price class, e.g. PEAK or PRO.';
comment on column "capability_by_day"."units" is 'License units of the day, of all applications together.';
comment on column "capability_by_day"."mean_units" is 'Sum of the daily means, of the units where the tool gives none.';
comment on column "capability_by_day"."usd_cost" is 'Cost in US dollars, the sum of ledger amounts.';
comment on table "forecast_by_month" is 'The forecast in force per sector, capability and tier, whatever the application. Made of forecast_fact.';
comment on column "forecast_by_month"."rollup_id" is 'Surrogate key or reference: rollup id.';
comment on column "forecast_by_month"."month_start" is 'First day of the month, UTC.';
comment on column "forecast_by_month"."sector_id" is 'The sector that has the applications today; null where nobody has them.';
comment on column "forecast_by_month"."sector_then_id" is 'The sector that had them on the logical date of the forecast: readers of single sectors see what was theirs on both days.';
comment on column "forecast_by_month"."capability_id" is 'License type.';
comment on column "forecast_by_month"."tier" is 'Price class, e.g. PEAK or PRO.';
comment on column "forecast_by_month"."predicted_units" is 'Unit-days.';
comment on column "forecast_by_month"."half_units_squared" is 'The wider half of the band of every application, squared and added up.';
comment on column "forecast_by_month"."predicted_cost" is 'US dollars; null when no application has a price.';
comment on column "forecast_by_month"."half_cost_squared" is 'The wider half of the band of every application, squared and added up.';
