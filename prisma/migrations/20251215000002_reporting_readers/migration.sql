-- Who reads: license_reader sees everything that dashboards show and changes nothing; license_sector_reader sees the rows of the
-- sectors that reader_scopes names for the role. Both are groups: a login is made by "readers add" and belongs to one of them.
-- Roles belong to the server, not to the database: another database may have made them already.

do $$
declare wanted text;
begin
  foreach wanted in array array['license_reader', 'license_sector_reader'] loop
    begin
      if to_regrole(wanted) is null then execute format('create role %I nologin', wanted); end if;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise exception 'The role % may not make the role %.', current_user, wanted using errcode = 'insufficient_privilege',
          hint = format('Let a superuser say: alter role %I createrole; or: create role license_reader; create role license_sector_reader; grant license_reader, license_sector_reader to %I with admin option, inherit false, set false;', current_user, current_user);
    end;
  end loop;
end $$;

-- Names are bound when the function is made: no temporary table of a reader can stand before pg_class.
create function sees_everything() returns boolean
language sql stable parallel safe
return pg_has_role(current_user, (select c.relowner from pg_class c where c.oid = 'cost_by_month'::regclass), 'USAGE')
       or not (pg_has_role(current_user, 'license_sector_reader', 'USAGE') or pg_has_role(current_user, 'license_sector_reader', 'SET'));
comment on function sees_everything is
  'May the role see every sector? The owner of the tables may, and everybody else but members of license_sector_reader, who see what reader_scopes names. Who made the group may give it, and is no member by that.';

-- In a function that runs with the rights of its owner the current user is the owner; whoever logged in stays who it is.
create function session_sees_everything() returns boolean
language sql stable parallel safe
return pg_has_role(session_user, (select c.relowner from pg_class c where c.oid = 'cost_by_month'::regclass), 'USAGE')
       or not (pg_has_role(session_user, 'license_sector_reader', 'USAGE') or pg_has_role(session_user, 'license_sector_reader', 'SET'));
comment on function session_sees_everything is
  'May whoever logged in see every sector? For functions that run with the rights of their owner: they ask this by themselves.';

-- Everybody who sees everything meets one policy, which is asked once for a statement; members of the group of sectors meet a second
-- one, whose words stand in it as they are: a subquery is evaluated once for a statement, a function once for a row. Other tables in
-- a policy are read as the reader, so by their own policies.
do $$
declare
  rule record;
  mine constant text := 'sector_id = any (array(select s.sector_id from reader_scopes s where s.role_name = current_user))';
  owned_on constant text := 'exists (select from application_ownership o where o.app_id = %1$I.app_id
    and %1$I.%2$I >= o.valid_from and (o.valid_to is null or %1$I.%2$I < o.valid_to))';
begin
  for rule in
    select unnest(array['cost_by_month', 'usage_by_day', 'sector_today', 'chargeback_fact', 'allocation_fact', 'statement_decisions',
                        'disputes', 'application_ownership', 'contract_charge_fact', 'cost_adjustment_fact', 'gl_journal_lines',
                        'budgets']) as table_name, mine as words
    union all values
    -- The names of senders and buckets stand on the bills of others.
    ('sectors_dim', mine || $p$ or kind <> 'sector'$p$),
    -- An application is seen by whom it belongs to today, and by whom it ever cost something.
    ('applications_dim', mine || ' or exists (select from cost_by_month c where c.app_id = applications_dim.app_id)
                                or exists (select from chargeback_fact f where f.app_id = applications_dim.app_id)'),
    ('owners_dim', 'owner_id in (select o.owner_id from application_ownership o)'),
    -- Usage of a day is seen by whom the application belonged to on that day.
    ('license_usage_fact', format(owned_on, 'license_usage_fact', 'ts')),
    ('license_cost_fact', format(owned_on, 'license_cost_fact', 'ts')),
    -- A forecast is seen by whom the application belongs to, unless it was made for an owner before.
    ('forecast_fact', 'app_id in (select t.app_id from sector_today t) and ' || format(owned_on, 'forecast_fact', 'as_of')),
    ('forecast_coverage', 'app_id in (select t.app_id from sector_today t) and ' || format(owned_on, 'forecast_coverage', 'as_of')),
    -- A rule is seen by whom it charged.
    ('allocation_rules', 'rule_id in (select a.rule_id from allocation_fact a)'),
    ('gl_journals', 'journal_id in (select l.journal_id from gl_journal_lines l)'),
    ('reader_scopes', 'role_name = current_user')
  loop
    execute format('alter table %I enable row level security', rule.table_name);
    execute format('create policy everything on %I using ((select sees_everything())) with check (true)', rule.table_name);
    execute format('create policy sectors_of_the_reader on %I for select to license_sector_reader using (%s)', rule.table_name, rule.words);
  end loop;
end $$;

-- What they may read by themselves; everything else only through the views of the schema reporting. Of an application that moved
-- on, who owns it now is hidden from whom it belonged to; so is what was written about reopening a month.
grant usage on schema public to license_reader, license_sector_reader;
grant select on cost_by_month, usage_by_day, sector_today, reader_scopes, reporting_clock, time_dim, sectors_dim, capabilities_dim,
  architecture_dim, owners_dim, application_ownership, chargeback_fact, allocation_fact, allocation_rules, statement_decisions,
  disputes, contract_charge_fact, cost_adjustment_fact, license_usage_fact, license_cost_fact, forecast_fact, forecast_coverage,
  forecast_models, gl_journals, gl_journal_lines, budgets, statement_line, sector_statement, forecast_in_force
  to license_reader, license_sector_reader;
grant select on applications_dim, chargeback_periods to license_reader;
grant select (app_id, architecture_id, merged_into_app_id, kind, tool, instance, appd_application_id, appd_application_name,
              sn_service_name, environment, is_in_scope, is_listed) on applications_dim to license_sector_reader;
grant select (month_start, state, origin, prepared_by, closed_by, closed_at, closing_no, accept_by, review_started_at,
              restatement_causes) on chargeback_periods to license_sector_reader;
alter view statement_line set (security_invoker = true);
alter view sector_statement set (security_invoker = true);
alter view forecast_in_force set (security_invoker = true);

-- Whoever may log in could make temporary tables; readers need not. Roles that act keep the right. Rights of a database are not
-- copied with it, so "readers add" asks for this again.
create function let_readers_only_read() returns void
language plpgsql as $$
declare role_name text;
begin
  if not has_database_privilege('license_reader', current_database(), 'TEMPORARY') then return; end if;
  for role_name in select r.rolname from actors a join pg_roles r on r.rolname = a.db_role where a.is_active loop
    execute format('grant temporary on database %I to %I', current_database(), role_name);
  end loop;
  execute format('revoke temporary on database %I from public', current_database());
exception when insufficient_privilege then
  raise warning 'Readers may make temporary tables: % does not own the database.', current_user;
end $$;
comment on function let_readers_only_read is
  'Takes the right to make temporary tables from everybody but the owner of the database and roles that prove actors.';
select let_readers_only_read();
revoke create on schema public from public;

-- Who reads what is audited, and so are budgets.
create trigger audit after insert or update or delete on reader_scopes for each row execute function audit_change('role_name', 'sector_id');
create trigger audit after insert or update or delete on budgets for each row execute function audit_change('month_start', 'sector_id');
create trigger signed before insert on budgets for each row execute function signed('To plan a budget', 'created_by');
alter table budgets add check (usd_amount >= 0), add check (month_start = date_trunc('month', month_start));

create function audit_reader(name text, operation text, sectors text[]) returns void
language plpgsql as $$
declare who acting_as := acting();
begin
  insert into audit_log (entity, entity_key, operation, actor, db_role, is_proven, source, reason, before, after, happened_at)
  values ('readers', name, operation, who.actor, session_user, who.is_proven,
          coalesce(nullif(current_setting('application_name', true), ''), 'sql'), nullif(current_setting('app.reason', true), ''),
          case when operation = 'delete' then jsonb_build_object('name', name) end,
          case when operation <> 'delete' then jsonb_build_object('name', name, 'sectors', to_jsonb(sectors)) end, clock_timestamp());
end $$;
comment on function audit_reader is
  'Writes who gave or took the right to read. A login is a role of the server, where no trigger sees it come (R30).';
