import {
  DiceCoefficient,
  JaroWinklerDistance,
  LevenshteinDistance,
} from 'natural/lib/natural/distance/index.js';
import type { ComponentScores } from './match.ts';
import { sequenceScore } from './sequence-matcher.ts';

/** What stands where there is no pair to compare. */
export const noScores: ComponentScores = { sequenceMatcher: 0, jaroWinkler: 0, dice: 0, levenshtein: 0 };

/**
 * Four similarities of two names as they are written, upper and lower case alike, 0 to 100 with 2 decimals. None of them
 * decides anything: they are shown beside our own score (C16). Levenshtein is 1 - distance / length of the longer name.
 * `natural` is imported by its deep path: its root would load database drivers, read `.env` and print.
 */
export function compareNames(left: string, right: string): ComponentScores {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  if (a === b) return { sequenceMatcher: 100, jaroWinkler: 100, dice: 100, levenshtein: 100 };
  const longer = Math.max(a.length, b.length);
  return {
    sequenceMatcher: sequenceScore(a, b),
    jaroWinkler: percent(JaroWinklerDistance(a, b)),
    dice: percent(DiceCoefficient(a, b)),
    levenshtein: percent(1 - LevenshteinDistance(a, b) / longer),
  };
}

function percent(ratio: number): number {
  return Number.isFinite(ratio) ? Math.round(ratio * 10_000) / 100 : 0;
}
