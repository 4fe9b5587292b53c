import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { commandsOn } from '../commands.ts';
import type { Warehouse } from '../warehouse.ts';

/** Takes a month over from a spreadsheet; `line`: month,sector,application,amount,description. */
export async function takeOver(warehouse: Warehouse, line: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'appd-licensing-history-'));
  const path = join(folder, 'history.csv');
  writeFileSync(path, `month,sector,application,amount,description\n${line}`);
  const { code, err } = await commandsOn(
    warehouse,
    '2025-08-05',
  )(['history', 'import', path, '--as', 'hugo']);
  rmSync(folder, { recursive: true });
  expect({ code, err }).toEqual({ code: 0, err: '' });
}
