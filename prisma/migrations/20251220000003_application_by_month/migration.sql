-- Usage of a month per application, whatever the capability and tier: what compares all applications over a year read each of them
-- capability by capability.

-- CreateTable
CREATE TABLE "application_by_month" (
    "rollup_id" BIGSERIAL NOT NULL,
    "month_start" DATE NOT NULL,
    "app_id" INTEGER NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "owner_id" INTEGER,
    "architecture_id" INTEGER,
    "days" SMALLINT NOT NULL,
    "usd_cost" DECIMAL(14,2) NOT NULL,
    "node_days" DECIMAL(20,4),
    "node_cost" DECIMAL(14,2),

    CONSTRAINT "application_by_month_pkey" PRIMARY KEY ("rollup_id")
);

-- CreateIndex
CREATE INDEX "application_by_month_month_start_idx" ON "application_by_month"("month_start");

-- CreateIndex
CREATE INDEX "application_by_month_app_id_idx" ON "application_by_month"("app_id");

-- CreateIndex
CREATE INDEX "application_by_month_sector_id_idx" ON "application_by_month"("sector_id");

-- CreateIndex
CREATE INDEX "application_by_month_owner_id_idx" ON "application_by_month"("owner_id");

-- CreateIndex
CREATE INDEX "application_by_month_architecture_id_idx" ON "application_by_month"("architecture_id");

-- AddForeignKey
ALTER TABLE "application_by_month" ADD CONSTRAINT "application_by_month_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_by_month" ADD CONSTRAINT "application_by_month_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_by_month" ADD CONSTRAINT "application_by_month_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owners_dim"("owner_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_by_month" ADD CONSTRAINT "application_by_month_architecture_id_fkey" FOREIGN KEY ("architecture_id") REFERENCES "architecture_dim"("architecture_id") ON DELETE SET NULL ON UPDATE CASCADE;

insert into application_by_month (month_start, app_id, sector_id, owner_id, architecture_id, days, usd_cost, node_days, node_cost)
select month_start, app_id, sector_id, owner_id, architecture_id, max(days), sum(usd_cost), sum(nodes * days),
       sum(usd_cost) filter (where nodes is not null)
from   cost_by_month
where  part = 'usage'
group  by 1, 2, 3, 4, 5
order  by 1, 2, 3, 4, 5;

alter table application_by_month enable row level security;
create policy everything on application_by_month using ((select sees_everything())) with check (true);
create policy sectors_of_the_reader on application_by_month for select to license_sector_reader
  using (sector_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user)));
grant select on application_by_month to license_reader, license_sector_reader;

comment on table "application_by_month" is 'Usage of a month per application and owner, whatever the capability and tier: what dashboards compare applications by. Made of cost_by_month.';
comment on column "application_by_month"."rollup_id" is 'Surrogate key or reference: rollup id.';
comment on column "application_by_month"."month_start" is 'First day of the month, UTC.';
comment on column "application_by_month"."app_id" is 'Application, as registered in applications_dim.';
comment on column "application_by_month"."sector_id" is 'The sector that owned the application on the days of usage.';
comment on column "application_by_month"."owner_id" is 'Owner.';
comment on column "application_by_month"."architecture_id" is 'Architecture pattern.';
comment on column "application_by_month"."days" is 'Days with usage: capabilities and tiers are used on the same days.';
comment on column "application_by_month"."usd_cost" is 'Direct cost in US dollars, the sum of ledger amounts.';
comment on column "application_by_month"."node_days" is 'Registered nodes times days; null when no row tells nodes.';
comment on column "application_by_month"."node_cost" is 'The part of the cost whose nodes are told.';
