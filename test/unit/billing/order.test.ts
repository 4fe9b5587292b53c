import { describe, test } from '@jest/globals';
import { checkWorlds, type Invariant } from '../../support/model/check-worlds.ts';
import { costRows } from '../../support/model/cost-rows.ts';
import { learn } from '../../support/model/knowledge.ts';
import { linesOf, play, run, type Ledger } from '../../support/model/ledger.ts';
import { permuted } from '../../support/model/permute.ts';
import { billText, centsOf, textOf } from '../../support/model/sums.ts';

const invariants: Readonly<Record<string, Invariant>> = {
  'R3, R20: the order of applications, of usage rows and of rules changes nothing': ({
    world,
    last,
    turn,
  }) => {
    const { turned, idBefore } = permuted(world, turn);
    return textOf(linesOf(lastOf(play(turned))), idBefore) === textOf(linesOf(last));
  },

  'R19, R20: days loaded in two halves, with a run after each, give the bill of all days at once': ({
    world,
    ledgers,
    turn,
  }) => {
    const middle = world.days[turn % world.days.length] ?? '';
    const first = lastOf(play({ ...world, usage: world.usage.filter(({ day }) => day < middle), steps: [] }));
    const known = world.usage
      .filter(({ day }) => day >= middle)
      .reduce((so, row) => learn(so, { kind: 'usage', row }), first.known);
    return billText(run(world, { ...first, known })) === (ledgers[0] && billText(ledgers[0]));
  },

  'R2: the days of a month, split wherever, add up to what the month is charged': ({
    world,
    ledgers: [first],
    turn,
  }) => {
    const middle = world.days[turn % world.days.length] ?? '';
    return (first?.months ?? []).every(({ month, lines, contract }) => {
      const rows = first ? costRows(world, first.known, month) : [];
      const halves = [rows.filter(({ day }) => day < middle), rows.filter(({ day }) => day >= middle)];
      const ofContract = new Set(contract.map(({ appId }) => appId));
      const direct = lines.filter(({ cycle, appId }) => cycle === 'direct' && !ofContract.has(appId));
      return halves.reduce((sum, half) => sum + centsOf(half), 0n) === centsOf(direct);
    });
  },
};

const worlds = checkWorlds(invariants);

describe('in 10,000 worlds', () => {
  test.each(Object.keys(invariants))('%s', (name) => worlds.expectToHold(name));
});

function lastOf(ledgers: readonly Ledger[]): Ledger {
  const ledger = ledgers.at(-1);
  if (!ledger) throw new Error('A world is played at least once.');
  return ledger;
}
