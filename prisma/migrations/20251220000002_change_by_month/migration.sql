-- Why the cost of a month is another one than in the month before, rolled up: to work it out takes a tenth of a second at 3,000
-- applications, and dashboards show it in a dozen panels. The view explained_change works it out, for stage 6 and for the dashboards'
-- organization of today, which changes with every run.

-- AlterTable
ALTER TABLE "month_totals" ADD COLUMN     "change_signature" TEXT;

-- CreateTable
CREATE TABLE "change_by_month" (
    "rollup_id" BIGSERIAL NOT NULL,
    "month_start" DATE NOT NULL,
    "sector_id" INTEGER NOT NULL,
    "app_id" INTEGER NOT NULL,
    "capability_id" INTEGER,
    "source" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "cost_before" DECIMAL(16,2) NOT NULL,
    "cost" DECIMAL(16,2) NOT NULL,
    "units_before" DECIMAL(22,4) NOT NULL,
    "units" DECIMAL(22,4) NOT NULL,
    "volume" DECIMAL(16,2) NOT NULL,
    "mix" DECIMAL(16,2) NOT NULL,
    "price" DECIMAL(16,2) NOT NULL,
    "moved" DECIMAL(16,2) NOT NULL,
    "new" DECIMAL(16,2) NOT NULL,
    "retired" DECIMAL(16,2) NOT NULL,
    "unsplit" DECIMAL(16,2) NOT NULL,
    "corrections" DECIMAL(16,2) NOT NULL,
    "others_before" TEXT,
    "others_now" TEXT,

    CONSTRAINT "change_by_month_pkey" PRIMARY KEY ("rollup_id")
);

-- CreateIndex
CREATE INDEX "change_by_month_month_start_idx" ON "change_by_month"("month_start");

-- CreateIndex
CREATE INDEX "change_by_month_sector_id_idx" ON "change_by_month"("sector_id");

-- CreateIndex
CREATE INDEX "change_by_month_app_id_idx" ON "change_by_month"("app_id");

-- CreateIndex
CREATE INDEX "change_by_month_capability_id_idx" ON "change_by_month"("capability_id");

-- AddForeignKey
ALTER TABLE "change_by_month" ADD CONSTRAINT "change_by_month_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "applications_dim"("app_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change_by_month" ADD CONSTRAINT "change_by_month_sector_id_fkey" FOREIGN KEY ("sector_id") REFERENCES "sectors_dim"("sector_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change_by_month" ADD CONSTRAINT "change_by_month_capability_id_fkey" FOREIGN KEY ("capability_id") REFERENCES "capabilities_dim"("capability_id") ON DELETE SET NULL ON UPDATE CASCADE;

alter table change_by_month add constraint change_by_month_source_known check (source in ('usage', 'contract', 'correction', 'history'));

create view application_tie as
  select p.month_start, c.app_id, c.other_app_id
  from   chargeback_periods p
  join   application_changes c on c.effective_date < p.month_start + interval '1 month'
  where  c.undone_at is null and c.other_app_id is not null
  and    (c.kind = 'merged' or (c.kind = 'split' and c.effective_date >= p.month_start - interval '1 month'));
comment on view application_tie is
  'Which applications continue each other when a month is compared with the one before: merged ones for good, split ones while the month of the split is compared.';

-- A move is told by both of its ends, so the view reads all sectors, whoever asks. Readers have no right to it; the view
-- reporting.cost_change shows them what is theirs.
create view explained_change as
  select m.month_start, o.organization, x.*
  from   (select month_start, (month_start - interval '1 month')::date as previous_month from chargeback_periods) m
  cross join (values ('charged'), ('today')) o (organization)
  cross join lateral (
    -- Applications that continue each other are one family.
    with recursive tie as (
      select t.app_id as one, t.other_app_id as other from application_tie t where t.month_start = m.month_start
    ), both_ways as (
      select one, other from tie union select other, one from tie
    ), reached as (
      select one as app_id, one as member from both_ways
      union
      select r.app_id, b.other from reached r join both_ways b on b.one = r.member
    ), family as (
      select app_id, min(member) as family from reached group by 1
    ), part as (
      select coalesce(f.family, c.app_id) as family, c.app_id, c.capability_id, c.part, c.tier, c.month_start = m.month_start as is_now,
             case o.organization when 'today' then coalesce(t.sector_id, c.sector_id) else c.sector_id end as sector_id,
             c.units - c.unpriced_units as units, c.usd_cost, c.cost_exact
      from   cost_by_month c
      left join family f on f.app_id = c.app_id
      left join sector_today t on t.app_id = c.app_id
      where  c.month_start in (m.month_start, m.previous_month) and (c.part <> 'usage' or c.priced_days > 0)
    ), series as materialized (
      select family, sector_id, capability_id, part, tier, bool_or(is_now) as is_now, bool_or(not is_now) as was, min(app_id) as app_id,
             coalesce(sum(usd_cost) filter (where not is_now), 0) as cost_before, coalesce(sum(usd_cost) filter (where is_now), 0) as cost,
             coalesce(sum(units) filter (where not is_now), 0) as units_before, coalesce(sum(units) filter (where is_now), 0) as units,
             coalesce(sum(cost_exact) filter (where not is_now), 0) as exact_before, coalesce(sum(cost_exact) filter (where is_now), 0) as exact
      from   part group by 1, 2, 3, 4, 5
    ), standing as materialized (
      select family, sector_id, bool_or(is_now) as is_now, bool_or(was) as was,
             bool_or(part = 'history' and (cost <> 0 or cost_before <> 0)) as is_unsplit, count(*) over (partition by family) > 1 as is_move
      from   series where part <> 'correction' group by 1, 2
    ), judged as materialized (
      select s.*, case when s.part = 'correction' then 'correction' when g.is_move then 'move' when not g.was then 'new'
                       when not g.is_now then 'retired' when g.is_unsplit then 'unsplit' else 'split' end as kind,
             case when s.units_before = 0 or s.units = 0 then case when s.units_before = s.units then s.cost - s.cost_before else 0 end
                  when s.units_before = s.units and s.exact <> s.exact_before then s.cost - s.cost_before
                  else round((s.exact * s.units_before - s.units * s.exact_before) / s.units_before, 2) end as price_effect
      from   series s
      left join standing g on g.family = s.family and g.sector_id = s.sector_id
    ), average as (
      select sector_id, capability_id, sum(exact_before) / nullif(sum(units_before), 0) as price
      from   judged where kind = 'split' and part = 'usage' group by 1, 2
    ), other as (
      select w.family, w.sector_id, string_agg(e.sector_name, ', ' order by e.sector_name) filter (where v.was) as before,
             string_agg(e.sector_name, ', ' order by e.sector_name) filter (where v.is_now) as now
      from   standing w
      join   standing v on v.family = w.family and v.sector_id <> w.sector_id
      join   sectors_dim e on e.sector_id = v.sector_id
      where  w.is_move
      group  by 1, 2
    ), title as (
      -- The member of a family that costs most gives the name.
      select distinct on (f.family, p.sector_id) f.family, p.sector_id, f.app_id
      from   family f
      join   cost_by_month c on c.app_id = f.app_id and c.month_start in (m.month_start, m.previous_month) and c.part <> 'correction'
      left join sector_today t on t.app_id = f.app_id
      cross join lateral (select case o.organization when 'today' then coalesce(t.sector_id, c.sector_id) else c.sector_id end as sector_id) p
      group  by 1, 2, 3
      order  by 1, 2, sum(c.usd_cost) filter (where c.month_start = m.month_start) desc nulls last,
                sum(c.usd_cost) filter (where c.month_start <> m.month_start) desc nulls last, 3
    )
    select j.sector_id, coalesce(n.app_id, j.app_id) as app_id, j.capability_id, j.part as source, j.tier, j.cost_before, j.cost, j.units_before, j.units,
           case j.kind when 'split' then j.cost - j.cost_before - j.price_effect - q.mix else 0 end as volume,
           case j.kind when 'split' then q.mix else 0 end as mix, case j.kind when 'split' then j.price_effect else 0 end as price,
           case j.kind when 'move' then j.cost - j.cost_before else 0 end as moved,
           case j.kind when 'new' then j.cost else 0 end as new, case j.kind when 'retired' then -j.cost_before else 0 end as retired,
           case j.kind when 'unsplit' then j.cost - j.cost_before else 0 end as unsplit,
           case j.kind when 'correction' then j.cost - j.cost_before else 0 end as corrections, r.before as others_before, r.now as others_now
    from   judged j
    left join average v on v.sector_id = j.sector_id and v.capability_id = j.capability_id and j.kind = 'split' and j.part = 'usage'
    left join other r on r.family = j.family and r.sector_id = j.sector_id and j.kind = 'move'
    left join title n on n.family = j.family and n.sector_id = j.sector_id
    cross join lateral (
      -- What more or fewer units cost at their own old price, beyond what they cost at the average one.
      select case when v.price is null or (j.units_before = 0 and j.units = 0) then 0
                  else round(case when j.units_before = 0 then j.exact else j.units * j.exact_before / j.units_before end
                             - j.exact_before - v.price * (j.units - j.units_before), 2) end as mix) q
  ) x;
comment on view explained_change is
  'Why the cost before shared services of a month is another one than in the month before, worked out anew: one row per month, organization (charged, today), sector, application with those it continues, capability, tier and source. US dollars and unit-days. Ask for one month and one organization; dashboards read change_by_month for the organization charged.';

insert into change_by_month (month_start, sector_id, app_id, capability_id, source, tier, cost_before, cost, units_before, units,
                             volume, mix, price, moved, new, retired, unsplit, corrections, others_before, others_now)
select x.month_start, x.sector_id, x.app_id, x.capability_id, x.source, x.tier, x.cost_before, x.cost, x.units_before, x.units,
       x.volume, x.mix, x.price, x.moved, x.new, x.retired, x.unsplit, x.corrections, x.others_before, x.others_now
from   month_totals m
join   month_totals b on b.month_start = m.month_start - interval '1 month'
join   explained_change x on x.month_start = m.month_start and x.organization = 'charged';

alter table change_by_month enable row level security;
create policy everything on change_by_month using ((select sees_everything())) with check (true);
create policy sectors_of_the_reader on change_by_month for select to license_sector_reader
  using (sector_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user)));
-- All columns but those that name the other end of a move.
grant select on change_by_month to license_reader;
grant select (rollup_id, month_start, sector_id, app_id, capability_id, source, tier, cost_before, cost, units_before, units,
              volume, mix, price, moved, new, retired, unsplit, corrections) on change_by_month to license_sector_reader;

comment on column "month_totals"."change_signature" is 'Hash over what the month''s change_by_month was made of; another one makes stage 6 explain the change again. Null while there is none.';
comment on table "change_by_month" is 'Why the cost of a month is another one than in the month before, as charged: what dashboards read as the bridge. Kept by stage 6 from the view explained_change; cost - cost_before = volume + mix + price + moved + new + retired + unsplit + corrections.';
comment on column "change_by_month"."rollup_id" is 'Surrogate key or reference: rollup id.';
comment on column "change_by_month"."month_start" is 'First day of the month that is compared with the one before, UTC.';
comment on column "change_by_month"."sector_id" is 'The sector that owned the application on the days of usage, before shared services are distributed.';
comment on column "change_by_month"."app_id" is 'The application; of applications that continue each other, the one that costs most.';
comment on column "change_by_month"."capability_id" is 'Null on months taken over from history, which know no capability.';
comment on column "change_by_month"."source" is 'usage, contract, correction or history.';
comment on column "change_by_month"."tier" is 'Price class, e.g. PEAK or PRO.';
comment on column "change_by_month"."cost_before" is 'US dollars in the month before.';
comment on column "change_by_month"."cost" is 'US dollars in the month.';
comment on column "change_by_month"."units_before" is 'Unit-days with a price in the month before.';
comment on column "change_by_month"."units" is 'Unit-days with a price in the month.';
comment on column "change_by_month"."volume" is 'US dollars by more or fewer units, at the average price of the month before.';
comment on column "change_by_month"."mix" is 'US dollars by units that are dearer or cheaper than the average of their capability.';
comment on column "change_by_month"."price" is 'US dollars by another price.';
comment on column "change_by_month"."moved" is 'US dollars by applications that came from another sector or went to one.';
comment on column "change_by_month"."new" is 'US dollars of applications that cost nothing in the month before.';
comment on column "change_by_month"."retired" is 'US dollars, below zero, of applications that cost nothing any more.';
comment on column "change_by_month"."unsplit" is 'US dollars that history cannot split.';
comment on column "change_by_month"."corrections" is 'US dollars of corrections booked in the month, less those of the month before.';
comment on column "change_by_month"."others_before" is 'Of a move: the other sectors that had the application in the month before.';
comment on column "change_by_month"."others_now" is 'Of a move: the other sectors that have it in the month. Readers of single sectors are told neither.';
