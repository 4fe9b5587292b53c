-- The bill per month and sector, rolled up: a statement adds up thousands of lines, dashboards show fifty sums of them.

-- CreateTable
CREATE TABLE "bill_by_month" (
    "month_start" DATE NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "direct" DECIMAL(14,2) NOT NULL,
    "shared_in" DECIMAL(14,2) NOT NULL,
    "shared_out" DECIMAL(14,2) NOT NULL,
    "adjustments" DECIMAL(14,2) NOT NULL,
    "total" DECIMAL(14,2) NOT NULL,
    "lines" INTEGER NOT NULL,

    CONSTRAINT "bill_by_month_pkey" PRIMARY KEY ("month_start","sector_id")
);

-- CreateIndex
CREATE INDEX "bill_by_month_sector_id_idx" ON "bill_by_month"("sector_id");

-- CreateIndex
CREATE INDEX "cost_by_month_month_start_idx" ON "cost_by_month"("month_start");

-- AddForeignKey
ALTER TABLE "bill_by_month" ADD CONSTRAINT "bill_by_month_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

insert into bill_by_month (month_start, sector_id, direct, shared_in, shared_out, adjustments, total, lines)
select month_start, sector_id,
       coalesce(sum(usd_amount) filter (where chargeback_cycle = 'direct'), 0),
       coalesce(sum(usd_amount) filter (where chargeback_cycle = 'allocated_shared_service'), 0),
       coalesce(sum(usd_amount) filter (where chargeback_cycle = 'shared_service_offset'), 0),
       coalesce(sum(usd_amount) filter (where chargeback_cycle = 'adjustment'), 0),
       sum(usd_amount), count(*)
from   chargeback_fact
where  month_start in (select month_start from month_totals)
group  by 1, 2;

alter table bill_by_month enable row level security;
create policy everything on bill_by_month using ((select sees_everything())) with check (true);
create policy sectors_of_the_reader on bill_by_month for select to license_sector_reader
  using (sector_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user)));
grant select on bill_by_month to license_reader, license_sector_reader;

comment on table "bill_by_month" is 'The bill that dashboards read: what a month charges a sector or bucket, added up from its lines.';
comment on column "bill_by_month"."month_start" is 'First day of the month, UTC.';
comment on column "bill_by_month"."sector_id" is 'Who is charged: a sector, or a bucket.';
comment on column "bill_by_month"."direct" is 'US dollars of its own applications.';
comment on column "bill_by_month"."shared_in" is 'US dollars of shared services that it received.';
comment on column "bill_by_month"."shared_out" is 'US dollars of shared services that it gave away; not above zero.';
comment on column "bill_by_month"."adjustments" is 'US dollars of corrections to closed months.';
comment on column "bill_by_month"."total" is 'The sum of the four.';
comment on column "bill_by_month"."lines" is 'Lines of the bill.';
