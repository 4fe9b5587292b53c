import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openCliStand, type CliStand } from './cli-stand.ts';

jest.setTimeout(120_000);

describe('monthly-report', () => {
  let stand: CliStand;
  let stopWorker: () => Promise<number>;

  beforeAll(async () => {
    stand = await openCliStand('cli_monthly_report', 'design');
    await stand.cli(['migrate']);
    stopWorker = await stand.startWorker({ REPORT_FOLDER: tmpdir() });
  });

  afterAll(async () => {
    await stopWorker();
    await stand.close();
  });

  test.each([
    ['2999-01', 'the month has not begun'],
    ['2025-09', 'has no bill at all'],
  ])(
    'a report of %s is refused with what is missing, whose turn it is and what to do',
    async (month, why) => {
      const { code, out, err } = await stand.cli(['monthly-report', month]);

      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toContain(`PolicyError: There is no report of ${month} to make: `);
      expect(err).toContain(why);
      expect(err).toMatch(/ Turn: operator\. Ask for a month .* Nothing was written\.\n$/);
    },
  );
});
