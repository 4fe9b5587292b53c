import type { MatchSettings } from './match.ts';

/** A name taken apart. */
export interface ReadName {
  /** Normalized words without the environment, joined by spaces: what is compared. */
  readonly base: string;
  /** `base` without its spaces, but for those between digits: two names are the same when their keys are. */
  readonly key: string;
  readonly words: readonly string[];
  /** `PROD`, `DEV`, `UAT2` ...; null when the name says none. */
  readonly environment: string | null;
  /** Sorted, each once. */
  readonly regions: readonly string[];
  /** Runs of digits without leading zeros (versions, numbers), sorted. */
  readonly numbers: readonly string[];
}

interface Word {
  readonly text: string;
  /** Is it set off from the next word by more than a space or a change of case? */
  readonly isSetOff: boolean;
}

/**
 * The name in normal form: NFKC, lower case, camelCase and separators become single spaces, `&` becomes `and`.
 *
 * The environment is taken out into a field of its own (C16). At the end of a name it counts however it is written
 * (`Orders-PROD`, `OrdersDEV`, `Orders (UAT) EU 2`: regions and numbers may follow). At the beginning it counts only when
 * set off by more than a space: `DEV-Orders` is a variant of Orders, but `Test Management` and `QA Dashboard` are what they
 * say. A name that is nothing but an environment keeps it.
 */
export function readName(name: string, settings: Vocabulary): ReadName {
  const all = joinPairs(splitWords(name));
  const at = environmentAt(all, settings);
  const words = all.filter((_, index) => index !== at).map(({ text }) => text);
  const base = words.length > 0 ? words.join(' ') : name.normalize('NFKC').trim().toLowerCase();
  return {
    base,
    key: base.replace(/(?<!\d) | (?!\d)/g, ''),
    words,
    environment: at === -1 ? null : environmentOf(all[at]?.text ?? '', settings),
    regions: [...new Set(words.flatMap((word) => regionOf(word, settings) ?? []))].toSorted(),
    numbers: (base.match(/\d+/g) ?? []).map((digits) => digits.replace(/^0+(?=\d)/, '')).toSorted(),
  };
}

function splitWords(name: string): Word[] {
  const text = name.normalize('NFKC').replaceAll('&', ' and ');
  return [...text.matchAll(/([\p{L}\p{M}\p{N}+#]+)([^\p{L}\p{M}\p{N}+#]*)/gu)].flatMap(
    ([, chunk = '', after = '']) => {
      const parts = chunk
        .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
        .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
        .toLowerCase()
        .split(' ');
      return parts.map((part, index) => ({
        text: part,
        isSetOff: index === parts.length - 1 && after.trim() !== '',
      }));
    },
  );
}

/** `pre-prod` and `Non Production` are one word each. */
function joinPairs(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last && /^(pre|non)$/.test(last.text) && /^(prod|prd|production)\d*$/.test(word.text)) {
      joined[joined.length - 1] = { text: last.text + word.text, isSetOff: word.isSetOff };
    } else joined.push(word);
  }
  return joined;
}

type Vocabulary = Pick<MatchSettings, 'environments' | 'regions'>;

/** Position of the environment word, -1 when there is none. */
function environmentAt(words: readonly Word[], settings: Vocabulary): number {
  if (words.length < 2) return -1;
  const isAside = ({ text }: Word): boolean => regionOf(text, settings) !== null || /^v?\d+$/.test(text);
  const last = words.findLastIndex((word) => !isAside(word));
  if (last > 0 && environmentOf(words[last]?.text ?? '', settings)) return last;

  const first = words.findIndex((word) => !isAside(word));
  const word = words[first];
  return word?.isSetOff && environmentOf(word.text, settings) ? first : -1;
}

function environmentOf(word: string, settings: Vocabulary): string | null {
  const [, letters = '', digits = ''] = /^([a-z]+)(\d{0,2})$/.exec(word) ?? [];
  const name = Object.hasOwn(settings.environments, letters) ? settings.environments[letters] : undefined;
  return name ? name + digits.replace(/^0+/, '') : null;
}

function regionOf(word: string, settings: Vocabulary): string | null {
  return Object.hasOwn(settings.regions, word) ? (settings.regions[word] ?? null) : null;
}
