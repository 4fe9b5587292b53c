import type { MonitoredApplication, RejectedRow } from '../connector.ts';
import type { Allocation } from './schema.ts';

/** A license rule that can be asked for its usage. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  /** Secret: it opens the account to agents. */
  readonly licenseKey: string;
}

/** A rule whose usage belongs to no single application. */
export interface OrphanRule {
  readonly rule: Rule;
  readonly reason: 'rule-without-application' | 'rule-of-several-applications' | 'rule-filter-unknown';
  readonly detail: string;
}

/** Whose usage each rule carries. */
export interface Assignment {
  readonly byApplication: ReadonlyMap<string, readonly Rule[]>;
  readonly orphans: readonly OrphanRule[];
  /** Rules without a key: their usage cannot even be asked for. */
  readonly rejected: readonly RejectedRow[];
}

/**
 * Which rule belongs to which application, by its filters of type APPLICATION: `ID_EQUALS` compares ids first, `EQUALS` names
 * first, each then the other. A rule must come out at exactly one application: dividing one between several would be invention.
 */
export function assignRules(
  applications: readonly MonitoredApplication[],
  allocations: readonly Allocation[],
): Assignment {
  const byApplication = new Map<string, Rule[]>();
  const orphans: OrphanRule[] = [];
  const rejected: RejectedRow[] = [];
  for (const allocation of allocations) {
    const { id, licenseKey } = allocation;
    if (!licenseKey) {
      rejected.push(withoutKey(allocation));
      continue;
    }
    const rule = { id, name: allocation.name ?? id, licenseKey };
    const found = applicationOf(allocation, applications);
    if ('reason' in found) orphans.push({ rule, ...found });
    else byApplication.set(found.nativeId, [...(byApplication.get(found.nativeId) ?? []), rule]);
  }
  return { byApplication, orphans, rejected };
}

function applicationOf(
  allocation: Allocation,
  applications: readonly MonitoredApplication[],
): MonitoredApplication | Omit<OrphanRule, 'rule'> {
  const filters = (allocation.filters ?? []).filter((filter) => filter.type?.toUpperCase() === 'APPLICATION');
  const strange = filters.find((filter) => !/^(ID_)?EQUALS$/i.test(filter.operator ?? ''));
  if (strange) {
    const detail = `filter operator "${strange.operator ?? ''}" is unknown; ID_EQUALS or EQUALS was expected`;
    return { reason: 'rule-filter-unknown', detail };
  }
  const found = new Set(
    filters.flatMap(({ operator, value }) => {
      const text = String(value ?? '').trim();
      return text === '' ? [] : lookUp(text, operator?.toUpperCase() === 'ID_EQUALS', applications);
    }),
  );
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  if (!only) {
    const sought = filters.map((filter) => String(filter.value ?? '')).join(', ');
    const detail = sought
      ? `its filter names "${sought}", which is no application`
      : 'it has no filter on an application';
    return { reason: 'rule-without-application', detail };
  }
  const names = [...found].map((application) => application.name).join(', ');
  return {
    reason: 'rule-of-several-applications',
    detail: `its filters name ${found.size} applications: ${names}`,
  };
}

function lookUp(
  value: string,
  idFirst: boolean,
  applications: readonly MonitoredApplication[],
): MonitoredApplication[] {
  const byId = applications.filter((application) => application.nativeId === value);
  const byName = applications.filter((application) => application.name.toLowerCase() === value.toLowerCase());
  const [first, second] = idFirst ? [byId, byName] : [byName, byId];
  return first.length > 0 ? first : second;
}

function withoutKey(allocation: Allocation): RejectedRow {
  return {
    entity: 'license rule',
    sourceKey: allocation.id,
    reason: 'rule-without-key',
    detail: `license rule ${allocation.id} has no license key, so its usage cannot be asked for`,
    row: { ...allocation, licenseKey: null },
  };
}
