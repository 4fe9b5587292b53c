import { describe, expect, test } from '@jest/globals';
import { groupBy } from '../../../domain/group-by.ts';
import { toCents } from '../../../domain/money.ts';
import { checkWorlds, type Invariant } from '../../support/model/check-worlds.ts';
import { costRows } from '../../support/model/cost-rows.ts';
import { linesOf, run, type Ledger } from '../../support/model/ledger.ts';
import { billText, centsBy, centsOf, countedCents, textOf } from '../../support/model/sums.ts';
import { valueOn } from '../../support/model/timeline.ts';
import { reserved, type World } from '../../support/model/world.ts';

/** How often the worlds held what a test is about: a proof over nothing would prove nothing. */
const seen = { adjustments: 0, laterAdjustments: 0, credits: 0, secondSteps: 0, closedMonths: 0 };

const invariants: Readonly<Record<string, Invariant>> = {
  'R1, R2, R18: the direct cost of every day is units x rate, added up over whatever sectors and buckets own it':
    ({ world, last }) => {
      const rows = world.months.flatMap((month) => costRows(world, last.known, month));
      const byDay = centsBy(rows, ({ day }) => day);
      return world.days.every((day) => (byDay.get(day) ?? 0n) === countedOn(last, day));
    },

  'R3, R14, R26: after every run sectors and buckets are charged what a month costs, difference 0, whenever it was booked':
    ({ world, ledgers }) =>
      ledgers.every((ledger) => {
        const charged = centsBy(linesOf(ledger), ({ chargeMonth }) => chargeMonth);
        seen.credits += [...charged.values()].filter((cents) => cents < 0n).length;
        return world.months.every(
          (month) =>
            (charged.get(month) ?? 0n) === countedIn(world, ledger, month) + contractCents(ledger, month),
        );
      }),

  'R3, R24, R27: in every step the lines of a sender add up to its total, and what senders give away is what is received':
    ({ last }) =>
      [...last.months, ...last.bookings].every(({ allocated, lines }) => {
        seen.secondSteps += allocated.filter(({ step }) => step > 1).length;
        const senders = groupBy(
          allocated,
          (one) => `${one.step}/${one.appId}/${one.senderSectorId}/${one.capabilityId}/${one.ruleId ?? ''}`,
        );
        return (
          centsOf(lines.filter(({ cycle }) => cycle !== 'direct')) === 0n &&
          [...senders.values()].every((same) => same.every((one) => one.senderTotalCents === centsOf(same)))
        );
      }),

  'R14: a closed month keeps every line that it was closed with, adjustments of earlier months among them': ({
    ledgers,
  }) =>
    ledgers.every((ledger, at) =>
      closedIn(ledger).every((month) => {
        seen.closedMonths += 1;
        return ledgers.slice(at + 1).every((later) => issued(later, month) === issued(ledger, month));
      }),
    ),

  'R14, R18: a closed month and its adjustments charge every application to whom it belongs by what is known now':
    ({ world, last }) => {
      const now = run(world, last);
      seen.laterAdjustments += now.bookings.filter(({ month }, at) =>
        now.bookings.some((other, index) => other.month === month && index < at),
      ).length;
      return closedIn(now).every((month) => {
        const adjusted = now.bookings.filter((one) => one.month === month);
        seen.adjustments += adjusted.length;
        return isSame(directCharged(now, month), directNow(world, now, month));
      });
    },

  'R20: the pipeline that runs twice changes nothing, adjustments included': ({ world, last }) => {
    const once = run(world, last);
    return billText(run(world, once)) === billText(once);
  },
};

const worlds = checkWorlds(invariants);

describe('in 10,000 worlds', () => {
  test.each(Object.keys(invariants))('%s', (name) => worlds.expectToHold(name));

  test('there was something to look at', () => {
    worlds.expectToHold(Object.keys(invariants)[0] ?? '');
    const rare = Object.entries(seen).filter(([, count]) => count < 30);
    expect(rare).toEqual([]);
  });
});

/** What all usage that is known costs on a day, counted without the arithmetic of the product. */
function countedOn({ known }: Ledger, day: string): bigint {
  return [...known.usage.values()]
    .filter((row) => row.day === day)
    .reduce((sum, row) => sum + countedCents(row.units, valueOn(known.prices[row.metric] ?? [], day)), 0n);
}

function countedIn(world: World, ledger: Ledger, month: string): bigint {
  const days = world.days.filter((day) => day.startsWith(month.slice(0, 7)));
  return days.reduce((sum, day) => sum + countedOn(ledger, day), 0n);
}

function contractCents({ months }: Ledger, month: string): bigint {
  const lines = months.find((one) => one.month === month)?.contract ?? [];
  return lines.reduce((sum, { amount }) => sum + toCents(amount), 0n);
}

/** Everything that is charged in a month. */
function issued({ months, bookings }: Ledger, month: string): string {
  return textOf([
    ...months.filter((one) => one.month === month).flatMap(({ lines }) => lines),
    ...bookings.filter(({ booking }) => booking === month).flatMap(({ lines }) => lines),
  ]);
}

function closedIn({ months }: Ledger): string[] {
  return months.filter(({ isClosed }) => isClosed).map(({ month }) => month);
}

/** What was charged directly for usage of the month, in whatever month. */
function directCharged(ledger: Ledger, month: string): Map<string, bigint> {
  const direct = linesOf(ledger).filter(
    ({ chargeMonth, cycle, appId }) =>
      chargeMonth === month && cycle === 'direct' && appId < reserved.overage,
  );
  return centsBy(direct, ({ appId, sectorId }) => `${appId}/${sectorId}`);
}

function directNow(world: World, { known }: Ledger, month: string): Map<string, bigint> {
  return centsBy(costRows(world, known, month), ({ appId, sectorId }) => `${appId}/${sectorId}`);
}

function isSame(left: Map<string, bigint>, right: Map<string, bigint>): boolean {
  return [...left.keys(), ...right.keys()].every((key) => (left.get(key) ?? 0n) === (right.get(key) ?? 0n));
}
