import { InvariantError } from '../../pipeline/errors.ts';
import { groupBy } from '../group-by.ts';
import type { Named } from './group-names.ts';
import type { MatchDecision } from './match.ts';
import { sequenceScore } from './sequence-matcher.ts';
import { without, type Verdict } from './verdict.ts';

/** What people have decided, in the form that matching asks for. */
export interface Decided {
  /** Applications that no rule may touch. */
  readonly verdicts: ReadonlyMap<number, Verdict>;
  /** Services that a person rejected, by application. */
  readonly rejections: ReadonlyMap<number, ReadonlySet<number>>;
}

/**
 * Overrides come first, then "none of them", then approvals (C16). Decisions that contradict each other, and an override to
 * a service that the inventory no longer has, go to review: a person meant something, and guessing what is not our part. An
 * approval of such a service has done its work, and the rules look again. A rejected pair is not linked by an approval.
 *
 * @throws InvariantError when an approval names no service.
 */
export function readDecisions(
  decisions: readonly MatchDecision[],
  applications: readonly Named[],
  services: ReadonlyMap<number, Named>,
): Decided {
  const byApp = groupBy(decisions, ({ appId }) => appId);
  const verdicts = new Map<number, Verdict>();
  for (const application of applications) {
    const own = byApp.get(application.id) ?? [];
    const verdict =
      overridden(application, own, services) ?? refused(own) ?? approved(application, own, services);
    if (verdict) verdicts.set(application.id, verdict);
  }
  return { verdicts, rejections: rejectionsOf(byApp) };
}

function overridden(
  application: Named,
  decisions: readonly MatchDecision[],
  services: ReadonlyMap<number, Named>,
): Verdict | null {
  const [chosen, ...others] = serviceIdsOf('override', decisions);
  if (chosen === undefined) return null;
  if (others.length > 0) return contradiction('override', 'overrides');
  if (chosen === null)
    return without('overridden', 'override', 'A person decided that it belongs to no service.');
  const service = services.get(chosen);
  if (!service) {
    const reason = `A person linked it to service ${chosen}, which the inventory no longer has: decide again.`;
    return without('needs_review', 'override', reason);
  }
  return byPerson('overridden', 'override', application, service, 'whatever the names say');
}

function refused(decisions: readonly MatchDecision[]): Verdict | null {
  const isRefused = decisions.some(({ kind, serviceId }) => kind === 'reject' && serviceId === null);
  return isRefused ? without('unmatched', 'none', 'A person rejected every service for it.') : null;
}

function approved(
  application: Named,
  decisions: readonly MatchDecision[],
  services: ReadonlyMap<number, Named>,
): Verdict | null {
  const rejected = serviceIdsOf('reject', decisions);
  const chosen = serviceIdsOf('approve', decisions)
    .filter((serviceId) => !rejected.includes(serviceId))
    .flatMap((serviceId) => services.get(requireService(application, serviceId)) ?? []);
  const [service, ...others] = chosen;
  if (!service) return null;
  if (others.length > 0) return contradiction('approval', 'approvals');
  return byPerson('approved', 'approval', application, service, 'the proposal was right');
}

function byPerson(
  status: 'overridden' | 'approved',
  method: 'override' | 'approval',
  application: Named,
  service: Named,
  because: string,
): Verdict {
  const about = { serviceId: service.id, score: sequenceScore(application.read.base, service.read.base) };
  const reason = `A person linked it to "${service.name}": ${because}.`;
  return { status, method, about, reason, candidates: [about] };
}

function contradiction(method: 'override' | 'approval', what: string): Verdict {
  return without('needs_review', method, `Two ${what} name different services: withdraw one of them.`);
}

function requireService(application: Named, serviceId: number | null): number {
  if (serviceId !== null) return serviceId;
  throw new InvariantError(
    `An approval of application ${application.id} ("${application.name}") names no service.`,
    'An approval needs the service that it accepts.',
  );
}

function serviceIdsOf(kind: MatchDecision['kind'], decisions: readonly MatchDecision[]): (number | null)[] {
  return [
    ...new Set(decisions.filter((decision) => decision.kind === kind).map(({ serviceId }) => serviceId)),
  ];
}

function rejectionsOf(byApp: ReadonlyMap<number, readonly MatchDecision[]>): Decided['rejections'] {
  return new Map(
    [...byApp].flatMap(([appId, decisions]) => {
      const serviceIds = serviceIdsOf('reject', decisions).filter((serviceId) => serviceId !== null);
      return serviceIds.length > 0 ? [[appId, new Set(serviceIds)]] : [];
    }),
  );
}
