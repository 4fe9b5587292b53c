import type { Session } from './database.ts';

/** What people call the audited tables. */
export const auditedEntities: Readonly<Record<string, readonly string[]>> = {
  price: ['price_config', 'price_tiers', 'exchange_rates'],
  rule: ['allocation_rules', 'allocation_rule_parts', 'allocation_rule_receivers', 'allocation_drivers'],
  contract: ['contracts', 'contract_lines'],
  ownership: ['application_ownership'],
  mapping: ['mapping_overrides', 'review_queue'],
  app: ['application_changes'],
  period: ['chargeback_periods', 'period_waivers'],
  dispute: ['disputes'],
  invoice: ['vendor_invoices', 'invoice_explanations'],
  journal: ['gl_journals'],
  sector: ['sectors_dim'],
  capability: ['capabilities_dim'],
  forecast: ['forecast_models'],
  actor: ['actors', 'deployment'],
  reader: ['readers', 'reader_scopes'],
  budget: ['budgets'],
};

/** Which changes to show. */
export interface AuditQuestion {
  /** Tables; empty means all. */
  readonly tables: readonly string[];
  readonly key: string | null;
  readonly actor: string | null;
  /** ISO 8601 day or instant. */
  readonly since: string | null;
  readonly limit: number;
}

/** One field that changed; null is an absent value. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  /** What the ids are called now, where the field names a row. */
  readonly beforeName?: string;
  readonly afterName?: string;
}

/** One change: who, when, what, from what to what, and why (R30). */
export interface AuditEntry {
  /** Of audit_log; null for an action that people noted themselves. */
  readonly id: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string;
  readonly isProven: boolean | null;
  readonly databaseRole: string | null;
  readonly source: string | null;
  /** insert, update, delete, or the name of an action. */
  readonly operation: string;
  readonly entity: string;
  readonly key: string;
  readonly reason: string | null;
  readonly runId: number | null;
  readonly changes: readonly FieldChange[];
}

type Stored = Omit<AuditEntry, 'changes'> & {
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
};

/** The newest changes first: what triggers wrote, and what people's decisions noted besides. */
export async function listAudit(session: Session, question: AuditQuestion): Promise<AuditEntry[]> {
  const { tables, key, actor, since, limit } = question;
  const rows = await session.rows<Stored>('reading the audit log', readAudit, [
    tables.length === 0 ? null : tables,
    key,
    actor,
    since,
    limit,
  ]);
  const nameOf = await readNames(session);
  const named = (change: FieldChange): FieldChange => {
    const [beforeName, afterName] = [nameOf(change.field, change.before), nameOf(change.field, change.after)];
    return { ...change, ...(beforeName && { beforeName }), ...(afterName && { afterName }) };
  };
  return rows.map(({ before, after, ...entry }) => ({
    ...entry,
    changes: changedFields(before, after).map(named),
  }));
}

async function readNames(session: Session): Promise<(field: string, id: unknown) => string | undefined> {
  const rows = await session.rows<{ field: string; id: string; name: string }>('reading names', allNames);
  const names = new Map(rows.map(({ field, id, name }) => [`${field}/${id}`, name]));
  return (field, id) => {
    const target = field.replace(/^(sender|other|service|driver)_/, '');
    return names.get(`${target}/${String(id)}`);
  };
}

/** The fields that differ, in the order of the table; of a new or removed row those that say something. */
export function changedFields(before: Stored['before'], after: Stored['after']): FieldChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields]
    .map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

const readAudit = `
  select id, to_json(happened_at) #>> '{}' as at, actor, is_proven as "isProven", db_role as "databaseRole", source, operation, entity,
         entity_key as key, reason, run_id as "runId", before, after
  from   (select audit_id::text as id, happened_at, actor, is_proven, db_role, source, operation, entity, entity_key, reason, run_id,
                 before, after
          from   audit_log
          union all
          select null, happened_at, actor, null, null, null, action, entity, entity_key, reason, null, before, after
          from   user_actions) entries
  where  ($1::text[] is null or entity = any($1)) and ($2::text is null or entity_key = $2)
  and    ($3::text is null or actor = $3) and ($4::timestamptz is null or happened_at >= $4::timestamptz)
  order  by happened_at desc, id::bigint desc nulls last
  limit  $5`;

const allNames = `
  select 'sector_id' as field, sector_id::text as id, sector_name as name from sectors_dim
  union all select 'app_id', app_id::text, coalesce(appd_application_name, sn_service_name) from applications_dim
  union all select 'owner_id', owner_id::text, owner_name from owners_dim
  union all select 'capability_id', capability_id::text, capability_code from capabilities_dim
  union all select 'architecture_id', architecture_id::text, pattern_name from architecture_dim`;
