import type { Day } from '../../pipeline/run.ts';
import type {
  CmdbPlan,
  ServiceChange,
  ServicePlan,
  WorldAppl,
  WorldRelation,
  WorldServer,
  WorldUser,
} from './cmdb-shape.ts';
import { sysIdOf } from './ids.ts';
import { ownersOf } from './people.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';

/** What must be said of a service; the rest is drawn. */
export interface ServiceLine {
  readonly name: string;
  /** Empty when nobody filled it in. */
  readonly sector: string;
  readonly hCode: string;
  readonly createdOn?: Day;
  readonly operationalStatus?: string;
  readonly changes?: readonly ServiceChange[];
}

interface CmdbOrder {
  readonly world: string;
  readonly seed: number;
  readonly sectors: readonly string[];
  readonly users: readonly WorldUser[];
  readonly services: readonly ServiceLine[];
  readonly serversPerService: readonly [least: number, most: number];
  /** Every n-th service is tied straight to one server, as grown CMDBs have it beside the CSDM shape. */
  readonly directEvery: number;
}

const architectures = ['microservices', 'three_tier', 'monolith', 'packaged', 'event_driven', 'serverless'];
const systems = [
  { className: 'cmdb_ci_linux_server', os: 'Linux Red Hat' },
  { className: 'cmdb_ci_linux_server', os: 'Linux Ubuntu' },
  { className: 'cmdb_ci_win_server', os: 'Windows 2022 Datacenter' },
] as const;

/**
 * A CMDB in the shape of the common service data model: a service depends on a running application, which runs on servers.
 * Nothing but `directEvery` ties a service to a server.
 */
export function planCmdb(order: CmdbOrder): CmdbPlan {
  const services = order.services.map((line, index) => planService(order, line, index));
  const hosted = services.map((service, index) => hostService(order, service, index));
  return {
    services,
    sectors: order.sectors,
    users: order.users,
    appls: hosted.map((one) => one.appl),
    servers: hosted.flatMap((one) => one.servers),
    relations: [...hosted.flatMap((one) => one.relations), ...dependencies(order, services)],
  };
}

/** Machine names of a service, for the agents that report from them. */
export function machinesOf(cmdb: CmdbPlan, serviceName: string): string[] {
  const service = cmdb.services.find((one) => one.name === serviceName);
  const below = (parent: string | undefined): string[] =>
    cmdb.relations.filter((one) => one.parent === parent).map((one) => one.child);
  const reached = new Set(below(service?.sysId).flatMap((child) => [child, ...below(child)]));
  return cmdb.servers.filter((server) => reached.has(server.sysId)).map((server) => server.name);
}

function planService(order: CmdbOrder, line: ServiceLine, index: number): ServicePlan {
  const random = seededRandom(order.seed, order.world, 'service', line.name);
  const owners = ownersOf(order.users, line.sector);
  const createdOn = line.createdOn ?? '2023-03-01';
  return {
    sysId: sysIdOf(order.world, 'service', line.name),
    number: `BSN${String(1001 + index).padStart(7, '0')}`,
    name: line.name,
    sector: line.sector,
    hCode: line.hCode,
    owner: owners.length > 0 ? random.pick(owners).name : '',
    architecture: random.pick(architectures),
    costCenter: line.sector === '' ? '' : `CC-${4100 + order.sectors.indexOf(line.sector) * 10}`,
    department: line.sector === '' ? '' : `${line.sector} IT`,
    supportGroup: `${random.pick(['Application', 'Platform', 'Business'])} Support ${random.integer(1, 4)}`,
    environment: 'Production',
    criticality: random.pick(['1 - most critical', '2 - somewhat critical', '3 - less critical']),
    installStatus: '1',
    operationalStatus: line.operationalStatus ?? '1',
    createdOn,
    updatedOn: createdOn,
    changes: line.changes ?? [],
  };
}

interface Hosted {
  readonly appl: WorldAppl;
  readonly servers: readonly WorldServer[];
  readonly relations: readonly WorldRelation[];
}

function hostService(order: CmdbOrder, service: ServicePlan, index: number): Hosted {
  const random = seededRandom(order.seed, order.world, 'servers', service.name);
  const appl: WorldAppl = {
    sysId: sysIdOf(order.world, 'appl', service.name),
    name: `${service.name} App`,
    environment: service.environment,
  };
  const servers = Array.from({ length: random.integer(...order.serversPerService) }, (_, place) =>
    planServer(order.world, random, index, place),
  );
  const relations = [
    relate(service.sysId, 'Depends on::Used by', appl.sysId),
    ...servers.map((server) => relate(appl.sysId, 'Runs on::Runs', server.sysId)),
  ];
  const first = servers[0];
  if (first && index % order.directEvery === 0) {
    relations.push(relate(service.sysId, 'Depends on::Used by', first.sysId));
  }
  return { appl, servers, relations };
}

function planServer(world: string, random: Random, serviceIndex: number, place: number): WorldServer {
  const name = `${world.slice(0, 3)}-srv-${String(serviceIndex + 1).padStart(3, '0')}${'abcdef'[place] ?? 'x'}`;
  return {
    sysId: sysIdOf(world, 'server', name),
    name,
    ...random.pick(systems),
    environment: 'Production',
    cpuCount: random.pick([2, 4, 8, 16]),
    ipAddress: `10.${20 + (serviceIndex % 200)}.${place}.${random.integer(2, 250)}`,
    // Discovery leaves a part of all servers on "Non-Operational"; a filter on 1 would lose them.
    operationalStatus: random.chance(0.1) ? '2' : '1',
  };
}

/** Services that lean on other services: relations of a known type whose child is no server. */
function dependencies(order: CmdbOrder, services: readonly ServicePlan[]): WorldRelation[] {
  return services.flatMap((service, index) => {
    const other = services[index + 7];
    return other && index % (order.directEvery * 3) === 0
      ? [relate(service.sysId, 'Consumes::Consumed by', other.sysId)]
      : [];
  });
}

function relate(parent: string, type: WorldRelation['type'], child: string): WorldRelation {
  return { sysId: sysIdOf('relation', parent, type, child), parent, child, type };
}
