import { byName, type Named } from './group-names.ts';

/**
 * The ids of the production variants: of each set of applications the one that names no environment, then PROD, then the
 * first by name. A set is what shares a service or, without service, a base name.
 */
export function findProduction(sets: Iterable<readonly Named[]>): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const set of sets) {
    const [first] = set.toSorted((a, b) => rank(a) - rank(b) || byName(a, b));
    if (first) ids.add(first.id);
  }
  return ids;
}

function rank({ read }: Named): number {
  if (read.environment === null) return 0;
  return /^PROD\d*$/.test(read.environment) ? 1 : 2;
}
