import { keyOf, type World } from './world.ts';

/** The same company with its applications numbered otherwise, and with usage and rules in another order. */
export function permuted(
  world: World,
  turn: number,
): { readonly turned: World; readonly idBefore: (appId: number) => number } {
  const order = reordered(
    world.apps.map((_, index) => index + 1),
    turn,
  );
  const idOf = (appId: number): number => order.indexOf(appId) + 1;
  return {
    idBefore: (appId) => order[appId - 1] ?? appId,
    turned: {
      ...world,
      apps: order.map((appId) => world.apps[appId - 1] ?? ''),
      owners: order.map((appId) => world.owners[appId - 1] ?? []),
      usage: reordered(lastWords(world.usage), turn).map((row) => ({ ...row, appId: idOf(row.appId) })),
      rules: reordered(world.rules, turn).map((rule) => ({
        ...rule,
        receivers: rule.receivers.toReversed(),
      })),
      steps: world.steps.map((step) => ({
        ...step,
        changes: step.changes.map((change) => {
          if (change.kind === 'usage')
            return { ...change, row: { ...change.row, appId: idOf(change.row.appId) } };
          return change.kind === 'owner' ? { ...change, appId: idOf(change.appId) } : change;
        }),
      })),
    },
  };
}

/** Of rows that speak of the same application, metric and day only the last one counts; which that is depends on their order. */
function lastWords(rows: World['usage']): World['usage'] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

/** Begins somewhere else, and with an odd turn goes backward. */
function reordered<Value>(values: readonly Value[], turn: number): Value[] {
  const at = values.length === 0 ? 0 : turn % values.length;
  const begun = [...values.slice(at), ...values.slice(0, at)];
  return turn % 2 === 0 ? begun : begun.toReversed();
}
