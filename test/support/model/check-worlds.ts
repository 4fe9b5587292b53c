import fc from 'fast-check';
import { anyWorld } from './draw-world.ts';
import { play, type Ledger } from './ledger.ts';
import type { World } from './world.ts';

/** A world with what became of it, and a number by which a test may choose something. */
export interface Played {
  readonly world: World;
  /** After the first run, and after every step. */
  readonly ledgers: readonly Ledger[];
  readonly last: Ledger;
  readonly turn: number;
}

export type Invariant = (played: Played) => boolean;

const seed = 20250701;
const thorough = { seed, numRuns: 10_000 };
const drawn: [fc.Arbitrary<World>, fc.Arbitrary<number>] = [anyWorld, fc.nat(40)];

/**
 * Says of each invariant whether it holds in 10,000 worlds, all of them looking at the same ones: to play a world takes longer
 * than to look at it. One that does not hold is asked again alone, so that its counterexample shrinks.
 */
export function checkWorlds(invariants: Readonly<Record<string, Invariant>>): {
  readonly expectToHold: (name: string) => void;
} {
  let broken: Set<string> | undefined;
  const look = (): Set<string> => {
    const found = new Set<string>();
    fc.assert(
      fc.property(...drawn, (world, turn) => {
        const played = playedOf(world, turn);
        for (const [name, holds] of Object.entries(invariants))
          if (!found.has(name) && !isHeld(holds, played)) found.add(name);
      }),
      thorough,
    );
    return found;
  };
  return {
    expectToHold(name) {
      broken ??= look();
      const holds = invariants[name];
      if (!holds) throw new Error(`There is no invariant "${name}".`);
      if (broken.has(name))
        fc.assert(
          fc.property(...drawn, (world, turn) => holds(playedOf(world, turn))),
          { ...thorough, verbose: true },
        );
    },
  };
}

function playedOf(world: World, turn: number): Played {
  const ledgers = play(world);
  const last = ledgers.at(-1);
  if (!last) throw new Error('A world is played at least once.');
  return { world, ledgers, last, turn };
}

function isHeld(holds: Invariant, played: Played): boolean {
  try {
    return holds(played);
  } catch {
    return false;
  }
}
