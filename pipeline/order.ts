import type { StageStatus } from './run.ts';
import { stage, stageIds, stages, type StageId } from './stages.ts';

const ended: ReadonlySet<StageStatus> = new Set(['succeeded', 'failed', 'blocked', 'skipped']);

/** What the walker should do with a stage now. */
export type Decision = 'wait' | 'start' | 'block' | 'skip';

/**
 * What may happen to a stage, given how the others stand. A stage that the order leaves out counts as succeeded, since its last
 * good result is in the database; those behind it then wait for the ones before it, so that two stages that must not overlap
 * never do (C57), whatever was left out between them.
 */
export function decide(
  id: StageId,
  statuses: Readonly<Record<StageId, StageStatus>>,
  only?: readonly StageId[],
): Decision {
  if (only && !only.includes(id)) return 'skip';
  const before = stagesBefore(id, only);
  if (!before.every((other) => ended.has(statuses[other]))) return 'wait';

  const rule = stage(id).runs;
  const broken = before.filter((other) => statuses[other] === 'failed' || statuses[other] === 'blocked');
  if (rule === 'always' || broken.length === 0) return 'start';
  if (rule === 'when-all-ended' && broken.every((other) => !stages[other].critical)) return 'start';
  return 'block';
}

/** The stages that `id` waits for in an order of `only` these; a stage that is left out is replaced by those before it. */
export function stagesBefore(id: StageId, only?: readonly StageId[]): StageId[] {
  const direct = stage(id).after.flatMap((other) =>
    !only || only.includes(other) ? [other] : stagesBefore(other, only),
  );
  return [...new Set(direct)];
}

/**
 * Stages in an order in which each one stands behind all that it needs.
 *
 * @throws Error that names the stages of a cycle.
 */
export function readingOrder(
  table: Readonly<Record<string, { readonly after: readonly string[] }>>,
): string[] {
  const sorted: string[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id))
      throw new Error(`Stages wait for each other: ${[...path.slice(path.indexOf(id)), id].join(' -> ')}`);
    if (sorted.includes(id)) return;
    for (const other of table[id]?.after ?? []) visit(other, [...path, id]);
    sorted.push(id);
  };
  for (const id of Object.keys(table)) visit(id, []);
  return sorted;
}

/** Is `id` one of the stages? For words that people type. */
export function isStageId(id: string): id is StageId {
  return (stageIds as readonly string[]).includes(id);
}
