import { commonSubsequenceWith } from './common-subsequence.ts';
import { compareText } from './group-names.ts';
import { codesOf, matchedCharacters, scoreOf } from './sequence-matcher.ts';

/** One of the others, by its position in the list, and its `sequenceScore`. */
export interface Closest {
  readonly index: number;
  readonly score: number;
}

/** What to look for. */
export interface ClosestQuestion {
  readonly name: string;
  /** Others from this score on are all looked at; below it, only a few, so that a person sees what came closest. */
  readonly floor: number;
  /** How many to give back. */
  readonly count: number;
  readonly isAllowed: (index: number) => boolean;
}

/**
 * A function that finds the `count` closest of `others` for a name, best first, ties by text. It is exact from the floor on:
 * an upper bound of every score is cheap (the common subsequence), so others are scored in the order of their bounds until
 * no bound can reach the best found. 3,000 against 3,000 names take seconds; scoring all pairs would take minutes.
 */
export function closestAmong(others: readonly string[]): (question: ClosestQuestion) => Closest[] {
  const codes = others.map(codesOf);
  const byScore = (a: Closest, b: Closest): number =>
    b.score - a.score || compareText(others[a.index] ?? '', others[b.index] ?? '');

  return ({ name, floor, count, isAllowed }) => {
    const query = codesOf(name);
    const best: Closest[] = [];
    for (const { index, score: bound } of worthScoring(boundsOf(query, codes, isAllowed), floor, count).sort(
      byScore,
    )) {
      const weakest = best.length < count ? -1 : (best[count - 1]?.score ?? 0);
      if (bound < weakest) break;
      const score = scoreWithin(query, codes[index], bound);
      if (score < weakest) continue;
      best.push({ index, score });
      best.sort(byScore).splice(count);
    }
    return best;
  };
}

/** Upper bounds of the scores; -1 for those that are not allowed. */
function boundsOf(
  query: Uint16Array,
  codes: readonly Uint16Array[],
  isAllowed: (index: number) => boolean,
): Float64Array {
  const common = commonSubsequenceWith(query);
  return Float64Array.from(codes, (other, index) =>
    isAllowed(index) ? scoreOf(common(other), query.length + other.length) : -1,
  );
}

/** Those whose bound reaches the floor; when they are fewer than `count`, those whose bound comes closest to it as well. */
function worthScoring(bounds: Float64Array, floor: number, count: number): Closest[] {
  const above = (least: number): Closest[] => {
    const found: Closest[] = [];
    bounds.forEach((score, index) => score >= least && found.push({ index, score }));
    return found;
  };
  const candidates = above(floor);
  return candidates.length >= count ? candidates : above(Math.max(0, bounds.toSorted().at(-count) ?? 0));
}

/** The score of both argument orders; the second one is only tried when the first has not reached the bound. */
function scoreWithin(query: Uint16Array, other: Uint16Array = new Uint16Array(), bound: number): number {
  const total = query.length + other.length;
  const score = scoreOf(matchedCharacters(query, other), total);
  return score >= bound ? score : Math.max(score, scoreOf(matchedCharacters(other, query), total));
}
