import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toCsv } from '../../../exports/csv.ts';
import type { Month } from '../../../pipeline/run.ts';
import { daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';
import { goldenQueries } from './golden-queries.ts';

/** April of a small company: an application that moves, a price that changes, and three shared services with three methods. */
const april: Month = '2025-04-01';
const folder = 'test/fixtures/golden';

let company: BillingMonth;

beforeAll(async () => {
  company = await openBillingMonth('golden');
  const { warehouse, apps } = company;
  await warehouse.service('s4', 'Fleet', 'Logistics');
  await warehouse.service('s5', 'Ledger', 'Finance', 'X-SHARED-002');
  await warehouse.service('s6', 'Portal', 'Finance', 'X-GLOBAL-003');
  const [, , , fleet = 0, ledger = 0, portal = 0] = await warehouse.applications(
    'Orders',
    'Payroll',
    'Event Platform',
    'Fleet',
    'Ledger',
    'Portal',
  );
  await warehouse.database.run('ending a price', `update price_config set end_date = '2025-04-16'`);
  await warehouse.price('APM', 'PEAK', '1.30', '2025-04-16');
  const units = {
    [apps.orders]: '100',
    [apps.payroll]: '300',
    [apps.platform]: '40',
    [fleet]: '50',
    [ledger]: '30',
  };
  const days = daysOf(april);
  await company.use('2025-04-16', days.slice(0, 15), { ...units, [portal]: '7.3' });
  await company.build('2025-04-15');
  await warehouse.database.run('moving Orders', moveOrders);
  await company.build('2025-04-16');
  await company.use('2025-05-01', days.slice(15, 20), { ...units, [portal]: '7.3' });
  await company.use('2025-05-01', days.slice(20), { ...units, [portal]: '0' });
  await company.approveRules();
  await company.build('2025-05-01');
});

afterAll(() => company.warehouse.close());

const moveOrders = `
  update applications_dim set sector_id = (select sector_id from sectors_dim where sector_name = 'Snacks') where service_key = 's1'`;

async function csvOf(sql: string): Promise<string> {
  const rows = await company.warehouse.database.rows<Record<string, string>>(
    'reading the golden month',
    sql,
    [april],
  );
  const columns = Object.keys(rows[0] ?? {});
  const csv = toCsv(
    columns,
    rows.map((row) => columns.map((column) => row[column] ?? '')),
  );
  return csv.replaceAll('\r\n', '\n');
}

describe('the golden month (R2, R3, R4, R18, R26)', () => {
  test.each(Object.entries(goldenQueries))('%s.csv is what the pipeline makes of it', async (name, sql) => {
    const file = `${folder}/${name}.csv`;
    const csv = await csvOf(sql);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, csv);
    }
    expect(csv).toBe(readFileSync(file, 'utf8'));
  });

  test('the methodology works out the same bill by hand', () => {
    const [, byHand = ''] = readFileSync('docs/methodology.md', 'utf8').split('## 15. A month by hand');
    const amounts = [...byHand.matchAll(/^\| ([A-Z]\w+) +\| +([\d.]+) \| +([\d.]+) \| +([\d.]+) \|/gm)].map(
      ([, sector, direct, shared, total]) => ({ sector, direct, shared, total }),
    );
    const [, ...lines] = readFileSync(`${folder}/statement.csv`, 'utf8').trim().split('\n');
    const billed = lines
      .map((line) => line.split(','))
      .filter(([sector]) => !['Finance', 'Global IT'].includes(sector ?? ''))
      .map(([sector, direct, shared, , , total]) => ({ sector, direct, shared, total }));

    expect(amounts).toHaveLength(3);
    expect(amounts).toEqual(billed);
  });
});
