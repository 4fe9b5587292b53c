import type { MatchSettings } from './match.ts';
import type { ReadName } from './read-name.ts';
import { sequenceScore } from './sequence-matcher.ts';

/**
 * Why two names that are alike must not be linked without a person, as the end of a sentence; null when nothing speaks
 * against it.
 *
 * Names of siblings are alike: "SAP-ECC-EU" and "SAP-ECC-US" score 90. So regions and numbers must be the same, and the words
 * that differ must themselves be alike: "HR Portal" and "CRM Portal" score 84 only for the word that they share, while
 * "Paymnt Gateway" and "Payment Gateway" differ by a slip of the pen.
 */
export function objectionTo(left: ReadName, right: ReadName, settings: MatchSettings): string | null {
  if (!areSame(left.regions, right.regions))
    return `the regions differ (${list(left.regions)} against ${list(right.regions)})`;
  if (!areSame(left.numbers, right.numbers))
    return `the numbers differ (${list(left.numbers)} against ${list(right.numbers)})`;

  const [ownWords, otherWords] = [
    wordsWithout(left.words, right.words),
    wordsWithout(right.words, left.words),
  ];
  if (sequenceScore(ownWords.join(' '), otherWords.join(' ')) >= settings.autoMatchAt) return null;
  return `the words that differ are not alike (${list(ownWords)} against ${list(otherWords)})`;
}

/** What is left of `words` when each word of `others` has taken away one of its kind. */
function wordsWithout(words: readonly string[], others: readonly string[]): string[] {
  const taken = [...others];
  return words.filter((word) => {
    const at = taken.indexOf(word);
    if (at !== -1) taken.splice(at, 1);
    return at === -1;
  });
}

function areSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word, index) => word === right[index]);
}

function list(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(' ');
}
