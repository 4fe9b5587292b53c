import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  correctRanges,
  daysWithoutOwner,
  type Correction,
  type OwnedRange,
  type Owner,
} from '../../../../domain/ownership/correct-ranges.ts';
import { addDays } from '../../../../pipeline/days.ts';

const horizon = 61;
const days = Array.from({ length: horizon }, (_, offset) => addDays('2025-01-01', offset));
const day = (offset: number): string => days[offset] ?? '';

const ownerOf = (sectorId: number, hCode: string | null = null): Owner => ({
  sectorId,
  ownerId: null,
  architectureId: null,
  hCode,
  costCenter: null,
});

/** Ranges without overlap, with gaps here and there; the last one may be open. */
const ranges = fc
  .array(
    fc.record({
      gap: fc.nat(2),
      length: fc.integer({ min: 1, max: 6 }),
      sectorId: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 5 },
  )
  .chain((parts) => fc.tuple(fc.constant(parts), fc.boolean()))
  .map(([parts, isOpen]) => {
    let at = 0;
    return parts.map(({ gap, length, sectorId }, index): OwnedRange => {
      const from = at + gap;
      at = from + length;
      const to = isOpen && index === parts.length - 1 ? null : day(at);
      return { id: index + 1, from: day(from), to, ...ownerOf(sectorId, `H${index}`) };
    });
  });

const corrections = fc
  .record({ from: fc.nat(40), length: fc.option(fc.integer({ min: 1, max: 20 })), sectorId: fc.constant(9) })
  .map(({ from, length, sectorId }): Correction => ({
    from: day(from),
    to: length === null ? null : day(from + length),
    owner: { sectorId },
  }));

type Stored = Omit<OwnedRange, 'id'>;

/** The ranges as they stand after the changes. */
function applied(before: readonly OwnedRange[], correction: Correction): Stored[] {
  const { removed, cut, copied, corrected } = correctRanges(before, correction);
  const kept = before
    .filter(({ id }) => !removed.includes(id))
    .map((range) => ({ ...range, ...cut.find(({ id }) => id === range.id) }));
  const copies = copied.map(
    ({ id, from, to }) => ({ ...before.find((range) => range.id === id), from, to }) as Stored,
  );
  return [...kept, ...copies, ...corrected];
}

/** Who owns each day, as `sector/H-code`; nobody is empty, and two owners show. */
function calendar(all: readonly Omit<Stored, 'id'>[]): string[] {
  return days.map((on) =>
    all
      .filter((range) => covers(range, on))
      .map(({ sectorId, hCode }) => `${sectorId}/${hCode ?? ''}`)
      .join(' and '),
  );
}

const covers = ({ from, to }: { from: string; to: string | null }, on: string): boolean =>
  from <= on && (to === null || on < to);

describe('a correction of ownership', () => {
  test('R18: days inside belong to the new sector, days outside keep their owner, and no day has two', () => {
    fc.assert(
      fc.property(ranges, corrections, (before, correction) => {
        const was = calendar(before);
        const expected = days.map((on, index) =>
          covers(correction, on) ? `9/${was[index]?.split('/')[1] ?? ''}` : was[index],
        );
        expect(calendar(applied(before, correction)).join()).toBe(expected.join());
      }),
      { numRuns: 10_000 },
    );
  });

  test('R18: a correction said twice changes nothing the second time', () => {
    fc.assert(
      fc.property(ranges, corrections, (before, correction) => {
        const once = applied(before, correction).map((range, index) => ({ ...range, id: index + 1 }));
        expect(calendar(applied(once, correction)).join()).toBe(calendar(once).join());
      }),
      { numRuns: 10_000 },
    );
  });

  test('what is not said stays as it was on each day, and equal neighbors are one range', () => {
    const before: OwnedRange[] = [
      { id: 1, from: '2025-01-01', to: '2025-02-01', ...ownerOf(1, 'H-1') },
      { id: 2, from: '2025-02-01', to: null, ...ownerOf(2, 'H-2') },
    ];
    const window = { from: '2025-01-10', to: null };

    expect(correctRanges(before, { ...window, owner: { sectorId: 3 } }).corrected).toEqual([
      { from: '2025-01-10', to: '2025-02-01', ...ownerOf(3, 'H-1') },
      { from: '2025-02-01', to: null, ...ownerOf(3, 'H-2') },
    ]);
    expect(correctRanges(before, { ...window, owner: { sectorId: 3, hCode: 'H-3' } }).corrected).toEqual([
      { from: '2025-01-10', to: null, ...ownerOf(3, 'H-3') },
    ]);
  });
});

describe('days without an owner', () => {
  test('are exactly those from the day on that no range covers', () => {
    fc.assert(
      fc.property(ranges, fc.nat(50), (before, from) => {
        const was = calendar(before);
        const gaps = daysWithoutOwner(before, day(from));
        const found = days.filter((on) => gaps.some((gap) => covers(gap, on)));
        expect(found.join()).toBe(days.filter((_, index) => index >= from && was[index] === '').join());
      }),
      { numRuns: 10_000 },
    );
  });
});
