import fc from 'fast-check';
import {
  drawnWorld,
  early,
  makeWorld,
  ownerParts,
  priceParts,
  usageParts,
  type DrawnWorld,
} from './draw-world.ts';
import type { World } from './world.ts';

type DrawnSteps = DrawnWorld['steps'];

/** What comes after the close of the first month: usage, then a price and an owner as the second one closes, then usage of both. */
const drawnEvents = fc.record({
  first: fc.record({ ...usageParts, day: early }),
  price: fc.record({ ...priceParts, from: fc.constantFrom(0, 1) }),
  owner: fc.record({ ...ownerParts, from: fc.constantFrom(0, 1) }),
  /** A month without any cost is never closed, so that each has some. */
  sure: fc.tuple(
    ...[0, 3, 6].map((day) =>
      fc.record({ ...usageParts, day: fc.constant(day), units: fc.integer({ min: 1, max: 60_000 }) }),
    ),
  ),
  later: fc.array(fc.record({ ...usageParts, day: early }), { minLength: 2, maxLength: 4 }),
});

/** A world of three months, two of which close, with everything that may come late, and a last run in which nothing does. */
export const eventfulWorld: fc.Arbitrary<World> = fc
  .tuple(drawnWorld, drawnEvents)
  .map(([drawn, { first, price, owner, later, sure }]) => {
    const steps: DrawnSteps = [
      { changes: [], closes: 0 },
      { changes: [{ kind: 'usage', drawn: first }], closes: null },
      {
        changes: [
          { kind: 'price', drawn: price },
          { kind: 'owner', drawn: owner },
        ],
        closes: 0,
      },
      { changes: later.map((usage) => ({ kind: 'usage', drawn: usage })), closes: null },
      { changes: [{ kind: 'owner', drawn: { ...owner, sector: owner.sector + 1, to: null } }], closes: null },
      { changes: [], closes: null },
    ];
    return makeWorld({ ...drawn, usage: [...drawn.usage, ...sure], months: 3, daysPerMonth: 3, steps });
  });
