import type { Reply, Seen } from './http-server.ts';

type Row = Record<string, unknown>;

export interface ServiceNowWorld {
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  /** sys_ids that access rules hide, after the limit. */
  readonly hidden?: ReadonlySet<string>;
  readonly withTotal?: boolean;
  readonly withLink?: boolean;
}

/** A sys_id. */
export const sysId = (number: number): string => number.toString(16).padStart(32, '0');

/** A field as `sysparm_display_value=all` gives it. */
export const both = (value: string, display = value): unknown => ({ display_value: display, value });

/** A service with every mapped field. */
export function serviceRow(number: number, overrides: Row = {}): Row {
  return {
    sys_id: both(sysId(number)),
    name: both(`Service ${number}`),
    owned_by: both(sysId(900), 'Ada Lovelace'),
    'owned_by.department': both(sysId(901), 'Finance IT'),
    'owned_by.manager': both(sysId(902), 'Charles Babbage'),
    u_sector: both(sysId(903), 'Beverages'),
    u_h_code: both('H-100'),
    u_architecture_type: both('micro', 'Microservices'),
    cost_center: both(sysId(904), 'CC-9'),
    support_group: both(sysId(905), 'Shop Support'),
    department: both('', ''),
    environment: both('prod', 'Production'),
    install_status: both('1', 'Installed'),
    operational_status: both('1', 'Operational'),
    sys_updated_on: both('2025-10-01 10:20:30', '01/10/2025 12:20'),
    ...overrides,
  };
}

/** A server. */
export function serverRow(number: number): Row {
  return {
    sys_id: both(sysId(number)),
    name: both(`server-${number}`),
    host_name: both(`server-${number}`),
    os: both('Linux Red Hat'),
    environment: both(''),
    cpu_count: both('8'),
    operational_status: both('1', 'Operational'),
  };
}

/** A relation. */
export function relationRow(number: number, parent: number, child: number, type: string): Row {
  return {
    sys_id: both(sysId(number)),
    parent: both(sysId(parent)),
    child: both(sysId(child)),
    type: both(sysId(99), type),
  };
}

/** One service on one server. */
export const smallCmdb: ServiceNowWorld = {
  tables: {
    cmdb_ci_service: [serviceRow(1)],
    cmdb_ci_server: [serverRow(50)],
    cmdb_ci_appl: [],
    cmdb_rel_ci: [relationRow(70, 1, 50, 'Depends on::Used by')],
  },
};

/** Answers as an instance would: the limit works before access rules, and the total does not know of them. */
export function serviceNowDouble(world: ServiceNowWorld): (seen: Seen) => Reply {
  return ({ path, query }) => {
    if (path === '/oauth_token.do')
      return { json: { access_token: 'snow-token', expires_in: 1799, token_type: 'Bearer' } };
    const rows = world.tables[path.replace('/api/now/table/', '')];
    if (!rows)
      return {
        status: 400,
        json: { error: { message: 'Invalid table x', detail: null }, status: 'failure' },
      };
    const type = /type\.name=([^^]+)/.exec(query.get('sysparm_query') ?? '')?.[1];
    const matching = rows.filter(
      (row) => !type || (row['type'] as { display_value: string }).display_value === type,
    );
    const [offset, limit] = [Number(query.get('sysparm_offset')), Number(query.get('sysparm_limit'))];
    const fields = (query.get('sysparm_fields') ?? '').split(',');
    const page = matching
      .slice(offset, offset + limit)
      .filter((row) => !world.hidden?.has((row['sys_id'] as { value: string } | undefined)?.value ?? ''))
      .map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => fields.includes(field))));
    const next = offset + limit < matching.length ? offset + limit : null;
    const url = (at: number): string => `http://x/api?sysparm_fields=a,b&sysparm_offset=${at}`;
    const link = `<${url(0)}>;rel="first"${next === null ? '' : `,<${url(next)}>;rel="next"`},<${url(9)}>;rel="last"`;
    return {
      json: { result: page },
      headers: {
        ...(world.withTotal !== false && { 'x-total-count': String(matching.length) }),
        ...(world.withLink && { link }),
      },
    };
  };
}
