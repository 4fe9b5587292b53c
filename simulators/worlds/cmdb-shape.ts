import type { Day } from '../../pipeline/run.ts';

/** A service of the CMDB; names stand for references, empty text for an empty field. */
export interface ServiceFacts {
  readonly sector: string;
  readonly owner: string;
  readonly hCode: string;
  readonly architecture: string;
  readonly costCenter: string;
  readonly department: string;
  readonly supportGroup: string;
  readonly environment: string;
  readonly criticality: string;
  readonly installStatus: string;
  readonly operationalStatus: string;
}

export interface WorldService extends ServiceFacts {
  readonly sysId: string;
  readonly number: string;
  readonly name: string;
  readonly createdOn: Day;
  readonly updatedOn: Day;
}

/** What the CMDB says of a service from a day on. */
export interface ServiceChange {
  readonly on: Day;
  readonly set: Partial<ServiceFacts>;
}

export interface ServicePlan extends WorldService {
  readonly changes: readonly ServiceChange[];
}

export interface WorldServer {
  readonly sysId: string;
  readonly name: string;
  readonly className: string;
  readonly os: string;
  readonly environment: string;
  readonly cpuCount: number;
  readonly ipAddress: string;
  readonly operationalStatus: string;
}

/** A running application (`cmdb_ci_appl`), the hop between a service and its servers. */
export interface WorldAppl {
  readonly sysId: string;
  readonly name: string;
  readonly environment: string;
}

/** `parent` reads the left half of the type: parent runs on child, parent depends on child. */
export interface WorldRelation {
  readonly sysId: string;
  readonly parent: string;
  readonly child: string;
  readonly type: 'Runs on::Runs' | 'Depends on::Used by' | 'Consumes::Consumed by';
}

export interface WorldUser {
  readonly name: string;
  readonly department: string;
  /** Name of the manager; empty at the top. */
  readonly manager: string;
}

interface CmdbRest {
  readonly servers: readonly WorldServer[];
  readonly appls: readonly WorldAppl[];
  readonly relations: readonly WorldRelation[];
  readonly users: readonly WorldUser[];
  readonly sectors: readonly string[];
}

/** The CMDB as it is today: it has no memory. */
export interface Cmdb extends CmdbRest {
  readonly services: readonly WorldService[];
}

export interface CmdbPlan extends CmdbRest {
  readonly services: readonly ServicePlan[];
}
