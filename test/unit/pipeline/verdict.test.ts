import { describe, expect, test } from '@jest/globals';
import type { StageProgress, StageStatus } from '../../../pipeline/run.ts';
import { stage, stageIds, type StageId } from '../../../pipeline/stages.ts';
import { blockingFailures, complaint, verdict } from '../../../pipeline/verdict.ts';

function progress(change: Partial<Record<StageId, StageStatus>> = {}, blockingFailed = 0): StageProgress[] {
  return stageIds.map((id) => ({
    id,
    title: stage(id).title,
    status: change[id] ?? 'succeeded',
    startedAt: 0,
    endedAt: 1,
    report:
      id === 'validate'
        ? { read: 0, written: 0, rejected: 0, warnings: [], facts: { blockingFailed } }
        : null,
    error: change[id] === 'failed' ? 'StorageError: gone.' : null,
  }));
}

describe('the verdict on a run', () => {
  test('is success when every stage of the order succeeded, whatever was left out', () => {
    expect(verdict(progress())).toBe('succeeded');
    expect(verdict(progress({ servicenow: 'skipped', validate: 'skipped' }))).toBe('succeeded');
  });

  test.each(stageIds.map((id) => [id, stage(id).critical ? 'failed' : 'degraded'] as const))(
    'after a failed %s is %s',
    (id, expected) => {
      expect(verdict(progress({ [id]: 'failed' }))).toBe(expected);
    },
  );

  test('is failure when money was blocked or a blocking check failed', () => {
    expect(verdict(progress({ forecast: 'failed', allocate: 'blocked' }))).toBe('failed');
    expect(verdict(progress({}, 1))).toBe('failed');
    expect(blockingFailures(progress({}, 3))).toBe(3);
  });

  test('comes with one line on what failed, not on what was only blocked', () => {
    expect(complaint(progress())).toBeNull();
    expect(complaint(progress({ reconcile: 'failed', allocate: 'blocked' }, 2))).toBe(
      'Match applications: StorageError: gone. | 2 blocking check(s) failed; the validation report names the rows.',
    );
  });
});
