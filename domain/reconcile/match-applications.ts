import { InvariantError } from '../../pipeline/errors.ts';
import { findProduction } from './find-production.ts';
import { groupBy } from '../group-by.ts';
import { byName, groupNames, type Named, type NameGroup } from './group-names.ts';
import { judgeAlikeName, judgeSameName, type IsOpen } from './judge-variant.ts';
import type { MatchQuestion, MatchResult, MatchSettings } from './match.ts';
import { compareNames, noScores } from './name-scores.ts';
import { pairNames, type Pairing } from './pair-names.ts';
import { readDecisions, type Decided } from './read-decisions.ts';
import { isLinked, type Verdict } from './verdict.ts';

/** One result per application, and the services that nothing is linked to. */
export interface Matching {
  /** By application name, then id. */
  readonly results: readonly MatchResult[];
  /** Ascending. */
  readonly unmatchedServiceIds: readonly number[];
}

/**
 * Which service each monitored application belongs to, and why (000-168 to 000-177, C14 to C16).
 *
 * What people decided comes first, then names that are the same (exactly, or normalized), then names that are alike: by
 * `SequenceMatcher` on normalized names, linked from 80, reviewed from 50. Applications are collapsed to one group per base
 * name, so that several environments of one application may share a service while two applications never do. A fuzzy link
 * needs a margin over every rival, the same regions, environments and numbers, and differing words that are alike;
 * otherwise a person decides. A rejected pair is neither linked nor proposed again.
 *
 * The answer depends on names, ids and decisions alone, never on the order of the lists; asking twice changes nothing.
 *
 * @throws InvariantError when bands overlap, an id stands twice, or an approval names no service.
 */
export function matchApplications(question: MatchQuestion): Matching {
  const { settings } = question;
  refuseNonsense(question);
  const groups = groupNames(
    question.applications.map(({ appId, name }) => ({ id: appId, name })),
    settings,
  );
  const families = groupNames(
    question.services.map(({ serviceId, name }) => ({ id: serviceId, name })),
    settings,
  );
  const applications = [...groups.values()].flatMap(({ members }) => members);
  const services = new Map(
    [...families.values()].flatMap(({ members }) => members.map((service) => [service.id, service])),
  );

  const decided = readDecisions(question.decisions, applications, services);
  const given = givenBy(decided, applications);
  const ruled = judgeByRules({ groups, families, decided, given, settings });
  const verdicts = new Map([...decided.verdicts, ...ruled]);
  const linked = new Set(
    [...verdicts.values()].flatMap((verdict) => (isLinked(verdict) ? [verdict.about?.serviceId] : [])),
  );
  return {
    results: writeDown(applications, services, verdicts),
    unmatchedServiceIds: [...services.keys()].filter((id) => !linked.has(id)).toSorted((a, b) => a - b),
  };
}

interface Table {
  readonly groups: ReadonlyMap<string, NameGroup>;
  readonly families: ReadonlyMap<string, NameGroup>;
  readonly decided: Decided;
  readonly given: ReadonlyMap<number, ReadonlySet<string>>;
  readonly settings: MatchSettings;
}

/**
 * Verdicts on every application that no person decided about. A pair is open unless a person rejected it, or gave the service
 * to another base name. For names that are merely alike, giving away one service closes its environment siblings too: they
 * belong to the same owner.
 */
function judgeByRules({ groups, families, decided, given, settings }: Table): ReadonlyMap<number, Verdict> {
  const isFree = (key: string, service: Named): boolean => given.get(service.id)?.has(key) ?? true;
  const isOpen: IsOpen = (application, service) =>
    !decided.rejections.get(application.id)?.has(service.id) && isFree(application.read.key, service);
  const isOpenPair = (group: NameGroup, family: NameGroup): boolean =>
    group.members.some((application) => family.members.some((service) => isOpen(application, service)));
  const isOpenWhole = (group: NameGroup, family: NameGroup): boolean =>
    family.members.every((service) => isFree(group.key, service)) && isOpenPair(group, family);

  const open = [...groups.values()].flatMap((group) => undecided(group, decided));
  const sameName = new Map(
    open.flatMap((group): [NameGroup, NameGroup][] => {
      const family = families.get(group.key);
      return family && isOpenPair(group, family) ? [[group, family]] : [];
    }),
  );
  const taken = new Set(sameName.values());
  const groupsLeft = open.filter((group) => !sameName.has(group));
  const familiesLeft = [...families.values()].filter((family) => !taken.has(family));
  const pairings = pairNames(groupsLeft, familiesLeft, isOpenWhole, settings);

  const judge = (group: NameGroup, application: Named): Verdict => {
    const family = sameName.get(group);
    if (family) return judgeSameName(application, family, isOpen);
    return judgeAlikeName(application, pairings.get(group) ?? nothingAlike, isOpen, settings);
  };
  return new Map(
    open.flatMap((group) =>
      group.members.map((one) => [one.id, remember(decided.rejections.get(one.id), judge(group, one))]),
    ),
  );
}

const nothingAlike: Pairing = { pairs: [], margin: 0, isSecondChoice: false };

function undecided(group: NameGroup, { verdicts }: Decided): NameGroup[] {
  const members = group.members.filter(({ id }) => !verdicts.has(id));
  return members.length > 0 ? [{ ...group, members }] : [];
}

/** Whoever reads "unmatched" should hear that a person had a part in it. */
function remember(rejected: ReadonlySet<number> | undefined, verdict: Verdict): Verdict {
  if (!rejected || verdict.status !== 'unmatched') return verdict;
  return { ...verdict, reason: `${verdict.reason} Rejected by a person: ${rejected.size}.` };
}

/** The base names whose applications people have given each service to. */
function givenBy(decided: Decided, applications: readonly Named[]): ReadonlyMap<number, ReadonlySet<string>> {
  const given = new Map<number, Set<string>>();
  for (const { id, read } of applications) {
    const verdict = decided.verdicts.get(id);
    if (!verdict?.about || !isLinked(verdict)) continue;
    const keys = given.get(verdict.about.serviceId) ?? new Set();
    given.set(verdict.about.serviceId, keys.add(read.key));
  }
  return given;
}

function writeDown(
  applications: readonly Named[],
  services: ReadonlyMap<number, Named>,
  verdicts: ReadonlyMap<number, Verdict>,
): MatchResult[] {
  const linkOf = ({ id }: Named): number | null => {
    const verdict = verdicts.get(id);
    return verdict && isLinked(verdict) ? (verdict.about?.serviceId ?? null) : null;
  };
  const byService = groupBy(
    applications.filter((one) => linkOf(one) !== null),
    linkOf,
  );
  const ofServices = findProduction(byService.values());
  const ofNames = findProduction(groupBy(applications, ({ read }) => read.key).values());

  return applications.toSorted(byName).flatMap((application) => {
    const verdict = verdicts.get(application.id);
    if (!verdict) return [];
    const serviceId = linkOf(application);
    const about = services.get(verdict.about?.serviceId ?? NaN);
    return {
      appId: application.id,
      serviceId,
      status: verdict.status,
      method: verdict.method,
      score: verdict.about?.score ?? 0,
      scores: about ? compareNames(application.name, about.name) : noScores,
      environment: application.read.environment,
      baseName: application.read.base,
      isProduction: (serviceId === null ? ofNames : ofServices).has(application.id),
      reason: verdict.reason,
      candidates: verdict.candidates,
    };
  });
}

function refuseNonsense({ applications, services, settings }: MatchQuestion): void {
  const { reviewAt, autoMatchAt, marginAt } = settings;
  if (!(reviewAt >= 0 && reviewAt <= autoMatchAt && autoMatchAt <= 100 && marginAt >= 0)) {
    throw new InvariantError(
      `Match bands make no sense: review at ${reviewAt}, link at ${autoMatchAt}, margin ${marginAt}; ` +
        'expected 0 <= review <= link <= 100 and a margin of 0 or more.',
      'Correct the settings of reconciliation.',
    );
  }
  refuseTwins(
    'Application',
    applications.map(({ appId }) => appId),
  );
  refuseTwins(
    'Service',
    services.map(({ serviceId }) => serviceId),
  );
}

function refuseTwins(what: string, ids: readonly number[]): void {
  if (new Set(ids).size === ids.length) return;
  const twin = ids.find((id, index) => ids.indexOf(id) !== index);
  throw new InvariantError(
    `${what} ${twin} stands in the list twice; expected every id once.`,
    'Load each one once.',
  );
}
