import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { RunReport, StageReport } from '../../../pipeline/run.ts';
import { stageIds } from '../../../pipeline/stages.ts';
import { createMeasures } from '../../../worker/measures.ts';
import { recordMeasures } from '../../../worker/record-measures.ts';
import { memoryMeter } from './memory-meter.ts';

const report: StageReport = { read: 5, written: 3, rejected: 2, warnings: [], facts: {} };
const closed: RunReport = { runId: 1, date: '2025-10-29', status: 'degraded', stages: [] };

const logger = new DefaultLogger('ERROR');

/** A worker that measures; every attempt takes two seconds of its clock. */
function stand() {
  const { meter, values, records } = memoryMeter();
  const ended: string[] = [];
  let now = 0;
  const measure = recordMeasures({
    measures: createMeasures(meter),
    clock: () => (now += 2_000),
    afterRun: () => ended.push('run'),
  });
  const perform = <Result>(activityType: string, attempt: number, work: () => Promise<Result>, input = {}) =>
    new MockActivityEnvironment({ activityType, attempt }, { interceptors: [measure], logger }).run(
      work,
      input,
    );
  const value = (name: string) => values.get(`appd_licensing_${name}`);
  return { perform, value, values, records, ended };
}

describe('the measures of a worker', () => {
  test('count a stage with its rows and its time, and leave its report as it is', async () => {
    const { perform, value, records } = stand();

    expect(await perform('servicenow', 1, async () => report)).toBe(report);

    expect(value('stage_attempts{outcome=succeeded,stage=servicenow}')).toBe(1);
    expect(value('rows_read{stage=servicenow}')).toBe(5);
    expect(value('rows_written{stage=servicenow}')).toBe(3);
    expect(value('rows_rejected{stage=servicenow}')).toBe(2);
    expect(value('stage_retries{stage=servicenow}')).toBe(0);
    expect([...records]).toEqual([
      ['appd_licensing_stage_duration{outcome=succeeded,stage=servicenow}', [2]],
    ]);
  });

  test.each([
    ['failed', ApplicationFailure.create({ message: 'no' })],
    ['cancelled', new CancelledFailure('asked to')],
  ])(
    'count an attempt that %s, pass its error on, and count the next attempt as a retry',
    async (outcome, error) => {
      const { perform, value } = stand();

      await expect(perform('allocate', 1, () => Promise.reject(error))).rejects.toBe(error);
      await perform('allocate', 2, async () => report);

      expect(value(`stage_attempts{outcome=${outcome},stage=allocate}`)).toBe(1);
      expect(value('stage_attempts{outcome=succeeded,stage=allocate}')).toBe(1);
      expect(value('stage_retries{stage=allocate}')).toBe(1);
    },
  );

  test('count a run by its status once its record is closed, and not when closing failed', async () => {
    const { perform, value, ended } = stand();

    await expect(perform('closeRun', 1, () => Promise.reject(new Error('down')), closed)).rejects.toThrow(
      'down',
    );
    expect([value('runs{status=degraded}'), ended]).toEqual([0, []]);

    await perform('closeRun', 2, async () => undefined, closed);
    expect([value('runs{status=degraded}'), ended]).toEqual([1, ['run']]);
  });

  test('begin at zero for every stage and status, so that no first event is lost', () => {
    const { values } = stand();

    expect(values.size).toBe(3 + stageIds.length * (3 + 4));
    expect([...values.values()].every((count) => count === 0)).toBe(true);
  });

  test('say nothing about a warehouse that holds nothing, and then what it holds', () => {
    const { meter, values } = memoryMeter();
    const measures = createMeasures(meter);
    const before = new Set(values.keys());

    measures.warehouseIs({ dataThrough: null, lastRuns: [] });
    expect(new Set(values.keys())).toEqual(before);

    measures.warehouseIs({ dataThrough: 1761696000, lastRuns: [{ status: 'failed', endedAt: 1761700000 }] });
    expect(values.get('appd_licensing_data_through_timestamp_seconds')).toBe(1761696000);
    expect(values.get('appd_licensing_last_run_timestamp_seconds{status=failed}')).toBe(1761700000);
  });
});
