/** What a field holds; the Table API writes every one of them as text. */
export type Column =
  | { readonly type: 'text' | 'number' | 'boolean' | 'date' }
  | { readonly type: 'choice'; readonly labels: Readonly<Record<string, string>> }
  | { readonly type: 'reference'; readonly table: string };

export interface TableDefinition {
  /** The table that it extends: asking the parent finds the rows of all its children, with the parent's fields. */
  readonly extends?: string;
  /** The field that stands for a row where it is referenced. */
  readonly display: string;
  readonly columns: Readonly<Record<string, Column>>;
}

export type Dictionary = Readonly<Record<string, TableDefinition>>;

/** Names that differ from company to company, and that the product must take as settings. */
export interface CustomFields {
  readonly sector: string;
  readonly architecture: string;
  readonly hCode: string;
}

const text = { type: 'text' } as const;
const number = { type: 'number' } as const;
const boolean = { type: 'boolean' } as const;
const date = { type: 'date' } as const;
const to = (table: string): Column => ({ type: 'reference', table });
const choice = (labels: Readonly<Record<string, string>>): Column => ({ type: 'choice', labels });

const installStatus = choice({
  '1': 'Installed',
  '2': 'On Order',
  '3': 'In Maintenance',
  '6': 'In Stock',
  '7': 'Retired',
  '100': 'Absent',
});
const operationalStatus = choice({
  '1': 'Operational',
  '2': 'Non-Operational',
  '3': 'Repair in Progress',
  '4': 'DR Standby',
  '5': 'Ready',
  '6': 'Retired',
});
const architecture = choice({
  microservices: 'Microservices',
  three_tier: 'Three-Tier',
  monolith: 'Monolith',
  packaged: 'Packaged Application',
  event_driven: 'Event-Driven',
  serverless: 'Serverless',
});
const className = choice({
  cmdb_ci_service_auto: 'Application Service',
  cmdb_ci_appl: 'Application',
  cmdb_ci_linux_server: 'Linux Server',
  cmdb_ci_win_server: 'Windows Server',
});

const system = {
  sys_id: text,
  sys_created_on: date,
  sys_updated_on: date,
  sys_mod_count: number,
};

const configurationItem = {
  ...system,
  name: text,
  sys_class_name: className,
  short_description: text,
  install_status: installStatus,
  operational_status: operationalStatus,
  environment: text,
  owned_by: to('sys_user'),
  support_group: to('sys_user_group'),
  department: to('cmn_department'),
  cost_center: to('cmn_cost_center'),
  ip_address: text,
};

/** All tables, with the company's own names for its own fields. */
export function createDictionary(custom: CustomFields): Dictionary {
  return {
    cmdb_ci: { display: 'name', columns: configurationItem },
    cmdb_ci_service: {
      extends: 'cmdb_ci',
      display: 'name',
      columns: {
        ...configurationItem,
        number: text,
        // The vendor misspells it.
        busines_criticality: text,
        service_classification: text,
        used_for: text,
        [custom.sector]: to('u_sector'),
        [custom.architecture]: architecture,
        [custom.hCode]: text,
      },
    },
    cmdb_ci_service_auto: { extends: 'cmdb_ci_service', display: 'name', columns: configurationItem },
    cmdb_ci_appl: { extends: 'cmdb_ci', display: 'name', columns: configurationItem },
    cmdb_ci_server: {
      extends: 'cmdb_ci',
      display: 'name',
      columns: {
        ...configurationItem,
        host_name: text,
        fqdn: text,
        os: text,
        os_version: text,
        cpu_count: number,
        cpu_core_count: number,
        ram: number,
        virtual: boolean,
        serial_number: text,
      },
    },
    cmdb_ci_linux_server: { extends: 'cmdb_ci_server', display: 'name', columns: configurationItem },
    cmdb_ci_win_server: { extends: 'cmdb_ci_server', display: 'name', columns: configurationItem },
    cmdb_rel_type: { display: 'name', columns: { ...system, name: text } },
    cmdb_rel_ci: {
      display: 'sys_id',
      columns: { ...system, parent: to('cmdb_ci'), child: to('cmdb_ci'), type: to('cmdb_rel_type') },
    },
    sys_user: {
      display: 'name',
      columns: {
        ...system,
        name: text,
        user_name: text,
        email: text,
        active: boolean,
        department: to('cmn_department'),
        manager: to('sys_user'),
      },
    },
    sys_user_group: { display: 'name', columns: { ...system, name: text } },
    cmn_department: { display: 'name', columns: { ...system, name: text } },
    cmn_cost_center: { display: 'name', columns: { ...system, name: text, code: text } },
    u_sector: { display: 'name', columns: { ...system, name: text } },
    sys_dictionary: {
      display: 'element',
      columns: { ...system, name: text, element: text, internal_type: text, reference: text },
    },
  };
}

/** Is `table` the same as `ancestor`, or one of its children? */
export function isKindOf(dictionary: Dictionary, table: string, ancestor: string): boolean {
  if (table === ancestor) return true;
  const parent = dictionary[table]?.extends;
  return parent !== undefined && isKindOf(dictionary, parent, ancestor);
}

/** The column that a path such as `owned_by.department` ends at; undefined when a step is unknown. */
export function columnAt(dictionary: Dictionary, table: string, path: string): Column | undefined {
  const [first = '', ...rest] = path.split('.');
  const column = columnOf(dictionary, table, first);
  if (rest.length === 0 || column === undefined) return column;
  return column.type === 'reference' ? columnAt(dictionary, column.table, rest.join('.')) : undefined;
}

/** Names of all columns of a table, its parents' included. */
export function columnNames(dictionary: Dictionary, table: string): string[] {
  const definition = dictionary[table];
  if (!definition) return [];
  const inherited = definition.extends === undefined ? [] : columnNames(dictionary, definition.extends);
  return [...new Set([...inherited, ...Object.keys(definition.columns)])];
}

function columnOf(dictionary: Dictionary, table: string, name: string): Column | undefined {
  const definition = dictionary[table];
  const own = definition?.columns[name];
  return (
    own ?? (definition?.extends === undefined ? undefined : columnOf(dictionary, definition.extends, name))
  );
}
