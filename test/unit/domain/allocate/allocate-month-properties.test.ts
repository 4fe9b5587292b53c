import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allocateMonth, type MonthQuestion } from '../../../../domain/allocate/allocate-month.ts';
import type { AllocationLine, DraftLine, SendingRule } from '../../../../domain/allocate/allocation.ts';
import { stepConflicts } from '../../../../domain/allocate/check-steps.ts';
import { judgeSenders } from '../../../../domain/allocate/find-senders.ts';
import { defaultSharedServices } from '../../../../domain/allocate/h-code.ts';
import { groupBy } from '../../../../domain/group-by.ts';
import { fromCents, toCents } from '../../../../domain/money.ts';
import { asText, documentBlend, draftLine, named, part, ruleWith, sumOf } from './rules.ts';

const thorough = { seed: 20251201, numRuns: 10_000 };

const cents = fc.bigInt({ min: -500_000n, max: 5_000_000n });
const units = fc.nat({ max: 90_000 }).map((hundredths) => fromCents(BigInt(hundredths)));
const line: fc.Arbitrary<DraftLine> = fc
  .record({
    appId: fc.integer({ min: 1, max: 9 }),
    sectorId: fc.constantFrom(1, 2, 3, 4, 5, 6, 90),
    capabilityId: fc.constantFrom(1, 2),
    hCode: fc.constantFrom('', 'H-1', 'PLATFORM-1', 'SHARED', 'X-GLOBAL', 'OVERAGE', 'IDLE'),
    units,
    cents,
  })
  // Idle licenses are nobody's: they only stand in a bucket.
  .map(({ cents: amount, ...rest }) =>
    draftLine({ ...rest, ...(rest.hCode === 'IDLE' && { sectorId: 90 }), amount: fromCents(amount) }),
  );
const draft = fc.uniqueArray(line, {
  maxLength: 16,
  selector: ({ appId, sectorId, capabilityId, hCode }) => `${appId}/${sectorId}/${capabilityId}/${hCode}`,
});

const receivers = fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6), { minLength: 1, maxLength: 4 });
const method = fc.oneof(
  fc.constantFrom({ method: 'equal' } as const, { method: 'keep_central' } as const, documentBlend),
  fc.record({
    method: fc.constant('proportional_usage' as const),
    driver: fc.constantFrom('units', 'cost', 'nodes', 'table'),
    driverTable: fc.constant('seats'),
    receivers: fc.oneof(
      fc.constant([]),
      receivers.map((ids) => ids.map((id) => named(id))),
    ),
  }),
  fc.tuple(receivers, fc.boolean()).map(([ids, isBlend]) => {
    const [first = 1, ...rest] = ids;
    const percents = [named(first, String(100 - rest.length * 7)), ...rest.map((id) => named(id, '7'))];
    const parts = [part('0.5', 'fixed'), part('0.3', 'equal'), part('0.2', 'proportional_usage', 'cost')];
    return isBlend
      ? ({ method: 'blend', parts, receivers: percents } as const)
      : ({ method: 'fixed', receivers: percents } as const);
  }),
);
const fallback = fc.constantFrom('equal' as const, 'unallocated' as const);
const step = fc.integer({ min: 1, max: 4 });
const who = fc.constantFrom(
  { hCodePattern: 'PLATFORM' },
  { hCodePattern: 'SHARED' },
  { hCodePattern: 'IDLE' },
  { senderSectorId: 5, senderSectorName: 'sector 5' },
  { senderSectorId: 6, senderSectorName: 'sector 6' },
  {},
);
const rules: fc.Arbitrary<SendingRule[]> = fc
  .array(fc.tuple(who, method, fallback, step), { maxLength: 5 })
  .map((drawn) =>
    drawn.map(([sender, how, otherwise, at], index) =>
      ruleWith({ ruleId: index + 1, ...how, ...sender, fallback: otherwise, step: at }),
    ),
  );
const question: fc.Arbitrary<MonthQuestion> = fc
  .record({ draft, rules, nodes: fc.array(fc.tuple(receivers, units), { maxLength: 3 }) })
  .map(({ draft: lines, rules: inForce, nodes }) => ({
    month: '2025-07-01',
    senders: lines,
    receiversFrom: lines,
    rules: inForce,
    shared: defaultSharedServices,
    drivers: nodes.flatMap(([ids, quantity]) =>
      ids.map((sectorId) => ({
        driver: 'nodes' as const,
        driverTable: null,
        sectorId,
        sectorName: `sector ${sectorId}`,
        hCode: '',
        quantity,
        unit: 'node days',
      })),
    ),
  }));

const total = (lines: readonly DraftLine[]): bigint =>
  lines.reduce((sum, { amount }) => sum + toCents(amount), 0n);

/** The lines that only pass through: their receiver has a rule that comes later. */
function passingThrough(
  { rules, shared }: MonthQuestion,
  lines: readonly AllocationLine[],
): AllocationLine[] {
  const judge = judgeSenders(rules, shared);
  return lines.filter(({ sectorId, step: at }) => {
    const rule =
      sectorId === null ? null : judge.ruleOfReceived({ sectorId, sectorName: `sector ${sectorId}` });
    return rule !== null && rule.step > at;
  });
}

const sentBy = ({ senders, rules, shared }: MonthQuestion): DraftLine[] => {
  const judge = judgeSenders(rules, shared);
  return senders.filter((one) => judge.ruleOf(one) !== undefined);
};

describe('whatever the cost and the rules', () => {
  test('R25: nothing vanishes: what reaches its last receiver is what shared services cost', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { lines, sentCents } = allocateMonth(asked);
        const cost = total(sentBy(asked));
        return sentCents === cost && sumOf(lines) - sumOf(passingThrough(asked, lines)) === cost;
      }),
      thorough,
    );
  });

  test('R26: every sector is relieved of exactly what its services cost and what it only passes on', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { lines } = allocateMonth(asked);
        const passed = passingThrough(asked, lines);
        return [1, 2, 3, 4, 5, 6, 90].every((sectorId) => {
          const cost = total(sentBy(asked).filter((one) => one.sectorId === sectorId));
          const received = sumOf(passed.filter((one) => one.sectorId === sectorId));
          return sumOf(lines.filter((one) => one.senderSectorId === sectorId)) === cost + received;
        });
      }),
      thorough,
    );
  });

  test('R3: the lines of a sender sum to its total, and R27: say so; their ratios sum to one', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const senders = groupBy(
          allocateMonth(asked).lines,
          ({ appId, senderSectorId, capabilityId, ruleId }) =>
            `${appId}/${senderSectorId}/${capabilityId}/${ruleId ?? ''}`,
        );
        return [...senders.values()].every((lines) => {
          const ratios = lines.reduce((sum, { ratio }) => sum + BigInt(ratio.replace('.', '')), 0n);
          const off = ratios - 10n ** 10n;
          return (
            lines.every(({ senderTotalCents }) => senderTotalCents === sumOf(lines)) &&
            (off < 0n ? -off : off) <= BigInt(lines.length)
          );
        });
      }),
      thorough,
    );
  });

  test('R24: step-down conserves every application and capability by itself', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { lines } = allocateMonth(asked);
        const ends = new Map<string, bigint>();
        const add = (appId: number, capabilityId: number, amount: bigint): void => {
          const key = `${appId}/${capabilityId}`;
          ends.set(key, (ends.get(key) ?? 0n) + amount);
        };
        for (const one of lines) add(one.appId, one.capabilityId, one.cents);
        for (const one of passingThrough(asked, lines)) add(one.appId, one.capabilityId, -one.cents);
        for (const one of sentBy(asked)) add(one.appId, one.capabilityId, -toCents(one.amount));
        return [...ends.values()].every((left) => left === 0n);
      }),
      thorough,
    );
  });

  test('R24: with rules that may be saved, a sector that sends ends with nothing: all of it goes on', () => {
    let looked = 0;
    fc.assert(
      fc.property(question, (asked) => {
        if (stepConflicts(asked.rules, asked.shared).length > 0) return true;
        const { lines } = allocateMonth(asked);
        return [5, 6].every((sectorId) => {
          const isSender = asked.rules.some((rule) => rule.senderSectorId === sectorId);
          const received = lines.filter((one) => one.sectorId === sectorId);
          if (!isSender || received.length === 0) return true;
          looked += 1;
          const own = asked.senders.filter((one) => one.sectorId === sectorId);
          const sent = sumOf(lines.filter((one) => one.senderSectorId === sectorId));
          return sent === total(own) + sumOf(received);
        });
      }),
      thorough,
    );
    expect(looked).toBeGreaterThan(100);
  });

  test('R3: the order of cost, rules and receivers changes nothing', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const turned: MonthQuestion = {
          ...asked,
          senders: asked.senders.toReversed(),
          receiversFrom: asked.receiversFrom.toReversed(),
          drivers: asked.drivers.toReversed(),
          rules: asked.rules
            .map((rule) => ({ ...rule, receivers: rule.receivers.toReversed() }))
            .toReversed(),
        };
        return asText(allocateMonth(turned).lines) === asText(allocateMonth(asked).lines);
      }),
      thorough,
    );
  });

  test('R3: credits are the mirror of charges', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const credit = asked.senders.map((one) => ({ ...one, amount: fromCents(-toCents(one.amount)) }));
        const mirrored = allocateMonth({ ...asked, senders: credit }).lines;
        const { lines } = allocateMonth(asked);
        return (
          lines.length === mirrored.length &&
          lines.every(({ cents: amount }, at) => mirrored[at]?.cents === -amount)
        );
      }),
      thorough,
    );
  });
});
