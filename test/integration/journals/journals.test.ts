import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Journal, JournalHead } from '../../../repositories/journals/journals.ts';
import { july, openBilledMonth, type BilledMonth } from '../../support/billed-month.ts';
import { commandsOn, type Commands, type Said } from '../../support/commands.ts';

describe('the journal of a month', () => {
  let month: BilledMonth;
  let cli: Commands;
  let folder: string;

  beforeAll(async () => {
    month = await openBilledMonth('journals');
    cli = commandsOn(month);
    folder = mkdtempSync(join(tmpdir(), 'appd-licensing-journals-'));
  });

  afterAll(async () => {
    await month.close();
    rmSync(folder, { recursive: true });
  });

  const file = (name: string): string => join(folder, name);
  const exportTo = (name: string): Promise<Said> =>
    cli(['journal', 'export', '2025-07', '--out', file(name), '--as', 'emil']);
  const post = (batch: string, by: string): Promise<Said> => cli(['journal', 'post', batch, '--as', by]);

  test('is refused while the month is in review, and no file is left', async () => {
    const { code, err } = await exportTo('early.csv');

    expect(code).toBe(3);
    expect(err).toContain('2025-07 is in review; only a closed month is booked.');
    expect(existsSync(file('early.csv'))).toBe(false);
    await expect(
      month.database.run(
        'forging',
        `insert into gl_journals (batch_id, month_start, fiscal_year, fiscal_period, created_by) values ('X', $1, 2025, 7, 'x')`,
        [july],
      ),
    ).rejects.toThrow('2025-07 is not closed by us');
  });

  test('debits the cost centers that owned the applications, for hard sectors only, and writes what it stored', async () => {
    await month.closeJuly();

    const { code, out } = await exportTo('july.csv');

    expect({ code, out }).toEqual({
      code: 0,
      out: `Made APPD-2025-07-1: 8 line(s), 456.67 USD on either side, written to ${file('july.csv')}.\n`,
    });
    const lines = readFileSync(file('july.csv'), 'utf8').trimEnd().split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',').slice(1, 9).join(' '))).toEqual([
      '1 2025-07 2025 7 610500 Ops 60.00 0.00',
      '2 2025-07 2025 7 610500 Ops 23.33 0.00',
      '3 2025-07 2025 7 690500 CC-CENTRAL 0.00 83.33',
      '4 2025-07 2025 7 610500 CC-100 125.00 0.00',
      '5 2025-07 2025 7 610500 CC-200 125.00 0.00',
      '6 2025-07 2025 7 610500 CC-SALES 23.34 0.00',
      '7 2025-07 2025 7 610500 H-2 100.00 0.00',
      '8 2025-07 2025 7 690500 CC-CENTRAL 0.00 373.34',
    ]);
  });

  test('cannot be exported twice; the batch there is named', async () => {
    const { code, err } = await exportTo('again.csv');

    expect(code).toBe(3);
    expect(err).toContain('2025-07 is booked by APPD-2025-07-1, exported, made by emil.');
    expect(existsSync(file('again.csv'))).toBe(false);
  });

  test('is never written over a file', async () => {
    const { code, err } = await cli(['journal', 'show', 'APPD-2025-07-1', '--out', file('july.csv')]);

    expect(code).toBe(1);
    expect(err).toContain('it is there already; name a new file');
    await cli(['journal', 'show', 'APPD-2025-07-1', '--out', file('copy.csv')]);
    expect(readFileSync(file('copy.csv'))).toEqual(readFileSync(file('july.csv')));
  });

  test.each([
    ['clara', 'clara closed 2025-07; another person must post (R32)'],
    ['rita', 'rita made rule platform version 1; another person must post (R32)'],
    ['anna', 'anna approved rule platform version 1; another person must post (R32)'],
  ])('R32: cannot be posted by %s', async (by, problem) => {
    const { code, err } = await post('APPD-2025-07-1', by);

    expect(code).toBe(3);
    expect(err).toContain(problem);
  });

  test.each([
    ['who closed the month', 'clara', 'clara', 'another person must post'],
    ['who made the rule', 'rita', 'rita', 'another person must post'],
    ['who closed the month, in the name of another', 'clara', 'pia', 'another person must post'],
    ['another, in the name of who closed the month', 'pia', 'clara', 'another person must post'],
  ])('R32: the database itself refuses %s', async (_who, actor, by, message) => {
    const forge = month.database.transaction(async (tx) => {
      await tx.rows('saying who acts', `select set_config('app.actor', $1, true)`, [actor]);
      await tx.run('forging', `update gl_journals set status = 'posted', posted_by = $1, posted_at = now()`, [
        by,
      ]);
    });

    await expect(forge).rejects.toThrow(message);
  });

  test('R32: cannot be posted with a token of somebody who has not got the role', async () => {
    const actor = `insert into actors (actor_name, token_hash, roles) values ('tom', encode(sha256('token-of-tom-0001'), 'hex'), '{preparer}')`;
    await month.database.run('adding an actor', actor);

    const { code, err } = await cli(['journal', 'post', 'APPD-2025-07-1'], {
      ACTOR_TOKEN: 'token-of-tom-0001',
    });

    expect(code).toBe(3);
    expect(err).toContain('To post a journal needs the role poster, which tom has not got.');
  });

  test('is posted by another person, once, and audited', async () => {
    expect(await post('APPD-2025-07-1', 'pia')).toMatchObject({ code: 0 });
    expect((await post('APPD-2025-07-1', 'pia')).err).toContain('it was posted already, by pia');

    const [entry] = await month.database.rows<{ actor: string; after: { status: string } }>(
      'reading the audit',
      `select actor, after from audit_log where entity = 'gl_journals' order by audit_id desc limit 1`,
    );
    expect(entry).toMatchObject({ actor: 'pia', after: { status: 'posted', posted_by: 'pia' } });
  });

  test('keeps its lines: none changes, goes or comes', async () => {
    const { database } = month;
    const addLine = `insert into gl_journal_lines (journal_id, line_no, cost_center, account, description) select journal_id, 99, 'X', 'X', 'X' from gl_journals`;

    await expect(database.run('forging', 'update gl_journal_lines set debit = debit * 2')).rejects.toThrow(
      'append-only',
    );
    await expect(database.run('forging', 'delete from gl_journal_lines')).rejects.toThrow('append-only');
    await expect(database.run('forging', addLine)).rejects.toThrow('takes no more lines');
    await expect(database.run('forging', `update gl_journals set status = 'exported'`)).rejects.toThrow(
      'is posted and stays',
    );
  });

  test('is taken back by a batch with its sides exchanged, with a reason; then the month is exported again', async () => {
    expect((await cli(['journal', 'reverse', 'APPD-2025-07-1'])).err).toContain(
      'A reversal takes a reason: --reason.',
    );

    const reversed = await cli([
      'journal',
      'reverse',
      'APPD-2025-07-1',
      '--as',
      'emil',
      '--reason',
      'wrong account',
      '--json',
    ]);
    const original = JSON.parse((await cli(['journal', 'show', 'APPD-2025-07-1', '--json'])).out) as Journal;
    const reversal = JSON.parse(reversed.out) as Journal;
    expect(reversal).toMatchObject({
      batchId: 'APPD-2025-07-2',
      reverses: 'APPD-2025-07-1',
      reason: 'wrong account',
      status: 'exported',
    });
    expect(reversal.lines.map(({ debit, credit }) => [debit, credit])).toEqual(
      original.lines.map(({ debit, credit }) => [credit, debit]),
    );

    expect((await cli(['journal', 'reverse', 'APPD-2025-07-1', '--reason', 'again'])).err).toContain(
      'was reversed already',
    );
    expect((await cli(['journal', 'reverse', 'APPD-2025-07-2', '--reason', 'again'])).err).toContain(
      'is the reversal of APPD-2025-07-1',
    );
    const atOnce = await Promise.all([exportTo('one.csv'), exportTo('two.csv')]);
    expect(atOnce.map(({ code }) => code).toSorted()).toEqual([0, 3]);
    expect(['one.csv', 'two.csv'].filter((name) => existsSync(file(name)))).toHaveLength(1);
    const listed = JSON.parse((await cli(['journal', 'list', '--json'])).out) as JournalHead[];
    expect(listed.map(({ batchId, status }) => [batchId, status])).toEqual([
      ['APPD-2025-07-3', 'exported'],
      ['APPD-2025-07-2', 'exported'],
      ['APPD-2025-07-1', 'reversed'],
    ]);
  });

  test('is shown with its totals', async () => {
    const { out } = await cli(['journal', 'show', 'APPD-2025-07-3']);

    expect(out).toContain('Batch   APPD-2025-07-3, exported\nPeriod  2025-07, fiscal FY2025 P07');
    expect(out).toMatch(/Total +456\.67 +456\.67 +difference 0\.00/);
    expect((await cli(['journal', 'show', 'APPD-1'])).err).toContain('There is no such journal');
  });

  test('exported before the month was opened and closed again cannot be posted', async () => {
    const sql = (text: string): Promise<number> => month.database.run('reopening', text);
    await sql(
      `update chargeback_periods set reopen_asked_by = 'paul', reopen_reason = 'price' where month_start = '2025-07-01'`,
    );
    await sql(`update chargeback_periods set state = 'open' where month_start = '2025-07-01'`);

    expect((await post('APPD-2025-07-3', 'pia')).err).toContain('2025-07 is open again');

    await sql(`update chargeback_periods set state = 'in_review' where month_start = '2025-07-01'`);
    await sql(
      `update chargeback_periods set state = 'closed', closed_at = now() where month_start = '2025-07-01'`,
    );
    expect((await post('APPD-2025-07-3', 'pia')).err).toContain(
      '2025-07 was closed again since it was exported',
    );
  });
});
