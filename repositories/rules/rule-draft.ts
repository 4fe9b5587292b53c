import type { AllocationRule, BlendPart, DriverName } from '../../domain/allocate/allocation.ts';
import { ruleProblems } from '../../domain/allocate/check-rule.ts';
import type { RuleVersion } from '../../domain/allocate/rules-in-force.ts';
import type { Day, Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import type { StoredRule } from './read-versions.ts';
import { readNames, type Names } from './read-names.ts';

/** A driver as people name it. */
export interface DriverWords {
  readonly driver: DriverName;
  readonly capability: string | null;
  readonly table: string | null;
}

/** A version of a rule as people say it: everything by name. */
export interface RuleDraft extends DriverWords {
  readonly ruleName: string;
  readonly method: AllocationRule['method'];
  readonly parts: readonly (DriverWords & Pick<BlendPart, 'method' | 'weight'>)[];
  readonly receivers: readonly { readonly sector: string; readonly percent: Decimal | null }[];
  readonly hCodePattern: string | null;
  readonly senderSector: string | null;
  readonly fallback: AllocationRule['fallback'];
  readonly priority: number;
  readonly step: number;
  readonly startDate: Month;
  readonly endDate: Day | null;
}

/** What the draft says, for whoever changes only some of it. */
export function draftOf(rule: StoredRule): RuleDraft {
  const words = (driver: StoredRule['parts'][number] | StoredRule): DriverWords => ({
    driver: driver.driver,
    capability: driver.driverCapability,
    table: driver.driverTable,
  });
  return {
    ...words(rule),
    ruleName: rule.ruleName,
    method: rule.method,
    parts: rule.parts.map((part) => ({ ...words(part), method: part.method, weight: part.weight })),
    receivers: rule.receivers.map(({ sectorName, percent }) => ({ sector: sectorName, percent })),
    hCodePattern: rule.hCodePattern,
    senderSector: rule.senderSectorName,
    fallback: rule.fallback,
    priority: rule.priority,
    step: rule.step,
    startDate: rule.startDate,
    endDate: rule.endDate,
  };
}

/** A draft whose names are known, or everything that is wrong with it. */
export type Resolved = { readonly rule: StoredRule } | { readonly problems: readonly string[] };

/** Finds the ids that a draft means. `as` is what it becomes: its version and author. */
export async function resolveDraft(
  session: Session,
  draft: RuleDraft,
  as: Pick<RuleVersion, 'ruleId' | 'version' | 'createdBy' | 'reason'>,
): Promise<Resolved> {
  const names = await readNames(session);
  const problems = ruleProblems(draft);
  const receivers = draft.receivers.map(({ sector, percent }) => ({
    ...names.receiver(sector, problems),
    percent,
  }));
  const sender = draft.senderSector === null ? null : names.known(draft.senderSector, problems);
  const rule: StoredRule = {
    ...as,
    ...driverOf(draft, names, problems),
    ruleName: draft.ruleName,
    method: draft.method,
    parts: draft.parts.map((part) => ({
      ...driverOf(part, names, problems),
      method: part.method,
      weight: part.weight,
    })),
    receivers,
    hCodePattern: draft.hCodePattern,
    senderSectorId: sender?.sectorId ?? null,
    senderSectorName: sender?.sectorName ?? null,
    fallback: draft.fallback,
    priority: draft.priority,
    step: draft.step,
    status: 'draft',
    approvedBy: null,
    startDate: draft.startDate,
    endDate: draft.endDate,
  };
  return problems.length > 0 ? { problems } : { rule };
}

function driverOf(words: DriverWords, names: Names, problems: string[]) {
  const code = words.driver === 'capability_units' ? words.capability : null;
  const table = words.driver === 'table' ? words.table : null;
  return {
    driver: words.driver,
    driverCapability: code,
    driverCapabilityId: code === null ? null : names.capability(code, problems),
    driverTable: table === null ? null : names.table(table, problems),
  };
}
