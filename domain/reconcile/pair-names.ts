import { closestAmong } from './closest-names.ts';
import { groupBy } from '../group-by.ts';
import { compareText, type NameGroup } from './group-names.ts';
import type { MatchSettings } from './match.ts';

/** A group of applications beside a group of services, and how alike their names are. */
export interface Pair {
  readonly group: NameGroup;
  readonly family: NameGroup;
  /** 0 to 100. */
  readonly score: number;
}

/** What fuzzy matching says of one group of applications. */
export interface Pairing {
  /** Up to 4, the proposal first, then by score. */
  readonly pairs: readonly Pair[];
  /** Points ahead of the next best service, and of the next best application for that service; below 0 when behind. */
  readonly margin: number;
  /** The closest service fell to another application, whose name is closer to it. */
  readonly isSecondChoice: boolean;
}

const looked = 4;

/**
 * Pairs each group with a family of its own, as far as they go: all pairs that may be reviewed are sorted by score, ties by
 * name, and each takes its two sides if both are free (C14c). Who is left keeps its closest family as a proposal. Each group
 * looks at its 4 closest families; a fifth would be no better answer than "a person decides".
 */
export function pairNames(
  groups: readonly NameGroup[],
  families: readonly NameGroup[],
  isOpen: (group: NameGroup, family: NameGroup) => boolean,
  settings: MatchSettings,
): ReadonlyMap<NameGroup, Pairing> {
  const closest = closestAmong(families.map((family) => family.read.base));
  const pairsOf = new Map(
    groups.map((group): [NameGroup, Pair[]] => {
      const isAllowed = (index: number): boolean => isOpenAt(families[index], group, isOpen);
      const found = closest({ name: group.read.base, floor: settings.reviewAt, count: looked, isAllowed });
      return [group, found.flatMap(({ index, score }) => pairOf(group, families[index], score))];
    }),
  );
  const rivals = groupBy([...pairsOf.values()].flat(), ({ family }) => family);
  const taken = assign([...pairsOf.values()].flat().filter(({ score }) => score >= settings.reviewAt));

  return new Map(
    [...pairsOf].map(([group, pairs]) => {
      const proposal = taken.get(group) ?? pairs[0];
      if (!proposal) return [group, { pairs, margin: 0, isSecondChoice: false }];
      const others = [...pairs, ...(rivals.get(proposal.family) ?? [])].filter((pair) => pair !== proposal);
      const margin = proposal.score - Math.max(0, ...others.map(({ score }) => score));
      const isSecondChoice = pairs[0] !== undefined && pairs[0].score > proposal.score;
      return [
        group,
        { pairs: [proposal, ...pairs.filter((pair) => pair !== proposal)], margin, isSecondChoice },
      ];
    }),
  );
}

/** Greedy from the best score down; one family for one group. */
function assign(pairs: readonly Pair[]): ReadonlyMap<NameGroup, Pair> {
  const byGroup = new Map<NameGroup, Pair>();
  const families = new Set<NameGroup>();
  for (const pair of pairs.toSorted(byScoreThenName)) {
    if (byGroup.has(pair.group) || families.has(pair.family)) continue;
    byGroup.set(pair.group, pair);
    families.add(pair.family);
  }
  return byGroup;
}

function byScoreThenName(a: Pair, b: Pair): number {
  return (
    b.score - a.score || compareText(a.group.key, b.group.key) || compareText(a.family.key, b.family.key)
  );
}

function isOpenAt(
  family: NameGroup | undefined,
  group: NameGroup,
  isOpen: (group: NameGroup, family: NameGroup) => boolean,
): boolean {
  return family !== undefined && isOpen(group, family);
}

function pairOf(group: NameGroup, family: NameGroup | undefined, score: number): Pair[] {
  return family ? [{ group, family, score }] : [];
}
