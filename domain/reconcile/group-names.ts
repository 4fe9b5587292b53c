import { groupBy } from '../group-by.ts';
import type { MatchSettings } from './match.ts';
import { readName, type ReadName } from './read-name.ts';

/** An application or a service, with its name taken apart. */
export interface Named {
  readonly id: number;
  readonly name: string;
  readonly read: ReadName;
}

/** All environment variants of one name. */
export interface NameGroup {
  readonly key: string;
  /** Stands for the group in comparisons: the first variant. */
  readonly read: ReadName;
  /** By name, then id. */
  readonly members: readonly Named[];
}

/** Names in an order that depends on nothing but themselves. */
export function byName(
  a: { readonly id: number; readonly name: string },
  b: { readonly id: number; readonly name: string },
): number {
  return compareText(a.name, b.name) || a.id - b.id;
}

/** By code units, so that no locale has a say. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The names collapsed to one group per base name (C14), by key. */
export function groupNames(
  items: readonly { readonly id: number; readonly name: string }[],
  settings: MatchSettings,
): ReadonlyMap<string, NameGroup> {
  const named = items.toSorted(byName).map((item) => ({ ...item, read: readName(item.name, settings) }));
  const sorted = [...groupBy(named, ({ read }) => read.key)].toSorted(([a], [b]) => compareText(a, b));
  return new Map(
    sorted.flatMap(([key, members]) => (members[0] ? [[key, { key, read: members[0].read, members }]] : [])),
  );
}
