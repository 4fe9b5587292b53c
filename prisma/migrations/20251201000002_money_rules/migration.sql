-- What must hold of money whoever writes: who acts is proven, what was used or closed stays, what changes is audited.

create extension if not exists pgcrypto;

-- Who acts -----------------------------------------------------------------------------------------------------------

insert into deployment (deployment_id, profile) values (1, 'development');
alter table deployment add check (deployment_id = 1), add check (profile in ('development', 'production'));
alter table actors
  add check (token_hash is not null or db_role is not null),
  add check (roles <@ array['preparer', 'approver', 'closer', 'poster', 'steward', 'administrator']);

create type acting_as as (actor text, is_proven boolean);

create function acting() returns acting_as
language plpgsql stable as $$
declare
  token text := nullif(current_setting('app.token', true), '');
  name text;
begin
  if token is not null then
    select actor_name into name from actors
    where  token_hash = encode(sha256(convert_to(token, 'UTF8')), 'hex') and is_active;
    if name is null then
      raise exception 'The token belongs to nobody who may act.' using errcode = 'insufficient_privilege';
    end if;
    return (name, true)::acting_as;
  end if;
  select actor_name into name from actors where db_role = session_user and is_active;
  if name is not null then
    return (name, true)::acting_as;
  end if;
  if (select profile from deployment) = 'production' then
    return (session_user, false)::acting_as;
  end if;
  return (coalesce(nullif(current_setting('app.actor', true), ''), session_user), false)::acting_as;
end $$;
comment on function acting is
  'Who acts in this transaction: proven by a token (app.token) or by the role of the connection, else, in development, the name that was given (app.actor).';

create function require_proven(what text) returns void
language plpgsql stable as $$
begin
  if (acting()).is_proven or (select profile from deployment) = 'development' then return; end if;
  raise exception '% needs a proven actor; % is only a name.', what, (acting()).actor using errcode = 'insufficient_privilege';
end $$;
comment on function require_proven is 'In production, refuses whoever has not shown a token or a role of the database (R32).';

create function require_author(what text, named text) returns void
language plpgsql stable as $$
declare who acting_as := acting();
begin
  perform require_proven(what);
  if who.is_proven and named is not null and named <> who.actor then
    raise exception '% is to be signed by whoever acts: that is %, not %.', what, who.actor, named using errcode = 'insufficient_privilege';
  end if;
end $$;
comment on function require_author is 'A proven actor signs with no other name; in production nobody else signs at all (R32).';

create function require_role(needed text, what text, named text) returns void
language plpgsql stable as $$
declare who acting_as := acting();
begin
  perform require_author(what, named);
  if who.is_proven and not exists (select from actors where actor_name = who.actor and is_active and needed = any(roles)) then
    raise exception '% needs the role %, which % has not got.', what, needed, who.actor using errcode = 'invalid_role_specification';
  end if;
end $$;
comment on function require_role is 'A proven actor acts in the roles that an administrator gave, and signs with no other name (R32).';

create function guard_actors() returns trigger
language plpgsql as $$
declare is_production boolean := (select profile from deployment) = 'production';
begin
  if tg_op = 'DELETE' then
    raise exception 'The actor % stays: the audit names %.', old.actor_name, old.actor_name using errcode = 'restrict_violation';
  end if;
  if exists (select from actors where is_active and 'administrator' = any(roles)) then
    perform require_role('administrator', 'To change who may act', null);
  elsif is_production and not (new.is_active and 'administrator' = any(new.roles)) then
    raise exception 'The first actor must be an administrator, or nobody could add another.' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' then
    if new.actor_name <> old.actor_name then
      raise exception 'The actor % keeps the name.', old.actor_name using errcode = 'restrict_violation';
    end if;
    if is_production and not (new.is_active and 'administrator' = any(new.roles)) and not exists (
         select from actors where actor_id <> old.actor_id and is_active and 'administrator' = any(roles)) then
      raise exception '% is the last administrator.', old.actor_name using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;
comment on function guard_actors is 'Who may act is decided by an administrator; there is always one in production (R32).';
create trigger guard_actors before insert or update or delete on actors for each row execute function guard_actors();

create function guard_deployment() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' or (old.profile = 'production' and new.profile <> 'production'
     and not pg_has_role(session_user, (select datdba from pg_database where datname = current_database()), 'USAGE')) then
    raise exception 'This database serves production; only its owner takes that back.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_deployment before update or delete on deployment for each row execute function guard_deployment();

create function signed() returns trigger
language plpgsql as $$
begin
  perform require_author(tg_argv[0], to_jsonb(new) ->> tg_argv[1]);
  return new;
end $$;
comment on function signed is 'Decisions of people are made by proven actors, under their own name (R32).';
create trigger signed before insert on allocation_rules for each row when (new.created_by <> 'seed')
  execute function signed('To make an allocation rule', 'created_by');
create trigger signed before insert on contracts for each row execute function signed('To make a contract', 'created_by');
create trigger signed before insert on mapping_overrides for each row execute function signed('To override a match', 'created_by');
create trigger signed_end before update on mapping_overrides for each row execute function signed('To end an override');
create trigger signed before update on review_queue for each row
  when (old.decided_by is distinct from new.decided_by and new.decided_by is not null)
  execute function signed('To decide a review', 'decided_by');
create trigger signed before insert on application_ownership for each row when (new.source = 'correction')
  execute function signed('To correct ownership');
create trigger signed before insert on application_changes for each row when (new.kind <> 'renamed')
  execute function signed('To change the life of an application', 'created_by');
create trigger signed_undo before update on application_changes for each row
  execute function signed('To undo a change', 'undone_by');
create trigger signed before insert on period_waivers for each row execute function signed('To waive something at a close', 'created_by');
create trigger signed before insert on statement_decisions for each row execute function signed('To answer a statement', 'decided_by');
create trigger signed before insert on disputes for each row execute function signed('To open a dispute', 'opened_by');
create trigger signed before insert on vendor_invoices for each row execute function signed('To import an invoice', 'imported_by');
create trigger signed before insert on invoice_explanations for each row execute function signed('To explain an invoice', 'created_by');
create trigger signed before insert on gl_journals for each row execute function signed('To export a journal', 'created_by');

-- Audit --------------------------------------------------------------------------------------------------------------

create function audit_change() returns trigger
language plpgsql as $$
declare
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'token_hash' end;
  is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'token_hash' end;
  who acting_as := acting();
  program text := coalesce(nullif(current_setting('application_name', true), ''), 'sql');
begin
  if was = is_now then return null; end if;
  insert into audit_log (entity, entity_key, operation, actor, db_role, is_proven, source, reason, run_id, before, after, happened_at)
  values (tg_table_name,
          (select string_agg(coalesce(is_now, was) ->> key, '/' order by place) from unnest(tg_argv) with ordinality as k(key, place)),
          lower(tg_op), who.actor, session_user, who.is_proven, program, nullif(current_setting('app.reason', true), ''),
          case when nullif(current_setting('app.actor', true), '') is null then (coalesce(is_now, was) ->> 'run_id')::integer end,
          was, is_now, clock_timestamp());
  return null;
end $$;
comment on function audit_change is 'Writes who changed what, from what to what, and why (R30).';

do $$
declare
  audited text[][] := array[
    ['price_config', 'price_id'], ['price_tiers', 'price_id, from_units'], ['exchange_rates', 'month_start, currency'],
    ['contracts', 'contract_id'], ['contract_lines', 'line_id'],
    ['allocation_rules', 'rule_id'], ['allocation_rule_parts', 'rule_id, part_no'],
    ['allocation_rule_receivers', 'rule_id, sector_id'], ['allocation_drivers', 'driver_table, month_start, sector_id'],
    ['mapping_overrides', 'override_id'], ['application_ownership', 'ownership_id'], ['application_changes', 'change_id'],
    ['chargeback_periods', 'month_start'], ['period_waivers', 'month_start, item'], ['disputes', 'dispute_id'],
    ['vendor_invoices', 'invoice_id'], ['invoice_explanations', 'explanation_id'], ['gl_journals', 'journal_id'],
    ['sectors_dim', 'sector_id'], ['capabilities_dim', 'capability_id'], ['forecast_models', 'model_id'],
    ['actors', 'actor_id'], ['deployment', 'deployment_id']];
  pair text[];
begin
  foreach pair slice 1 in array audited loop
    execute format('create trigger audit after insert or update or delete on %I for each row execute function audit_change(%s)',
                   pair[1], (select string_agg(quote_literal(trim(k)), ', ') from unnest(string_to_array(pair[2], ',')) as k));
  end loop;
end $$;
create trigger audit after update on review_queue for each row
  when (old.decided_by is distinct from new.decided_by or old.status is distinct from new.status)
  execute function audit_change('review_id');

create function append_only() returns trigger
language plpgsql as $$
begin
  raise exception '% is append-only: % is refused.', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;
comment on function append_only is 'Refuses to change or remove what an audit relies on.';
do $$
declare kept text;
begin
  foreach kept in array array['audit_log', 'user_actions', 'statement_decisions', 'row_changes', 'reconciliation_log'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function append_only()', kept);
    execute format('create trigger append_only_whole before truncate on %I for each statement execute function append_only()', kept);
  end loop;
end $$;

-- Prices -------------------------------------------------------------------------------------------------------------

alter table price_config drop constraint price_config_one_price_a_day;
alter table price_config
  add check (pricing_model in ('per_unit', 'flat', 'graduated', 'volume', 'package')),
  add check ((pricing_model = 'package') = (package_size is not null)),
  add check (package_size > 0),
  add check (minimum_amount >= 0 and maximum_amount >= 0),
  add check (minimum_amount is null or maximum_amount is null or minimum_amount <= maximum_amount),
  add check (version > 0 and (version = 1) = (supersedes_price_id is null)),
  add constraint price_config_one_price_a_day
    exclude using gist (capability_id with =, tier with =, daterange(start_date, end_date) with &&) where (superseded_at is null);
alter table price_tiers add check (from_units >= 0), add check (unit_rate >= 0), add check (flat_amount >= 0);
alter table exchange_rates
  add check (usd_rate > 0),
  add check (currency <> 'USD'),
  add check (month_start = date_trunc('month', month_start));

create function is_price_used(price integer, from_day date) returns boolean
language sql stable as $$
  select exists (select from license_cost_fact where price_id = price and ts >= from_day)
      or exists (select from cost_adjustment_fact where price_id = price and ts >= from_day)
      or exists (select from contract_charge_fact where price_id = price and month_start + interval '1 month' > from_day)
$$;
comment on function is_price_used is 'Was anything charged by the price on or after the day?';

create function is_end_used(price price_config, new_end date) returns boolean
language sql stable as $$
  select is_price_used(price.price_id,
           case when price.pricing_model = 'flat' or price.minimum_amount is not null or price.maximum_amount is not null
                then date_trunc('month', least(coalesce(price.end_date, 'infinity'), coalesce(new_end, 'infinity')))::date
                else coalesce(new_end, 'infinity') end)
$$;
comment on function is_end_used is
  'Would another end change what was charged? Amounts per month count by the days of the range, so for them the whole month of the end counts.';

create function keep_used_price() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if is_price_used(old.price_id, '-infinity') then
      raise exception 'Price % was used and stays; end it, or add a version.', old.price_id using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if old.superseded_at is not null and new is distinct from old then
    raise exception 'Price % was replaced by a later version and stays as it was.', old.price_id using errcode = 'restrict_violation';
  end if;
  if (new.capability_id, new.tier, new.currency, new.pricing_model, new.unit_rate, new.package_size, new.minimum_amount,
      new.maximum_amount, new.start_date, new.version, new.supersedes_price_id)
     is distinct from
     (old.capability_id, old.tier, old.currency, old.pricing_model, old.unit_rate, old.package_size, old.minimum_amount,
      old.maximum_amount, old.start_date, old.version, old.supersedes_price_id)
     and is_price_used(old.price_id, '-infinity') then
    raise exception 'Price % was used and is not changed in place; add a version.', old.price_id using errcode = 'restrict_violation';
  end if;
  if new.end_date is distinct from old.end_date and new.superseded_at is null and is_end_used(old, new.end_date) then
    raise exception 'Price % was used where its end would change what was charged (new end: %); add a version.',
      old.price_id, coalesce(new.end_date::text, 'open') using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
comment on function keep_used_price is 'A price that was used is never changed in place or deleted (R7).';
create trigger keep_used_price before update or delete on price_config for each row execute function keep_used_price();

create function keep_used_tiers() returns trigger
language plpgsql as $$
begin
  if is_price_used(coalesce(new.price_id, old.price_id), '-infinity') then
    raise exception 'Price % was used; its slices stay.', coalesce(new.price_id, old.price_id) using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger keep_used_tiers before insert or update or delete on price_tiers for each row execute function keep_used_tiers();

create or replace function flag_repriced_periods() returns trigger
language plpgsql as $$
declare
  first_day date := least(old.start_date, new.start_date);
  end_day date := greatest(coalesce(old.end_date, 'infinity'), coalesce(new.end_date, 'infinity'));
begin
  -- An update that only moves the end touches the days between the two ends.
  if tg_op = 'UPDATE' and (to_jsonb(old) - 'end_date') = (to_jsonb(new) - 'end_date') then
    first_day := least(old.end_date, new.end_date);
  end if;
  if tg_op = 'INSERT' then end_day := coalesce(new.end_date, 'infinity'); end if;
  update chargeback_periods
  set    needs_recost = true
  where  state in ('open', 'in_review') and month_start + interval '1 month' > first_day and month_start < end_day;
  update chargeback_periods
  set    needs_restatement = true, restatement_causes = array(select distinct unnest(restatement_causes || 'price'::text) order by 1)
  where  state in ('closed', 'restated') and origin = 'pipeline'
  and    month_start + interval '1 month' > first_day and month_start < end_day;
  return null;
end $$;
comment on function flag_repriced_periods is
  'A price that comes, changes or goes makes stage 2 price open months anew (R21), and stage 5 look at closed ones (R14).';

create function guard_exchange_rate() returns trigger
language plpgsql as $$
begin
  if exists (select from chargeback_periods p where p.month_start = coalesce(old.month_start, new.month_start)
             and p.state in ('closed', 'restated')) and tg_op <> 'INSERT' then
    raise exception 'The rates of % are closed with the month.', to_char(old.month_start, 'YYYY-MM') using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger guard_exchange_rate before update or delete on exchange_rates for each row execute function guard_exchange_rate();
create function flag_reexchanged_period() returns trigger
language plpgsql as $$
begin
  update chargeback_periods set needs_recost = true
  where  month_start = coalesce(new.month_start, old.month_start) and state in ('open', 'in_review');
  return null;
end $$;
create trigger flag_period after insert or update or delete on exchange_rates for each row execute function flag_reexchanged_period();

-- Cost ---------------------------------------------------------------------------------------------------------------

alter table license_cost_fact drop constraint license_cost_fact_check, drop constraint license_cost_fact_check1;
alter table license_cost_fact
  add check (formula_version in (1, 2, 3)),
  add check (formula_version <> 1 or (exchange_rate = 1 and usd_cost = round(units * unit_rate, 2) and cost_exact = round(units * unit_rate, 8))),
  add check (formula_version <> 2 or (usd_cost = round(units * unit_rate * exchange_rate, 2) and cost_exact = round(units * unit_rate * exchange_rate, 8))),
  add check (exchange_rate > 0);

-- Contracts ----------------------------------------------------------------------------------------------------------

alter table contracts
  add check (end_date > start_date),
  add check (status in ('draft', 'approved')),
  add check (status <> 'approved' or (approved_by is not null and approved_by <> created_by));
alter table contract_lines
  add check (basis in ('daily_units', 'units', 'amount')),
  add check (settled_per in ('month', 'term')),
  add check (committed > 0),
  add check (unused_rate >= 0 and overage_rate >= 0);
alter table contract_charge_fact
  add check (kind in ('unused_commitment', 'overage', 'minimum_true_up', 'flat_fee')),
  add check (usd_cost = round(cost_exact, 2)),
  add check ((contract_line_id is null) <> (price_id is null));
create unique index contract_charge_fact_key
  on contract_charge_fact (month_start, kind, capability_id, coalesce(contract_line_id, 0), coalesce(price_id, 0));
insert into applications_dim (kind, appd_application_name, is_in_scope, sector_id)
select 'reserved', name, false, s.sector_id
from   sectors_dim s cross join (values ('__overage__'), ('__contract__'), ('__history__')) as reserved(name)
where  s.sector_name = '__unallocated__';

-- Rules --------------------------------------------------------------------------------------------------------------

alter table allocation_rules
  drop constraint allocation_rules_method_check,
  drop constraint allocation_rules_driver_check,
  drop constraint allocation_rules_check1;
alter table allocation_rules
  add check (method in ('proportional_usage', 'equal', 'fixed', 'blend', 'keep_central')),
  add check (driver in ('units', 'cost', 'capability_units', 'nodes', 'servers', 'table')),
  add check ((driver = 'capability_units') = (driver_capability_id is not null)),
  add check ((driver = 'table') = (driver_table is not null)),
  add check (step > 0),
  add check (h_code_pattern is null or sender_sector_id is null),
  add check (is_default = (h_code_pattern is null and sender_sector_id is null));
alter table allocation_rule_parts
  add check (method in ('proportional_usage', 'equal', 'fixed')),
  add check (driver in ('units', 'cost', 'capability_units', 'nodes', 'servers', 'table')),
  add check ((driver = 'capability_units') = (driver_capability_id is not null)),
  add check ((driver = 'table') = (driver_table is not null)),
  add check (weight >= 0 and weight <= 1);
alter table allocation_rule_receivers add check (percent >= 0 and percent <= 100);
alter table allocation_drivers add check (quantity >= 0), add check (month_start = date_trunc('month', month_start));

create function keep_approved_rule() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status = 'approved' then
      raise exception 'Rule % version % is approved and stays; end it.', old.rule_name, old.version using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if old.status = 'approved' and (to_jsonb(new) - 'end_date') is distinct from (to_jsonb(old) - 'end_date') then
    raise exception 'Rule % version % is approved and is not changed in place; add a version.', old.rule_name, old.version
      using errcode = 'restrict_violation';
  end if;
  if new.status = 'approved' and old.status <> 'approved' then
    perform require_role('approver', 'To approve an allocation rule', new.approved_by);
    if new.approved_by = old.created_by then
      raise exception 'Rule % version % was made by %; another person must approve it.', old.rule_name, old.version, old.created_by
        using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;
comment on function keep_approved_rule is 'Approved rules stay as they are; approving takes a second, proven person (R29, R32).';
create trigger keep_approved_rule before update or delete on allocation_rules for each row execute function keep_approved_rule();

create function keep_approved_parts() returns trigger
language plpgsql as $$
begin
  if (select status from allocation_rules where rule_id = coalesce(new.rule_id, old.rule_id)) = 'approved' then
    raise exception 'Rule % is approved; its parts and receivers stay.', coalesce(new.rule_id, old.rule_id)
      using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger keep_approved before insert or update or delete on allocation_rule_parts for each row execute function keep_approved_parts();
create trigger keep_approved before insert or update or delete on allocation_rule_receivers for each row execute function keep_approved_parts();

create function whole_rule() returns trigger
language plpgsql as $$
declare
  rule allocation_rules;
  parts numeric;
  percents numeric;
begin
  select * into rule from allocation_rules where rule_id = coalesce(new.rule_id, old.rule_id);
  if rule.rule_id is null then return null; end if;
  select coalesce(sum(weight), 0) into parts from allocation_rule_parts where rule_id = rule.rule_id;
  select coalesce(sum(percent), 0) into percents from allocation_rule_receivers where rule_id = rule.rule_id;
  if (rule.method = 'blend') <> (parts > 0) or (rule.method = 'blend' and parts <> 1) then
    raise exception 'The parts of rule % version % add up to %; expected 1 for a blend and none otherwise.', rule.rule_name, rule.version, parts
      using errcode = 'check_violation';
  end if;
  if percents <> 100 and (rule.method = 'fixed' or percents <> 0
     or exists (select from allocation_rule_parts p where p.rule_id = rule.rule_id and p.method = 'fixed')) then
    raise exception 'The percentages of rule % version % add up to %; expected 100.', rule.rule_name, rule.version, percents
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
comment on function whole_rule is 'Fixed percentages total 100 and the weights of a blend total 1, when the transaction ends (R23).';
create constraint trigger whole_rule after insert or update on allocation_rules
  deferrable initially deferred for each row execute function whole_rule();
create constraint trigger whole_rule after insert or update or delete on allocation_rule_parts
  deferrable initially deferred for each row execute function whole_rule();
create constraint trigger whole_rule after insert or update or delete on allocation_rule_receivers
  deferrable initially deferred for each row execute function whole_rule();

create function guard_approval() returns trigger
language plpgsql as $$
begin
  if new.status = 'approved' and old.status <> 'approved' then
    perform require_role('approver', 'To approve a contract', new.approved_by);
  end if;
  if old.status = 'approved' and (to_jsonb(new) - 'end_date') is distinct from (to_jsonb(old) - 'end_date') then
    raise exception 'Contract % is approved and stays.', old.contract_name using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_approval before update on contracts for each row execute function guard_approval();
create function keep_approved_contract() returns trigger
language plpgsql as $$
begin
  if tg_table_name = 'contract_lines' then
    if exists (select from contracts where contract_id in (old.contract_id, new.contract_id) and status = 'approved') then
      raise exception 'Contract % is approved; its lines stay.', coalesce(old.contract_id, new.contract_id) using errcode = 'restrict_violation';
    end if;
  elsif tg_op = 'INSERT' then
    if new.status <> 'draft' then
      raise exception 'A contract begins as a draft.' using errcode = 'restrict_violation';
    end if;
  elsif old.status = 'approved' then
    raise exception 'Contract % is approved and stays.', old.contract_name using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
comment on function keep_approved_contract is 'A contract begins as a draft, and what it commits stays once it is approved (R10, R32).';
create trigger keep_approved before insert or delete on contracts for each row execute function keep_approved_contract();
create trigger keep_approved before insert or update or delete on contract_lines for each row execute function keep_approved_contract();

-- Ownership ----------------------------------------------------------------------------------------------------------

alter table sectors_dim add check (charge_mode in ('showback', 'soft', 'hard'));
alter table application_ownership add check ((corrected_by is not null) <= (source = 'correction'));

create function flag_reowned_periods() returns trigger
language plpgsql as $$
declare
  first_day date := least(old.valid_from, new.valid_from);
  end_day date := greatest(coalesce(old.valid_to, 'infinity'), coalesce(new.valid_to, 'infinity'));
begin
  if tg_op = 'UPDATE' then
    if (old.sector_id, old.h_code, old.cost_center, old.owner_id, old.architecture_id)
       is not distinct from (new.sector_id, new.h_code, new.cost_center, new.owner_id, new.architecture_id) then
      if old.valid_from = new.valid_from and old.valid_to is not distinct from new.valid_to then return null; end if;
      if old.valid_from = new.valid_from then first_day := least(coalesce(old.valid_to, 'infinity'), coalesce(new.valid_to, 'infinity')); end if;
    end if;
  elsif tg_op = 'INSERT' then end_day := coalesce(new.valid_to, 'infinity');
  else end_day := coalesce(old.valid_to, 'infinity');
  end if;
  update chargeback_periods
  set    needs_restatement = true, restatement_causes = array(select distinct unnest(restatement_causes || 'ownership'::text) order by 1)
  where  state in ('closed', 'restated') and origin = 'pipeline'
  and    month_start + interval '1 month' > first_day and month_start < end_day;
  return null;
end $$;
comment on function flag_reowned_periods is 'Ownership that changes for days of a closed month makes stage 5 look at it (R14).';
create trigger flag_periods after insert or update or delete on application_ownership
  for each row execute function flag_reowned_periods();

alter table application_changes
  add check (kind in ('renamed', 'merged', 'split', 'retired')),
  add check ((kind in ('merged', 'split')) = (other_app_id is not null)),
  add check (other_app_id <> app_id),
  add check ((undone_at is null) = (undone_by is null));
create function note_renaming() returns trigger
language plpgsql as $$
begin
  insert into application_changes (app_id, kind, before_name, after_name, created_by, reason, effective_date)
  values (new.app_id, 'renamed', old.appd_application_name, new.appd_application_name, (acting()).actor, 'seen at the source',
          coalesce((select logical_date from pipeline_runs where run_id = new.run_id), current_date));
  return null;
end $$;
create trigger note_renaming after update on applications_dim for each row
  when (new.kind = 'application' and old.appd_application_name is distinct from new.appd_application_name)
  execute function note_renaming();

-- Periods ------------------------------------------------------------------------------------------------------------

alter table pipeline_runs drop constraint pipeline_runs_trigger_check;
alter table pipeline_runs add check (trigger in ('manual', 'schedule', 'backfill', 'import'));
alter table chargeback_periods
  add check (origin in ('pipeline', 'history')),
  add check (state not in ('closed', 'restated') or (closed_by is not null and closed_at is not null and closed_hash is not null)),
  add check (state = 'open' or origin = 'history' or prepared_by is not null),
  add check (state not in ('closed', 'restated') or origin = 'history' or closed_by <> prepared_by),
  add check (reopen_asked_by is null or reopen_reason is not null);
alter table period_waivers add check (item in ('incomplete-days', 'invoice-missing'));
alter table statement_decisions add check (decision in ('accepted', 'disputed')), add check (decision = 'accepted' or reason is not null);
alter table disputes
  add check (status in ('open', 'answered', 'upheld', 'rejected')),
  add check (answer_by <= decide_by),
  add check ((status in ('upheld', 'rejected')) = (decided_by is not null and decision is not null)),
  add check ((answered_by is null) = (answer is null)),
  add check (decided_by <> opened_by);
alter table late_usage_fact add check (units_consumed >= 0), add check (ts = date_trunc('day', ts));
alter table cost_adjustment_fact add check (ts = date_trunc('day', ts)), add check (month_start > ts);

create function guard_statement_decision() returns trigger
language plpgsql as $$
begin
  perform require_proven('To answer a statement');
  if not exists (select from chargeback_periods where month_start = new.month_start and state = 'in_review') then
    raise exception '% is not in review; its statements cannot be answered.', to_char(new.month_start, 'YYYY-MM')
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
comment on function guard_statement_decision is 'Statements are accepted and disputed by proven actors, and only while their month is in review (R13).';
create trigger guard_statement_decision before insert on statement_decisions for each row execute function guard_statement_decision();

create function guard_period() returns trigger
language plpgsql as $$
declare who acting_as := acting();
begin
  if tg_op = 'DELETE' then
    if old.state not in ('open', 'in_review') then
      raise exception '% is closed and stays.', to_char(old.month_start, 'YYYY-MM') using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'open' and new.origin <> 'history' then
      raise exception 'A period begins open.' using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if new.month_start <> old.month_start or new.origin <> old.origin then
    raise exception 'A period keeps its month and its origin.' using errcode = 'restrict_violation';
  end if;
  if new.state <> old.state and not (old.state in ('closed', 'restated') and new.state in ('closed', 'restated')) then
    if new.state = 'closed' then
      perform require_role('closer', format('To close %s', to_char(old.month_start, 'YYYY-MM')), new.closed_by);
    else
      perform require_author(format('To make %s %s', to_char(old.month_start, 'YYYY-MM'), new.state),
                             case new.state when 'in_review' then new.prepared_by end);
    end if;
  end if;
  if old.state in ('closed', 'restated') then
    if old.origin = 'history' and new is distinct from old then
      raise exception '% came from history and is read-only.', to_char(old.month_start, 'YYYY-MM') using errcode = 'restrict_violation';
    end if;
    if new.state = 'in_review' then
      raise exception '% is %; it can only be reopened.', to_char(old.month_start, 'YYYY-MM'), old.state using errcode = 'restrict_violation';
    end if;
    if new.state <> old.state and new.state in ('closed', 'restated')
       and (new.state = 'restated') <> exists (select from chargeback_fact f where f.charge_month = old.month_start and f.chargeback_cycle = 'adjustment') then
      raise exception '% is restated exactly while a later month carries adjustments of it.', to_char(old.month_start, 'YYYY-MM')
        using errcode = 'restrict_violation';
    end if;
    if new.state = 'open' then
      if old.reopen_asked_by is null or old.reopen_asked_by = who.actor then
        raise exception 'To reopen % takes a second person.', to_char(old.month_start, 'YYYY-MM') using errcode = 'restrict_violation';
      end if;
    elsif (new.closed_by, new.closed_at, new.closed_hash, new.closing_no, new.prepared_by, new.accept_by, new.review_started_at, new.needs_recost)
          is distinct from
          (old.closed_by, old.closed_at, old.closed_hash, old.closing_no, old.prepared_by, old.accept_by, old.review_started_at, old.needs_recost) then
      raise exception '% is closed: what was closed stays.', to_char(old.month_start, 'YYYY-MM') using errcode = 'restrict_violation';
    end if;
  elsif new.state in ('closed', 'restated') and (old.state <> 'in_review' or new.state = 'restated') then
    raise exception '% is %; only a month in review can be closed.', to_char(old.month_start, 'YYYY-MM'), old.state using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
comment on function guard_period is 'The life of a period: open, in review, closed, restated; to reopen takes two people (R12, R14, R32).';
create trigger guard_period before insert or update or delete on chargeback_periods for each row execute function guard_period();

create function keep_closing() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.reopened_at is not null
     or (to_jsonb(new) - array['reopened_by', 'reopened_at', 'reopen_reason', 'bill'])
        is distinct from (to_jsonb(old) - array['reopened_by', 'reopened_at', 'reopen_reason', 'bill']) then
    raise exception 'The record of a close stays.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger keep_closing before update or delete on period_closings for each row execute function keep_closing();

-- A closed month: nothing changes a byte of it -----------------------------------------------------------------------

create function refuse_closed_rows() returns trigger
language plpgsql as $$
declare closed date;
begin
  if tg_op in ('UPDATE', 'DELETE') then
    select p.month_start into closed from chargeback_periods p
    where  p.state in ('closed', 'restated') and exists (select from old_rows r where r.month_start = p.month_start) limit 1;
  end if;
  if closed is null and tg_op in ('UPDATE', 'INSERT') then
    select p.month_start into closed from chargeback_periods p
    where  p.state in ('closed', 'restated') and exists (select from new_rows r where r.month_start = p.month_start) limit 1;
  end if;
  if closed is not null then
    raise exception '% is closed: % of % is refused. Corrections are booked in an open month.', to_char(closed, 'YYYY-MM'),
      lower(tg_op), tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
comment on function refuse_closed_rows is 'Refuses every statement that touches rows of a closed month (R14).';

create function refuse_closed_truncate() returns trigger
language plpgsql as $$
begin
  if exists (select from chargeback_periods where state in ('closed', 'restated')) then
    raise exception '% holds closed months and cannot be emptied.', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;

do $$
declare kept text;
begin
  foreach kept in array array['chargeback_fact', 'chargeback_draft', 'allocation_fact', 'allocation_runs', 'contract_charge_fact',
                              'closed_ownership', 'cost_adjustment_fact', 'allocation_drivers'] loop
    execute format('create trigger closed_insert after insert on %I referencing new table as new_rows
                    for each statement execute function refuse_closed_rows()', kept);
    execute format('create trigger closed_update after update on %I referencing old table as old_rows new table as new_rows
                    for each statement execute function refuse_closed_rows()', kept);
    execute format('create trigger closed_delete after delete on %I referencing old table as old_rows
                    for each statement execute function refuse_closed_rows()', kept);
    execute format('create trigger closed_truncate before truncate on %I for each statement execute function refuse_closed_truncate()', kept);
  end loop;
  foreach kept in array array['license_usage_fact', 'license_cost_fact'] loop
    execute format('create trigger closed_truncate before truncate on %I for each statement execute function refuse_closed_truncate()', kept);
  end loop;
end $$;

create function refuse_closed_partition() returns trigger
language plpgsql as $$
begin
  raise exception '% is closed: % of % is refused. Corrections are booked in an open month.',
    replace(right(tg_table_name, 7), '_', '-'), lower(tg_op), tg_table_name using errcode = 'restrict_violation';
end $$;
comment on function refuse_closed_partition is 'Stands on the partitions of closed months only, so that open months pay nothing for it.';

create function weld_month(month date) returns void
language plpgsql as $$
declare part text;
begin
  foreach part in array array['license_usage_fact', 'license_cost_fact'] loop
    part := part || to_char(month, '_YYYY_MM');
    execute format('create trigger closed_month before insert or update or delete on %I for each row execute function refuse_closed_partition()', part);
    execute format('create trigger closed_month_whole before truncate on %I for each statement execute function refuse_closed_partition()', part);
  end loop;
end $$;
comment on function weld_month is 'Closes the month''s partitions of usage and cost to every statement.';

create function unweld_month(month date) returns void
language plpgsql as $$
declare part text;
begin
  foreach part in array array['license_usage_fact', 'license_cost_fact'] loop
    part := part || to_char(month, '_YYYY_MM');
    execute format('drop trigger closed_month on %I', part);
    execute format('drop trigger closed_month_whole on %I', part);
  end loop;
end $$;
comment on function unweld_month is 'Opens the month''s partitions again, when the month is reopened.';

alter table chargeback_fact drop constraint chargeback_fact_check;
alter table chargeback_fact
  add check (chargeback_cycle = 'adjustment' or corrected_line = 0),
  add check ((chargeback_cycle = 'adjustment') = (adjusted_cycle <> '')),
  add check ((chargeback_cycle = 'adjustment') = (cause is not null)),
  add check (chargeback_cycle <> 'adjustment' or charge_month < month_start);

-- Invoices and journals ----------------------------------------------------------------------------------------------

alter table vendor_invoice_lines add check (month_start = date_trunc('month', month_start));
alter table gl_journals
  add check (status in ('exported', 'posted', 'reversed')),
  add check (status <> 'posted' or posted_by is not null),
  add check (reverses_journal_id is null or reason is not null);
create unique index gl_journals_once on gl_journals (month_start) where status <> 'reversed' and reverses_journal_id is null;
alter table gl_journal_lines
  add check (debit >= 0 and credit >= 0),
  add check (debit = 0 or credit = 0);

create function balanced_journal() returns trigger
language plpgsql as $$
declare difference numeric;
begin
  select sum(debit) - sum(credit) into difference from gl_journal_lines where journal_id = new.journal_id;
  if difference <> 0 then
    raise exception 'Journal % is out of balance by %.', new.journal_id, difference using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger balanced after insert or update on gl_journal_lines
  deferrable initially deferred for each row execute function balanced_journal();
create trigger append_only before update or delete on gl_journal_lines for each row execute function append_only();
create function guard_journal() returns trigger
language plpgsql as $$
declare
  who text := (acting()).actor;
  period chargeback_periods;
begin
  if tg_op = 'DELETE' then raise exception 'A journal stays; reverse it.' using errcode = 'restrict_violation'; end if;
  select * into period from chargeback_periods where month_start = new.month_start;
  if tg_op = 'INSERT' then
    if new.reverses_journal_id is null and (period.state not in ('closed', 'restated') or period.origin <> 'pipeline') then
      raise exception '% is not closed by us; its journal cannot be made.', to_char(new.month_start, 'YYYY-MM') using errcode = 'restrict_violation';
    end if;
    return new;
  end if;
  if (to_jsonb(new) - array['status', 'posted_by', 'posted_at']) is distinct from (to_jsonb(old) - array['status', 'posted_by', 'posted_at'])
     or (old.status, new.status) not in (('exported', 'posted'), ('exported', 'reversed'), ('posted', 'reversed')) then
    raise exception 'Journal % is % and stays as it is.', old.batch_id, old.status using errcode = 'restrict_violation';
  end if;
  if new.status = 'posted' then
    perform require_role('poster', 'To post a journal', new.posted_by);
    if period.closed_by in (who, new.posted_by)
       or exists (select from allocation_fact f join allocation_rules r using (rule_id)
                  where f.month_start = new.month_start
                  and   (r.created_by in (who, new.posted_by) or r.approved_by in (who, new.posted_by))) then
      raise exception '% closed the month or made one of its rules; another person must post journal % (R32).', who, old.batch_id
        using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;
comment on function guard_journal is
  'A journal is made of a closed month, stays as exported, and is posted by who neither closed the month nor made its rules (R32).';
create trigger guard_journal before insert or update or delete on gl_journals for each row execute function guard_journal();

create function guard_journal_line() returns trigger
language plpgsql as $$
begin
  if (select created_at from gl_journals where journal_id = new.journal_id) <> now()::timestamptz(3) then
    raise exception 'Journal % was exported; it takes no more lines.', new.journal_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_journal_line before insert on gl_journal_lines for each row execute function guard_journal_line();
