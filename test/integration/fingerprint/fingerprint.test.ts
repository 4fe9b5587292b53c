import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stageIds } from '../../../pipeline/stages.ts';
import { readFingerprint, type Fingerprint } from '../../../repositories/fingerprint.ts';
import { openStageBench, type StageBench } from '../../support/stages.ts';

const date = '2025-10-29';
const whole = { date, from: '2025-07-30', to: '2025-10-28' };

describe('the fingerprint of a warehouse', () => {
  let bench: StageBench;
  let first: Fingerprint;

  beforeAll(async () => {
    bench = await openStageBench('fingerprint', 'design');
    await bench.run(await bench.openRun(whole), ...stageIds);
    first = await readFingerprint(bench.database);
  }, 60_000);

  afterAll(() => bench.close());

  test('is the same after a second run of the same date', async () => {
    await bench.run(await bench.openRun(whole), ...stageIds);

    expect(await readFingerprint(bench.database)).toEqual(first);
  });

  test('is the same when the days are loaded in two halves that end on the same date, the later half first', async () => {
    const other = await openStageBench('fingerprint_halves', 'design');
    try {
      await other.run(await other.openRun({ date, from: '2025-09-14', to: '2025-10-28' }), ...stageIds);
      expect((await readFingerprint(other.database)).all).not.toBe(first.all);
      await other.run(await other.openRun({ date, from: '2025-07-30', to: '2025-09-13' }), ...stageIds);

      expect(await readFingerprint(other.database)).toEqual(first);
    } finally {
      await other.close();
    }
  }, 60_000);

  test.each([
    ['license_usage_fact', 'update license_usage_fact set node_count = node_count + 1 where usage_id = 1'],
    ['application_links', `update application_links set valid_from = valid_from + 1 where link_id = 1`],
    ['sectors_dim', `update sectors_dim set is_chargeable = false where sector_name = 'Snacks'`],
    [
      'forecast_fact',
      'update forecast_fact set upper_units = upper_units + 1 where forecast_id = (select max(forecast_id) from forecast_fact)',
    ],
  ])('tells that %s says something else, and which other tables do not', async (table, change) => {
    const before = await readFingerprint(bench.database);
    await bench.database.run('changing business content', change);
    const after = await readFingerprint(bench.database);

    const changed = Object.keys(after.tables).filter((name) => after.tables[name] !== before.tables[name]);
    expect(changed).toEqual([table]);
    expect(after.all).not.toBe(before.all);
  });

  test('does not hear of logs, run ids and clock times', async () => {
    const before = await readFingerprint(bench.database);
    await bench.database.run(
      'moving a clock',
      'update applications_dim set updated_at = now(), run_id = null',
    );
    await bench.database.run('emptying a log', 'truncate rejected_rows, raw_source_answers');

    expect(await readFingerprint(bench.database)).toEqual(before);
  });
});
