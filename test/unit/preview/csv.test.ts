import { expect, test } from '@jest/globals';
import { csvName, panelCsv } from '../../../preview/csv.ts';
import type { Board, Panel } from '../../../preview/dashboards.ts';
import type { TargetAnswer } from '../../../preview/run-panel.ts';

const answer: TargetAnswer = {
  refId: 'A',
  format: 'table',
  fields: [
    { name: 'Month', type: 'time' },
    { name: 'At', type: 'time' },
    { name: 'Sector, name', type: 'string' },
    { name: 'Cost', type: 'number' },
    { name: 'Closed', type: 'boolean' },
  ],
  rows: [
    ['2025-10-01T00:00:00.000Z', '2025-10-01T00:00:00.000Z', '=1+1', '12345678901234567890.123456789', true],
    [null, '2025-10-01T12:00:00.000Z', 'A "quoted" name', '-0.10', false],
    ['2025-11-01T00:00:00.000Z', null, null, null, null],
  ],
};

test('every digit is kept, days have no hour, and nothing is run as a formula', () => {
  expect(panelCsv([answer]).split('\r\n')).toEqual([
    'Month,At,"Sector, name",Cost,Closed',
    `2025-10-01,2025-10-01T00:00:00.000Z,'=1+1,12345678901234567890.123456789,true`,
    ',2025-10-01T12:00:00.000Z,"A ""quoted"" name",-0.10,false',
    '2025-11-01,,,,',
    '',
  ]);
});

test('a panel that asks nothing has no file', () => {
  expect(() => panelCsv([])).toThrow('has no rows');
});

test('files are named after dashboard and panel, and namesakes apart', () => {
  const panel = (id: number, title: string): Panel => ({ id, type: 'table', title });
  const panels = [panel(1, 'Cost by sector / month'), panel(2, 'Same'), panel(3, 'Same'), panel(4, '東京')];
  const board: Board = { dashboard: { uid: 'appd-cost', title: 'Cost', panels }, folder: 'tabs', path: '' };

  expect(panels.map((one) => csvName(board, one))).toEqual([
    'appd-cost-cost-by-sector-month.csv',
    'appd-cost-same-2.csv',
    'appd-cost-same-3.csv',
    'appd-cost-4.csv',
  ]);
});
