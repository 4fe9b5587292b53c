import { createHash } from 'node:crypto';
import type { Database, Session } from './database.ts';
import { hashOfRows } from './lineage.ts';

/** A hash per table over what the business sees, and one over all of them. */
export interface Fingerprint {
  readonly tables: Readonly<Record<string, string>>;
  readonly all: string;
}

/**
 * The fingerprint of the warehouse as it is now. Equal content gives equal text, whatever order it came in and whatever ids it
 * got: surrogate keys are replaced by natural ones; run ids, clock times, logs, lineage, raw data and check results stay out.
 */
export async function readFingerprint(database: Database): Promise<Fingerprint> {
  return database.transaction(async (tx) => {
    await tx.run('reading one moment', 'set transaction isolation level repeatable read read only');
    const tables: Record<string, string> = {};
    for (const [name, content] of Object.entries(contents)) tables[name] = await hashTable(tx, name, content);
    return { tables, all: hashOfAll(tables) };
  });
}

interface Content {
  /** SQL expressions of what a row says. */
  readonly says: readonly string[];
  readonly from: string;
}

async function hashTable(tx: Session, name: string, { says, from }: Content): Promise<string> {
  const sql = `select ${hashOfRows(says)} as hash from ${from}`;
  return (await tx.one<{ hash: string }>(`hashing ${name}`, sql)).hash;
}

function hashOfAll(tables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(tables).map(([name, hash]) => `${name} ${hash}`);
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}

/** What identifies an application, a service or a bucket outside of this database. */
const naturalKey = (row: string): string => `
  case ${row}.kind when 'application' then concat_ws('/', ${row}.tool, ${row}.instance, ${row}.appd_application_id)
                   when 'service' then concat_ws('/', ${row}.cmdb_tool, ${row}.cmdb_instance, ${row}.service_key)
                   else ${row}.appd_application_name end`;

const apps = `(select a.app_id, ${naturalKey('a')} as key from applications_dim a)`;
const owners = `(select owner_id, concat_ws('/', tool, instance, owner_key) as key from owners_dim)`;
const capabilities = `(select capability_id, concat_ws('/', tool, capability_code) as key from capabilities_dim)`;
const servers = `(select server_id, concat_ws('/', tool, instance, sn_sys_id) as key from servers_dim)`;
const rules = `(select rule_id, concat_ws('/', rule_name, version) as key from allocation_rules)`;

const latest = `(select app_id, capability_id, tier, max(as_of) as as_of from forecast_coverage group by 1, 2, 3) latest`;

const contents: Readonly<Record<string, Content>> = {
  time_dim: {
    says: ['day', 'month_start', 'quarter', 'iso_week', 'weekday', 'fiscal_year', 'fiscal_period'],
    from: 'time_dim',
  },
  sectors_dim: {
    says: ['sector_name', 'kind', 'charge_mode', 'cost_center', 'is_chargeable'],
    from: 'sectors_dim',
  },
  owners_dim: {
    says: ['o.tool', 'o.instance', 'o.owner_key', 'o.owner_name', 'o.department', 'p.key'],
    from: `owners_dim o left join ${owners} p on p.owner_id = o.parent_owner_id`,
  },
  architecture_dim: { says: ['pattern_name'], from: 'architecture_dim' },
  capabilities_dim: {
    says: ['tool', 'capability_code', 'capability_name', 'unit_name', 'licensed_metric'],
    from: 'capabilities_dim',
  },
  applications_dim: {
    says: [
      'a.kind',
      naturalKey('a'),
      'a.appd_application_name',
      'a.sn_sys_id',
      'a.sn_service_name',
      'o.key',
      's.sector_name',
      'p.pattern_name',
      'm.key',
      'a.h_code',
      'a.cost_center',
      'a.support_group',
      'a.environment',
      'a.install_status',
      'a.operational_status',
      'a.is_marked_monitored',
      'a.is_in_scope',
      'a.is_listed',
    ],
    from: `applications_dim a
      left join ${owners} o using (owner_id)
      left join sectors_dim s using (sector_id)
      left join architecture_dim p using (architecture_id)
      left join ${apps} m on m.app_id = a.merged_into_app_id`,
  },
  application_links: {
    says: ['a.key', 's.key', 'l.method', 'l.decided_by', 'l.score', 'l.is_production', 'l.valid_from'],
    from: `application_links l
      join ${apps} a on a.app_id = l.app_id
      join ${apps} s on s.app_id = l.service_app_id
      where l.valid_to is null`,
  },
  application_ownership: {
    says: [
      'a.key',
      's.sector_name',
      'w.key',
      'p.pattern_name',
      'o.h_code',
      'o.cost_center',
      'o.tier',
      'o.source',
      'o.reason',
      'o.valid_from',
      'o.valid_to',
    ],
    from: `application_ownership o
      join ${apps} a using (app_id)
      join sectors_dim s using (sector_id)
      left join ${owners} w using (owner_id)
      left join architecture_dim p using (architecture_id)`,
  },
  servers_dim: {
    says: [
      'tool',
      'instance',
      'sn_sys_id',
      'server_name',
      'host_name',
      'os',
      'environment',
      'operational_status',
      'cpu_count',
      'is_listed',
    ],
    from: 'servers_dim',
  },
  app_server_mapping: {
    says: ['a.key', 's.key', 'v.key', 'm.relation'],
    from: `app_server_mapping m
      join ${apps} a on a.app_id = m.app_id
      join ${apps} s on s.app_id = m.service_app_id
      join ${servers} v using (server_id)`,
  },
  price_config: {
    says: [
      'c.key',
      'p.tier',
      'p.currency',
      'p.pricing_model',
      'p.unit_rate',
      'p.package_size',
      'p.minimum_amount',
      'p.maximum_amount',
      `(select jsonb_agg(jsonb_build_array(t.from_units, t.unit_rate, t.flat_amount) order by t.from_units)
        from price_tiers t where t.price_id = p.price_id)`,
      'p.start_date',
      'p.end_date',
    ],
    from: `price_config p join ${capabilities} c using (capability_id) where p.superseded_at is null`,
  },
  exchange_rates: { says: ['month_start', 'currency', 'usd_rate'], from: 'exchange_rates' },
  allocation_rules: {
    says: [
      'a.rule_name',
      'a.version',
      'a.h_code_pattern',
      's.sector_name',
      'a.step',
      'a.method',
      'a.driver',
      'c.key',
      'a.driver_table',
      'a.fallback',
      'a.status',
      'a.priority',
      'a.start_date',
      'a.end_date',
      `(select string_agg(concat_ws('/', p.method, p.driver, k.key, p.driver_table, p.weight), ',' order by p.part_no)
        from allocation_rule_parts p left join ${capabilities} k on k.capability_id = p.driver_capability_id where p.rule_id = a.rule_id)`,
      `(select string_agg(concat_ws('=', g.sector_name, w.percent), ',' order by g.sector_name)
        from allocation_rule_receivers w join sectors_dim g using (sector_id) where w.rule_id = a.rule_id)`,
    ],
    from: `allocation_rules a
      left join sectors_dim s on s.sector_id = a.sender_sector_id
      left join ${capabilities} c on c.capability_id = a.driver_capability_id`,
  },
  forecast_models: { says: ['model_name', 'method', 'parameters', 'is_active'], from: 'forecast_models' },
  source_days: {
    says: ['d.tool', 'd.instance', 'a.key', 'd.day', 'd.missing'],
    from: `source_days d join ${apps} a using (app_id)`,
  },
  license_usage_fact: {
    says: [
      'a.key',
      'c.key',
      'u.tool',
      'u.instance',
      'u.tier',
      'u.ts',
      'u.category',
      'u.attribution',
      'u.units_consumed',
      'u.units_average',
      'u.node_count',
    ],
    from: `license_usage_fact u join ${apps} a using (app_id) join ${capabilities} c using (capability_id)`,
  },
  license_cost_fact: {
    says: [
      'a.key',
      'c.key',
      'f.tool',
      'f.instance',
      'f.tier',
      'f.ts',
      'f.currency',
      'f.units',
      'f.unit_rate',
      'f.exchange_rate',
      'f.cost_exact',
      'f.usd_cost',
      'f.formula_version',
    ],
    from: `license_cost_fact f join ${apps} a using (app_id) join ${capabilities} c using (capability_id)`,
  },
  chargeback_periods: { says: ['month_start', 'state'], from: 'chargeback_periods' },
  chargeback_fact: {
    says: [
      'a.key',
      's.sector_name',
      'r.key',
      `(select concat_ws('/', x.key, o.month_start, o.chargeback_cycle, o.version)
        from chargeback_fact o join ${apps} x using (app_id) where o.chargeback_id = f.corrected_line)`,
      'f.version',
      'f.chargeback_cycle',
      'f.adjusted_cycle',
      'f.cause',
      'f.allocation_method',
      'f.currency',
      'f.usd_amount',
      'f.amount_exact',
      'f.sender_total',
      'f.month_start',
      'f.charge_month',
    ],
    from: `chargeback_fact f
      join ${apps} a using (app_id)
      join sectors_dim s using (sector_id)
      left join ${rules} r using (rule_id)`,
  },
  allocation_fact: {
    says: [
      'a.key',
      'g.sector_name',
      's.sector_name',
      'c.key',
      'r.key',
      'f.method',
      'f.driver',
      'f.driver_unit',
      'f.driver_quantity',
      'f.driver_total',
      'f.ratio',
      'f.sender_total',
      'f.usd_amount',
      'f.step',
      'f.month_start',
      'f.charge_month',
    ],
    from: `allocation_fact f
      join ${apps} a using (app_id)
      join sectors_dim g on g.sector_id = f.sender_sector_id
      join sectors_dim s on s.sector_id = f.sector_id
      join ${capabilities} c using (capability_id)
      left join ${rules} r using (rule_id)`,
  },
  allocation_runs: { says: ['month_start', 'receivers', 'senders'], from: 'allocation_runs' },
  forecast_fact: {
    says: [
      'a.key',
      'c.key',
      'f.tier',
      'f.method',
      'f.predicted_units',
      'f.lower_units',
      'f.upper_units',
      'f.unit_rate',
      'f.predicted_cost',
      'f.lower_cost',
      'f.upper_cost',
      'f.confidence',
      'f.as_of',
      'f.forecast_month',
      'm.model_name',
    ],
    from: `forecast_in_force f
      join ${apps} a using (app_id)
      join ${capabilities} c using (capability_id)
      join forecast_models m using (model_id)`,
  },
  forecast_coverage: {
    says: ['a.key', 'c.key', 'f.tier', 'f.status', 'f.reason', 'f.observed_rows', 'f.as_of'],
    from: `forecast_coverage f
      join ${latest} using (app_id, capability_id, tier, as_of)
      join ${apps} a using (app_id)
      join ${capabilities} c using (capability_id)`,
  },
};
