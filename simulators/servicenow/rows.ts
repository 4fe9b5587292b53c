import type { WorldRelation, WorldServer, WorldService, WorldUser } from '../worlds/cmdb-shape.ts';
import { sysIdOf } from '../worlds/ids.ts';
import type { World } from '../worlds/shape.ts';
import type { Row } from './row.ts';
import { columnNames, type CustomFields, type Dictionary } from './dictionary.ts';

/** Identical in every instance of the vendor's base system. */
export const relationTypeIds: Readonly<Record<WorldRelation['type'], string>> = {
  'Runs on::Runs': '60bc4e22c0a8010e01f074cbe6bd73c3',
  'Depends on::Used by': '1a9cb166f1571100a92eb60da2bce5c5',
  'Consumes::Consumed by': 'c6b9f6c1c0a8010e0035b3a8e4a1b5d2',
};

/** All rows of today by table. */
export function createRows(
  world: World,
  dictionary: Dictionary,
  custom: CustomFields,
): ReadonlyMap<string, readonly Row[]> {
  const cmdb = world.cmdb();
  const refer = (table: string, name: string): string =>
    name === '' ? '' : sysIdOf(world.name, table, name);
  const named = (table: string, names: readonly string[]): Row[] =>
    [...new Set(names)]
      .filter((name) => name !== '')
      .map((name) => ({ sys_id: refer(table, name), name, ...stamps('2022-01-10') }));

  const departments = [...cmdb.services, ...cmdb.users].map((one) => one.department);
  const costCenters = cmdb.services.map((service) => service.costCenter);
  return new Map<string, readonly Row[]>([
    ['cmdb_ci_service_auto', cmdb.services.map((service) => serviceRow(service, refer, custom))],
    ['cmdb_ci_appl', cmdb.appls.map((appl) => applRow(appl))],
    ['cmdb_ci_linux_server', serverRows(cmdb.servers, 'cmdb_ci_linux_server')],
    ['cmdb_ci_win_server', serverRows(cmdb.servers, 'cmdb_ci_win_server')],
    ['cmdb_rel_ci', cmdb.relations.map((relation) => relationRow(relation))],
    [
      'cmdb_rel_type',
      Object.entries(relationTypeIds).map(([name, id]) => ({ sys_id: id, name, ...stamps('2022-01-10') })),
    ],
    ['sys_user', cmdb.users.map((user) => userRow(user, refer))],
    [
      'sys_user_group',
      named(
        'sys_user_group',
        cmdb.services.map((service) => service.supportGroup),
      ),
    ],
    ['cmn_department', named('cmn_department', departments)],
    [
      'cmn_cost_center',
      named('cmn_cost_center', costCenters).map((row) => ({ ...row, code: row['name'] ?? '' })),
    ],
    ['u_sector', named('u_sector', cmdb.sectors)],
    ['sys_dictionary', dictionaryRows(dictionary)],
  ]);
}

type Refer = (table: string, name: string) => string;

function serviceRow(service: WorldService, refer: Refer, custom: CustomFields): Row {
  return {
    sys_id: service.sysId,
    number: service.number,
    name: service.name,
    sys_class_name: 'cmdb_ci_service_auto',
    busines_criticality: service.criticality,
    service_classification: 'Application Service',
    used_for: service.environment,
    environment: service.environment,
    install_status: service.installStatus,
    operational_status: service.operationalStatus,
    owned_by: refer('sys_user', service.owner),
    support_group: refer('sys_user_group', service.supportGroup),
    department: refer('cmn_department', service.department),
    cost_center: refer('cmn_cost_center', service.costCenter),
    [custom.sector]: refer('u_sector', service.sector),
    [custom.architecture]: service.architecture,
    [custom.hCode]: service.hCode,
    ...stamps(service.createdOn, service.updatedOn),
  };
}

function applRow(appl: { readonly sysId: string; readonly name: string; readonly environment: string }): Row {
  return {
    sys_id: appl.sysId,
    name: appl.name,
    sys_class_name: 'cmdb_ci_appl',
    environment: appl.environment,
    install_status: '1',
    operational_status: '1',
    ...stamps('2023-03-01'),
  };
}

function serverRows(servers: readonly WorldServer[], className: string): Row[] {
  return servers
    .filter((server) => server.className === className)
    .map((server) => ({
      sys_id: server.sysId,
      name: server.name,
      sys_class_name: className,
      host_name: server.name,
      fqdn: `${server.name}.example.com`,
      os: server.os,
      ip_address: server.ipAddress,
      environment: server.environment,
      cpu_count: String(server.cpuCount),
      cpu_core_count: String(server.cpuCount * 4),
      ram: String(server.cpuCount * 8192),
      virtual: 'true',
      install_status: '1',
      operational_status: server.operationalStatus,
      ...stamps('2023-03-01'),
    }));
}

function relationRow(relation: WorldRelation): Row {
  return {
    sys_id: relation.sysId,
    parent: relation.parent,
    child: relation.child,
    type: relationTypeIds[relation.type],
    ...stamps('2023-03-01'),
  };
}

function userRow(user: WorldUser, refer: Refer): Row {
  const userName = user.name.toLowerCase().replace(' ', '.');
  return {
    sys_id: refer('sys_user', user.name),
    name: user.name,
    user_name: userName,
    email: `${userName}@example.com`,
    active: 'true',
    department: refer('cmn_department', user.department),
    manager: refer('sys_user', user.manager),
    ...stamps('2022-01-10'),
  };
}

function dictionaryRows(dictionary: Dictionary): Row[] {
  return Object.entries(dictionary).flatMap(([table, definition]) =>
    Object.entries(definition.columns)
      .filter(
        ([element]) => definition.extends === undefined || !inherits(dictionary, definition.extends, element),
      )
      .map(([element, column]) => ({
        sys_id: sysIdOf('sys_dictionary', table, element),
        name: table,
        element,
        internal_type: column.type,
        reference: column.type === 'reference' ? column.table : '',
        ...stamps('2022-01-10'),
      })),
  );
}

/** A column stands in the dictionary once, at the table that brings it. */
function inherits(dictionary: Dictionary, parent: string, element: string): boolean {
  return columnNames(dictionary, parent).includes(element);
}

function stamps(createdOn: string, updatedOn = createdOn): Row {
  return {
    sys_created_on: `${createdOn} 08:00:00`,
    sys_updated_on: `${updatedOn} 00:30:00`,
    sys_mod_count: updatedOn === createdOn ? '0' : '1',
  };
}
