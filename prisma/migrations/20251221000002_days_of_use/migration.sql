-- An application that is PRO for one half of a month and PEAK for the other is used on thirty days, not on fifteen.
alter table cost_by_month add column "capability_days" smallint not null default 0, add column "application_days" smallint not null default 0;
alter table cost_by_month alter column "capability_days" drop default, alter column "application_days" drop default;

-- No signature is empty: the next run rolls every month up again and tells the days.
update month_totals set signature = '';

-- Who owned an application on a day is told as it was charged, so readers see the owners of closed months, too.
alter table closed_ownership enable row level security;
create policy everything on closed_ownership using ((select sees_everything())) with check (true);
create policy sectors_of_the_reader on closed_ownership for select to license_sector_reader
  using (sector_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user)));
grant select on closed_ownership to license_reader, license_sector_reader;

comment on column "cost_by_month"."capability_days" is 'Days with usage of the capability in any tier, by the same owner; 0 for other parts than usage.';
comment on column "cost_by_month"."application_days" is 'Days with usage of any capability, by the same owner; 0 for other parts than usage.';
comment on column "application_by_month"."days" is 'Days with usage of any capability and tier.';
