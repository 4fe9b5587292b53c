import fc from 'fast-check';
import type { BlendPart, NamedReceiver, SendingRule } from '../../../domain/allocate/allocation.ts';
import { fromCents } from '../../../domain/money.ts';
import type { Sector } from './world.ts';

/** A rule in numbers, which shrink; `makeRules` makes a rule of it. */
const drawnRule = fc.record({
  method: fc.constantFrom('units', 'equal', 'cost', 'fixed', 'blend', 'fixed blend', 'keep central'),
  /** Positions of the sectors that it names; none means that active sectors receive. */
  named: fc.array(fc.nat(3), { maxLength: 3 }),
  isFallbackEqual: fc.boolean(),
  isLate: fc.boolean(),
});

/** One for each way to find senders. */
export const drawnRules = fc.record({
  PLATFORM: fc.option(drawnRule, { freq: 2 }),
  SHARED: fc.option(drawnRule, { freq: 2 }),
  OVERAGE: fc.option(drawnRule, { freq: 2 }),
  sector: fc.option(drawnRule, { freq: 2 }),
  everybody: fc.option(drawnRule, { freq: 2 }),
});

type Drawn = typeof drawnRule extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * Rules that may be saved together: only ordinary sectors are named, and `relay`, which passes on in step 2 what it received, by
 * rules of step 1 only.
 */
export function makeRules(
  drawn: typeof drawnRules extends fc.Arbitrary<infer Value> ? Value : never,
  ordinary: readonly Sector[],
  relay: Sector,
): SendingRule[] {
  const named = [
    { ...at('PLATFORM'), drawn: drawn.PLATFORM },
    { ...at('SHARED'), drawn: drawn.SHARED },
    { ...at('OVERAGE'), drawn: drawn.OVERAGE },
    { ...at(null), senderSectorId: relay.sectorId, senderSectorName: relay.name, drawn: drawn.sector },
    { ...at(null), drawn: drawn.everybody },
  ];
  return named.flatMap(({ drawn: one, ...sender }, index) => {
    if (!one) return [];
    const step = sender.senderSectorId !== null ? 2 : one.isLate && sender.hCodePattern !== null ? 3 : 1;
    const mayName = step === 1 ? [...ordinary, relay] : ordinary;
    return [
      {
        ...sender,
        ...contentOf(one, mayName),
        ruleId: index + 1,
        ruleName: `rule-${index + 1}`,
        version: 1,
        priority: index + 1,
        step,
      },
    ];
  });
}

const at = (hCodePattern: string | null) => ({
  hCodePattern,
  senderSectorId: null as number | null,
  senderSectorName: null as string | null,
});

const noDriver = { driver: 'units', driverCapabilityId: null, driverTable: null } as const;

function contentOf(
  { method, named, isFallbackEqual }: Drawn,
  sectors: readonly Sector[],
): Pick<
  SendingRule,
  'method' | 'driver' | 'driverCapabilityId' | 'driverTable' | 'parts' | 'receivers' | 'fallback'
> {
  const fallback = isFallbackEqual ? 'equal' : 'unallocated';
  const receivers = namedOf(named, sectors);
  const of = (how: SendingRule['method'], more: Partial<SendingRule> = {}) =>
    ({ ...noDriver, parts: [], receivers, fallback, method: how, ...more }) as const;
  switch (method) {
    case 'equal':
      return of('equal');
    case 'cost':
      return of('proportional_usage', { driver: 'cost' });
    case 'fixed':
      return of('fixed', { receivers: percents(receivers, sectors) });
    case 'blend':
      return of('blend', { parts: [part('0.4', 'proportional_usage'), part('0.6', 'equal')] });
    case 'fixed blend':
      return of('blend', {
        parts: [part('0.7', 'fixed'), { ...part('0.3', 'proportional_usage'), driver: 'cost' }],
        receivers: percents(receivers, sectors),
      });
    case 'keep central':
      return of('keep_central', { receivers: [] });
    case 'units':
      return of('proportional_usage');
  }
}

const part = (weight: string, method: BlendPart['method']): BlendPart => ({ ...noDriver, weight, method });

function namedOf(picks: readonly number[], sectors: readonly Sector[]): NamedReceiver[] {
  return [...new Set(picks.map((pick) => sectors[pick % sectors.length]))].flatMap((sector) =>
    sector ? [{ sectorId: sector.sectorId, sectorName: sector.name, percent: null }] : [],
  );
}

/** 100 percent in parts that do not come out even. */
function percents(receivers: readonly NamedReceiver[], sectors: readonly Sector[]): NamedReceiver[] {
  const named = receivers.length > 0 ? receivers : namedOf([0], sectors);
  const share = 10_000 / named.length;
  return named.map((one, index) => ({
    ...one,
    percent: fromCents(
      BigInt(index === 0 ? 10_000 - Math.floor(share) * (named.length - 1) : Math.floor(share)),
    ),
  }));
}
