import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stageIds } from '../../../pipeline/stages.ts';
import { commandsOn } from '../../support/commands.ts';
import { openStageBench, type StageBench } from '../../support/stages.ts';

/**
 * Six weeks of world `enterprise` in which everything that is private to a sector has rows: an application that moved, one that
 * was corrected back in time, shared cost, a closed month with its journal and corrections, answers, a dispute, budgets, contracts.
 */
export async function openToldWorld(name: string): Promise<StageBench> {
  const bench = await openStageBench(name, 'enterprise');
  const folder = mkdtempSync(join(tmpdir(), 'appd-licensing-readers-'));
  const run = async (date: string, from: string, to: string): Promise<void> => {
    await bench.run(await bench.openRun({ date, from, to }), ...stageIds);
  };
  const say = async (...words: readonly string[]): Promise<void> => {
    const { code, err } = await commandsOn(bench, '2025-09-16')(words);
    if (code !== 0) throw new Error(`${words.join(' ')}: ${err}`);
  };
  await run('2025-09-15', '2025-08-01', '2025-09-14');
  await say('sectors', 'set', 'Snacks North America', '--mode', 'hard', '--cost-center', 'CC-SNACKS');
  await say('sectors', 'set', 'Europe', '--mode', 'hard', '--cost-center', 'CC-EUROPE');
  await bench.database.run(
    'planning',
    `insert into budgets (month_start, sector_id, created_by, usd_amount)
     select '2025-09-01', sector_id, 'mia', 70000 + sector_id * 1.11 from sectors_dim where kind = 'sector'`,
  );
  await say('rules', 'approve', '--all', '--as', 'ben');
  await run('2025-09-16', '2025-09-15', '2025-09-15');
  await say('periods', 'review', '2025-08', '--as', 'anna');
  await say('statements', 'accept', '2025-08', '--sector', 'Europe', '--as', 'emma');
  await say('statements', 'accept', '2025-08', '--sector', 'Snacks North America', '--as', 'nils');
  await say('periods', 'waive', '2025-08', 'invoice-missing', '--reason', 'test', '--as', 'anna');
  await say('periods', 'close', '2025-08', '--date', '2025-09-25', '--as', 'bert');
  await say('journal', 'export', '2025-08', '--out', join(folder, 'journal.csv'), '--as', 'anna');
  await say(
    ...['ownership', 'correct', 'Deposit Return', '--sector', 'Supply Chain', '--from', '2025-08-18'],
    ...['--reason', 'handed over', '--as', 'sam'],
  );
  await run('2025-09-17', '2025-09-15', '2025-09-16');
  rmSync(folder, { recursive: true });
  return bench;
}
