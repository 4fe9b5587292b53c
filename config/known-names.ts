import type { Environment } from './settings-group.ts';

/** Names that were probably meant to be ours: a letter or two from a known one, with the same first word. */
export function nearMisses(environment: Environment, known: readonly string[]): string[] {
  return unknownNames(environment, known).flatMap((name) => {
    const meant = known.find((other) => firstWord(other) === firstWord(name) && isTypingError(name, other));
    return meant ? [`${name} is unknown; did you mean ${meant}?`] : [];
  });
}

/** Names that begin like ours and mean nothing to us, one sentence each; other programs may use them. */
export function strangers(environment: Environment, known: readonly string[]): string[] {
  const ours = new Set(known.filter((name) => name.includes('_')).map(firstWord));
  return unknownNames(environment, known)
    .filter((name) => name.includes('_') && ours.has(firstWord(name)))
    .map((name) => `${name} is set, and no setting has this name.`);
}

function unknownNames(environment: Environment, known: readonly string[]): string[] {
  return Object.keys(environment).filter((name) => environment[name] !== undefined && !known.includes(name));
}

function firstWord(name: string): string {
  return name.split('_', 1)[0] ?? name;
}

/** One letter may be wrong, two in longer names, or two neighbors in each other's place. */
function isTypingError(name: string, other: string): boolean {
  return distance(name, other) <= (other.length < 10 ? 1 : 2) || isSwapped(name, other);
}

function isSwapped(name: string, other: string): boolean {
  const at = name.split('').findIndex((letter, index) => letter !== other[index]);
  const pair = name.slice(at, at + 2);
  return at >= 0 && `${name.slice(0, at)}${pair.charAt(1)}${pair.charAt(0)}${name.slice(at + 2)}` === other;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
