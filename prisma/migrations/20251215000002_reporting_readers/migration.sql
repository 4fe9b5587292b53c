-- Who reads: license_reader sees everything that dashboards show and changes nothing; license_sector_reader sees the rows of the
-- sectors that reader_scopes names for the role. Both are groups: a login is made by "readers add" and belongs to one of them.
-- Roles belong to the server, not to the database: another database may have made them already.

do $$
declare wanted text;
begin
  foreach wanted in array array['license_reader', 'license_sector_reader'] loop
    begin
      execute format('create role %I nologin', wanted);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;

create function sees_everything() returns boolean
language sql stable parallel safe as $$
  select not pg_has_role(current_user, 'license_sector_reader', 'member') or (select rolsuper from pg_roles where rolname = current_user)
$$;
comment on function sees_everything is
  'May the role see every sector? Everybody may but members of license_sector_reader, who see what reader_scopes names.';

-- The words are put into every policy as they are: a subquery is evaluated once for a statement, a function once for a row.
do $$
declare
  guarded text;
  mine constant text := '(select sees_everything()) or sector_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user))';
begin
  foreach guarded in array array['cost_by_month', 'usage_by_day', 'sector_today', 'chargeback_fact', 'allocation_fact',
                                 'statement_decisions', 'disputes', 'application_ownership', 'contract_charge_fact',
                                 'cost_adjustment_fact', 'gl_journal_lines', 'budgets'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('create policy sectors_of_the_reader on %I using (%s) with check (true)', guarded, mine);
  end loop;
  -- An application is seen by whom it belongs to today, and by whom it ever cost something.
  alter table applications_dim enable row level security;
  execute format('create policy sectors_of_the_reader on applications_dim using (%s or app_id in (select c.app_id from cost_by_month c)
                  or app_id in (select f.app_id from chargeback_fact f)) with check (true)', mine);
  foreach guarded in array array['license_usage_fact', 'license_cost_fact', 'forecast_fact', 'forecast_coverage'] loop
    execute format('alter table %I enable row level security', guarded);
    execute format('create policy sectors_of_the_reader on %I using ((select sees_everything()) or app_id in (select t.app_id from sector_today t)) with check (true)', guarded);
  end loop;
  alter table reader_scopes enable row level security;
  create policy scopes_of_the_reader on reader_scopes using ((select sees_everything()) or role_name = current_user) with check (true);
end $$;

-- What both may read by themselves; everything else only through the views of the schema reporting.
grant usage on schema public to license_reader, license_sector_reader;
grant select on cost_by_month, usage_by_day, sector_today, reader_scopes, reporting_clock, time_dim, sectors_dim, capabilities_dim,
  architecture_dim, owners_dim, applications_dim, application_ownership, chargeback_fact, allocation_fact, allocation_rules,
  chargeback_periods, statement_decisions, disputes, contract_charge_fact, cost_adjustment_fact, license_usage_fact,
  license_cost_fact, forecast_fact, forecast_coverage, forecast_models, gl_journals, gl_journal_lines, budgets, statement_line,
  sector_statement
  to license_reader, license_sector_reader;
alter view statement_line set (security_invoker = true);
alter view sector_statement set (security_invoker = true);
alter view forecast_in_force set (security_invoker = true);
grant select on forecast_in_force to license_reader, license_sector_reader;
