import type { Decimal } from '../../../pipeline/run.ts';
import { setBetween, type Timeline } from './timeline.ts';
import { keyOf, type Change, type Owner, type UsageRow, type World } from './world.ts';

/** What is known at a moment: it changes, whatever was billed. */
export interface Knowledge {
  /** By key, as the source tells it last. */
  readonly usage: ReadonlyMap<string, UsageRow>;
  readonly prices: readonly Timeline<Decimal>[];
  readonly owners: readonly Timeline<Owner>[];
}

/** What a world knows before anything happens. */
export function knowledgeOf({ usage, prices, owners }: World): Knowledge {
  return usage
    .map((row): Change => ({ kind: 'usage', row }))
    .reduce(learn, { usage: new Map(), prices, owners });
}

/** What is known once a change is known too. */
export function learn(known: Knowledge, change: Change): Knowledge {
  if (change.kind === 'usage') {
    const usage = new Map(known.usage);
    if (Number(change.row.units) === 0) usage.delete(keyOf(change.row));
    else usage.set(keyOf(change.row), change.row);
    return { ...known, usage };
  }
  if (change.kind === 'price') {
    const set = setBetween(known.prices[change.metric] ?? [], change.days, change.rate);
    return { ...known, prices: known.prices.with(change.metric, set) };
  }
  const set = setBetween(known.owners[change.appId - 1] ?? [], change.days, change.owner);
  return { ...known, owners: known.owners.with(change.appId - 1, set) };
}
