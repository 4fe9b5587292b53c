/** That one application is a continuation of another: merged into it, or split off. */
export interface Continuation {
  readonly appId: number;
  readonly otherAppId: number;
}

/**
 * The family of an application: the same number for all that continue each other, directly or over several changes. An
 * application without such a change is its own family.
 */
export function applicationFamilies(continuations: readonly Continuation[]): (appId: number) => number {
  const parents = new Map<number, number>();
  const familyOf = (appId: number): number => {
    let root = appId;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    return root;
  };
  for (const { appId, otherAppId } of continuations) {
    const [one, other] = [familyOf(appId), familyOf(otherAppId)];
    if (one !== other) parents.set(Math.max(one, other), Math.min(one, other));
  }
  return familyOf;
}
