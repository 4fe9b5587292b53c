import type { Named, NameGroup } from './group-names.ts';
import { objectionTo } from './judge-pair.ts';
import type { MatchCandidate, MatchMethod, MatchSettings } from './match.ts';
import type { Pair, Pairing } from './pair-names.ts';
import { pickService, type Pick } from './pick-service.ts';
import { without, type Verdict } from './verdict.ts';

/** May this application still be linked to this service, as far as people have said? */
export type IsOpen = (application: Named, service: Named) => boolean;

/** The verdict on one variant whose base name a family of services shares. */
export function judgeSameName(application: Named, family: NameGroup, isOpen: IsOpen): Verdict {
  const pick = pickService(application, family, isOpen);
  const candidates = candidatesOf(pick, 100);
  const isSameText = shown(pick).some((service) => service.name === application.name);
  const method: MatchMethod = isSameText ? 'exact' : 'normalized';
  if (pick.found !== 'one') return unpicked(application, pick, { method, candidates });

  const name = `"${pick.service.name}"`;
  const reason = isSameText
    ? `The service ${name} has exactly the same name.`
    : `The service ${name} has the same name apart from case, separators and environment.`;
  return { status: 'auto_matched', method, about: candidates[0] ?? null, reason, candidates };
}

/** The verdict on one variant whose base name only resembles those of services. */
export function judgeAlikeName(
  application: Named,
  pairing: Pairing,
  isOpen: IsOpen,
  settings: MatchSettings,
): Verdict {
  const [proposal, ...others] = pairing.pairs;
  if (!proposal) return without('unmatched', 'none', 'There is no service left to compare it with.');
  const pick = pickService(application, proposal.family, isOpen);
  const candidates = uniqueCandidates([
    ...candidatesOf(pick, proposal.score),
    ...others.flatMap(({ family, score }) => candidatesOf(pickService(application, family, isOpen), score)),
  ]);
  if (proposal.score < settings.reviewAt) return tooFar(proposal, candidates, settings);
  if (pick.found !== 'one') return unpicked(application, pick, { method: 'fuzzy', candidates });

  const objection = objectionToPairing(pairing, proposal, settings);
  return {
    status: objection ? 'needs_review' : 'auto_matched',
    method: 'fuzzy',
    about: candidates[0] ?? null,
    reason: objection
      ? `"${pick.service.name}" scores ${proposal.score.toFixed(2)}, but ${objection}: a person decides.`
      : `"${pick.service.name}" scores ${proposal.score.toFixed(2)} (linked from ${settings.autoMatchAt}) and no rival comes near.`,
    candidates,
  };
}

/** The first rule that keeps a fuzzy pair from being linked without a person. */
function objectionToPairing(pairing: Pairing, proposal: Pair, settings: MatchSettings): string | null {
  if (proposal.score < settings.autoMatchAt) return `${settings.autoMatchAt} is needed to link`;
  if (pairing.isSecondChoice) return 'a closer service went to another application';
  if (pairing.margin <= 0 || pairing.margin < settings.marginAt) {
    return `the next best is only ${Math.max(0, pairing.margin).toFixed(2)} behind (${settings.marginAt} are needed)`;
  }
  return objectionTo(proposal.group.read, proposal.family.read, settings);
}

function tooFar(proposal: Pair, candidates: readonly MatchCandidate[], settings: MatchSettings): Verdict {
  const closest = shownName(proposal.family);
  const reason = `No free service scores ${settings.reviewAt} or more; the closest is "${closest}" with ${proposal.score.toFixed(2)}.`;
  return { status: 'unmatched', method: 'none', about: candidates[0] ?? null, reason, candidates };
}

/** The name is right, but no service of it can be taken. */
function unpicked(
  application: Named,
  pick: Exclude<Pick, { found: 'one' }>,
  { method, candidates }: { readonly method: MatchMethod; readonly candidates: readonly MatchCandidate[] },
): Verdict {
  const name = `"${pick.services[0]?.name ?? ''}"`;
  const review = (reason: string): Verdict => {
    return { status: 'needs_review', method, about: candidates[0] ?? null, reason, candidates };
  };
  if (pick.found === 'several')
    return review(`${pick.services.length} services share the name ${name}: a person decides.`);
  if (pick.found === 'none') {
    return without(
      'unmatched',
      'none',
      `A person rejected ${name} for it, or gave that service to another application.`,
    );
  }
  const [own, other] = [application.read.environment, pick.services[0]?.read.environment];
  return review(
    `${name} is close, but the environments differ (${own ?? 'none'} against ${other ?? 'none'}): a person decides.`,
  );
}

function shown(pick: Pick): readonly Named[] {
  if (pick.found === 'one') return [pick.service];
  return pick.found === 'none' ? [] : pick.services;
}

function candidatesOf(pick: Pick, score: number): MatchCandidate[] {
  return shown(pick)
    .map(({ id }) => ({ serviceId: id, score }))
    .slice(0, 3);
}

function uniqueCandidates(candidates: readonly MatchCandidate[]): MatchCandidate[] {
  const seen = new Set<number>();
  return candidates.filter(({ serviceId }) => !seen.has(serviceId) && seen.add(serviceId)).slice(0, 3);
}

function shownName(family: NameGroup): string {
  return family.members[0]?.name ?? '';
}
