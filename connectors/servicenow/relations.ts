import type { CmdbRunsOn, RejectedRow } from '../connector.ts';
import { displayOf, referenceOf, valueOf, type WireRow } from './fields.ts';

/** A relation with both ends: `parent` reads the left descriptor, so the parent runs on, or depends on, the child. */
export interface Relation {
  readonly parent: string;
  readonly child: string;
  readonly type: string;
  readonly row: WireRow;
}

/** Whom the ends of relations may name. */
export interface Ends {
  readonly services: ReadonlySet<string>;
  readonly applications: ReadonlySet<string>;
  readonly servers: ReadonlySet<string>;
}

/** The relation of a row, or why it is none. `askedType` stands in when the type itself may not be read. */
export function readRelation(row: WireRow, askedType: string): Relation | RejectedRow {
  const parent = referenceOf(row['parent']).sysId;
  const child = referenceOf(row['child']).sysId;
  const type = displayOf(row['type']) ?? displayOf(row['type.name']) ?? askedType;
  if (parent !== null && child !== null) return { parent, child, type, row };
  const end = parent === null ? 'parent' : 'child';
  return rejectedRelation(row, 'end-missing', `its ${end} is empty, or access rules hide it`);
}

/**
 * Which service runs on which server: directly, or over one application between them (C30). A pair that is found both ways is
 * told once, as the direct one. Relations that lead from no known thing to the next are rejected.
 */
export function findRunsOn(
  relations: readonly Relation[],
  ends: Ends,
): {
  readonly rows: readonly CmdbRunsOn[];
  readonly rejected: readonly RejectedRow[];
  readonly directCount: number;
} {
  const pairs = new Map<string, CmdbRunsOn>();
  const add = (serviceSysId: string, serverSysId: string, relation: string): void => {
    const key = `${serviceSysId} ${serverSysId}`;
    if (!pairs.has(key)) pairs.set(key, { serviceSysId, serverSysId, relation });
  };
  const serversOf = new Map<string, string[]>();
  const firstHops: Relation[] = [];
  const rejected: RejectedRow[] = [];
  for (const relation of relations) {
    const kind = kindOf(relation, ends);
    if (kind === 'direct') add(relation.parent, relation.child, relation.type);
    else if (kind === 'first hop') firstHops.push(relation);
    else if (kind === 'second hop')
      serversOf.set(relation.parent, [...(serversOf.get(relation.parent) ?? []), relation.child]);
    else
      rejected.push(
        rejectedRelation(
          relation.row,
          'end-unknown',
          `${relation.parent} (parent) to ${relation.child} (child) does not lead from a service toward a server`,
        ),
      );
  }
  const directCount = pairs.size;
  for (const { parent, child, type } of firstHops) {
    for (const server of serversOf.get(child) ?? []) add(parent, server, type);
  }
  return { rows: [...pairs.values()], rejected, directCount };
}

function kindOf({ parent, child }: Relation, ends: Ends): 'direct' | 'first hop' | 'second hop' | 'other' {
  const [fromService, toServer] = [ends.services.has(parent), ends.servers.has(child)];
  if (fromService && toServer) return 'direct';
  if (fromService && ends.applications.has(child)) return 'first hop';
  if (toServer && ends.applications.has(parent)) return 'second hop';
  return 'other';
}

function rejectedRelation(row: WireRow, reason: string, detail: string): RejectedRow {
  return { entity: 'relation', sourceKey: valueOf(row['sys_id']) ?? '', reason, detail, row };
}
