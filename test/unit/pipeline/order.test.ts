import { describe, expect, test } from '@jest/globals';
import { decide, isStageId, readingOrder, stagesBefore } from '../../../pipeline/order.ts';
import type { StageStatus } from '../../../pipeline/run.ts';
import { stageIds, stages, type StageId } from '../../../pipeline/stages.ts';

type Statuses = Record<StageId, StageStatus>;
const all = (status: StageStatus): Statuses =>
  Object.fromEntries(stageIds.map((id) => [id, status])) as Statuses;

/** Every choice of stages, the empty one left out. */
const choices = Array.from({ length: 2 ** stageIds.length - 1 }, (_, index) =>
  stageIds.filter((_id, bit) => ((index + 1) >> bit) & 1),
);

/** Which stages run side by side when each one lasts until nothing else can start. */
function wavesOf(only: readonly StageId[]): StageId[][] {
  const statuses = all('pending');
  const waves: StageId[][] = [];
  for (;;) {
    for (const id of stageIds) if (decide(id, statuses, only) === 'skip') statuses[id] = 'skipped';
    const wave = stageIds.filter(
      (id) => statuses[id] === 'pending' && decide(id, statuses, only) === 'start',
    );
    if (wave.length === 0) return waves;
    for (const id of wave) statuses[id] = 'succeeded';
    waves.push(wave);
  }
}

describe('the order of stages', () => {
  test('has no cycle, and the table stands in reading order', () => {
    expect(readingOrder(stages)).toEqual(stageIds);
  });

  test('names the stages of a cycle', () => {
    const table = { a: { after: ['c'] }, b: { after: ['a'] }, c: { after: ['b'] } };
    expect(() => readingOrder(table)).toThrow('Stages wait for each other: a -> c -> b -> a');
  });

  test('lets 1 and 2 overlap, and 4 and 5, and nothing else, whatever is left out', () => {
    const allowed = [
      ['servicenow', 'appdynamics'],
      ['forecast', 'allocate'],
    ].map(String);
    for (const only of choices) {
      const waves = wavesOf(only);
      expect(waves.flat().sort()).toEqual([...only].sort());
      for (const wave of waves) if (wave.length > 1) expect(allowed).toContain(String(wave));
    }
  });

  test('puts those before a stage that is left out in its place', () => {
    expect(stagesBefore('allocate', ['servicenow', 'allocate'])).toEqual(['servicenow']);
    expect(stagesBefore('validate', ['reconcile', 'validate'])).toEqual(['reconcile']);
    expect(stagesBefore('validate', ['validate'])).toEqual([]);
  });

  test('blocks money behind a failure, also across a stage that is left out', () => {
    const statuses: Statuses = {
      ...all('pending'),
      servicenow: 'failed',
      appdynamics: 'succeeded',
      reconcile: 'skipped',
    };
    expect(decide('allocate', statuses, ['servicenow', 'appdynamics', 'allocate'])).toBe('block');
  });

  test('refreshes views after a failed forecast, not after a failed allocation', () => {
    const before: Statuses = { ...all('succeeded'), 'refresh-views': 'pending', validate: 'pending' };
    expect(decide('refresh-views', { ...before, forecast: 'failed' })).toBe('start');
    expect(decide('refresh-views', { ...before, allocate: 'failed' })).toBe('block');
  });

  test('validates whatever happened, as soon as everything has ended', () => {
    const statuses: Statuses = { ...all('blocked'), servicenow: 'failed', validate: 'pending' };
    expect(decide('validate', statuses)).toBe('start');
    expect(decide('validate', { ...statuses, 'refresh-views': 'running' })).toBe('wait');
  });

  test('knows a stage by its id', () => {
    expect(isStageId('reconcile')).toBe(true);
    expect(isStageId('reconciliation')).toBe(false);
  });
});
