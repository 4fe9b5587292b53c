import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { openBilledMonth, type BilledMonth } from '../../support/billed-month.ts';
import { commandsOn, type Commands, type Said } from '../../support/commands.ts';

describe('a month as FOCUS 1.2', () => {
  let month: BilledMonth;
  let cli: Commands;
  let folder: string;

  beforeAll(async () => {
    month = await openBilledMonth('focus');
    cli = commandsOn(month);
    folder = mkdtempSync(join(tmpdir(), 'appd-licensing-focus-'));
    const run = await month.openRun('2025-08-02', '2025-07-01', '2025-07-31');
    for (const sql of [correction, contract, contractLine, contractCharge, invoice, invoiceLines])
      await month.database.run('adding', sql, sql.includes('$1') ? [run.runId] : []);
    await month.database.transaction(async (tx) => {
      await tx.rows('acting', `select set_config('app.actor', 'y', true)`);
      await tx.run('approving', `update contracts set status = 'approved', approved_by = 'y'`);
    });
    for (const sql of billed) await month.database.run('billing', sql, [run.runId]);
  });

  afterAll(async () => {
    await month.close();
    rmSync(folder, { recursive: true });
  });

  const file = (name: string): string => join(folder, name);
  const exportTo = (name: string): Promise<Said> => cli(['focus', 'export', '2025-07', '--out', file(name)]);

  test('says that an open month may still change', async () => {
    expect((await exportTo('open.csv')).out).toContain(
      'The month is in review: these rows may still change.',
    );
  });

  test('adds up to the statements and to the invoice, and says so', async () => {
    await month.closeJuly();

    const { code, out } = await exportTo('july.csv');

    expect({ code, out }).toEqual({
      code: 0,
      out: [
        `Wrote 18 rows of 2025-07 to ${file('july.csv')}; they pass the rules of FOCUS 1.2.`,
        `EffectiveCost  532.50 USD, the total of all statements of 2025-07, and each sector's sum is its statement`,
        '               usage 500.00 + contracts 40.00 + corrections of earlier months -7.50',
        'BilledCost     INV-7 510.05 EUR',
        '',
      ].join('\n'),
    });
  });

  test('gives each sector what its statement says, from any tool that can add', async () => {
    const rows = parse(readFileSync(file('july.csv')), { columns: true }) as unknown as Record<
      string,
      string
    >[];
    const cents = new Map<string, number>();
    for (const { x_Sector: sector = '', EffectiveCost: cost = '' } of rows)
      cents.set(sector, (cents.get(sector) ?? 0) + Math.round(Number(cost) * 100));
    const statements = await month.database.rows<{ sector: string; cents: number }>(
      'reading statements',
      `select sector_name as sector, (total * 100)::integer as cents from sector_statement where month_start = '2025-07-01'`,
    );

    expect(Object.fromEntries(cents)).toEqual({
      '': 0,
      ...Object.fromEntries(statements.map(({ sector, cents: total }) => [sector, total])),
    });
    expect(rows.filter(({ x_Kind }) => x_Kind === 'correction')).toMatchObject([
      {
        ChargeClass: 'Correction',
        ChargePeriodStart: '2025-06-15T00:00:00Z',
        BillingPeriodStart: '2025-07-01T00:00:00Z',
        EffectiveCost: '-7.5',
        x_Cause: 'price',
        x_Sector: 'Sales',
      },
    ]);
    expect(rows.filter(({ x_Kind }) => x_Kind === 'contract')).toMatchObject([
      {
        CommitmentDiscountId: 'Cisco 2025/1',
        CommitmentDiscountStatus: 'Unused',
        EffectiveCost: '40',
        x_Sector: '__idle__',
      },
    ]);
    const shared = rows.filter(({ x_Kind, x_Sector }) => x_Kind === 'allocation' && x_Sector === 'Labs');
    expect(shared).toMatchObject([
      {
        ChargeCategory: 'Adjustment',
        EffectiveCost: '23.33',
        x_AllocationRule: 'platform v1',
        ResourceName: 'Gateway',
      },
    ]);
    expect(
      rows.find(({ x_Kind, ResourceName }) => x_Kind === 'usage' && ResourceName === 'Orders'),
    ).toMatchObject({
      PublisherName: 'Cisco',
      x_HCode: 'H-1',
      x_CostCenter: 'CC-100',
      SkuId: 'APM/PEAK',
    });
  });

  test('is refused when its bill is older than its cost, and no file is left', async () => {
    const late = `insert into license_cost_fact (app_id, capability_id, price_id, run_id, tool, instance, tier, units, unit_rate, cost_exact, usd_cost, ts)
      select app_id, capability_id, price_id, run_id, tool, instance, tier, 1, 1, 1, 1, '2025-07-21' from license_cost_fact limit 1`;
    await month.database.run('costing late', late);

    const { code, err } = await exportTo('late.csv');

    expect(code).toBe(3);
    expect(err).toContain('sum of EffectiveCost for x_Sector');
    expect(() => readFileSync(file('late.csv'))).toThrow('ENOENT');
  });

  test('of a month that is not there is refused', async () => {
    expect(await cli(['focus', 'export', '2031-01', '--out', file('none.csv')])).toMatchObject({ code: 3 });
    expect(await cli(['focus', 'export', 'July', '--out', file('none.csv')])).toMatchObject({ code: 1 });
  });
});

const correction = `
  insert into cost_adjustment_fact (app_id, sector_id, capability_id, price_id, run_id, tool, instance, tier, cause, units, cost_exact, usd_cost, month_start, ts)
  select a.app_id, s.sector_id, p.capability_id, p.price_id, $1, 'appdynamics', 'acme', 'PEAK', 'price', 0, -7.5, -7.5, '2025-07-01', '2025-06-15'
  from   applications_dim a, sectors_dim s, price_config p where a.appd_application_name = 'Orders' and s.sector_name = 'Sales'`;
const contract = `
  insert into contracts (contract_name, vendor, status, created_by, approved_by, start_date, end_date)
  values ('Cisco 2025', 'Cisco', 'draft', 'x', null, '2025-01-01', '2026-01-01')`;
const contractLine = `
  insert into contract_lines (contract_id, capability_id, basis, committed) select contract_id, capability_id, 'units', 1000 from contracts, price_config`;
const contractCharge = `
  insert into contract_charge_fact (app_id, sector_id, capability_id, contract_line_id, run_id, kind, h_code, units, cost_exact, usd_cost, month_start)
  select a.app_id, s.sector_id, l.capability_id, l.line_id, $1, 'unused_commitment', '', 32, 40, 40, '2025-07-01'
  from   applications_dim a, sectors_dim s, contract_lines l where a.appd_application_name = '__idle__' and s.sector_name = '__idle__'`;
const invoice = `
  insert into vendor_invoices (tool, invoice_number, currency, source_file, imported_by, invoice_date) values ('appdynamics', 'INV-7', 'EUR', 'x', 'x', '2025-08-01')`;
const invoiceLines = `
  insert into vendor_invoice_lines (invoice_id, line_no, capability_id, tier, amount, usd_amount, month_start)
  select invoice_id, line_no, capability_id, 'PEAK', amount, amount, '2025-07-01' from vendor_invoices, price_config, (values (1, 500), (2, 10.05)) as l(line_no, amount)`;
const billed = [
  `insert into chargeback_fact (month_start, charge_month, app_id, sector_id, chargeback_cycle, usd_amount, run_id)
   select month_start, month_start, app_id, sector_id, 'direct', usd_cost, $1 from contract_charge_fact`,
  `insert into chargeback_fact (month_start, charge_month, app_id, sector_id, chargeback_cycle, adjusted_cycle, cause, usd_amount, run_id)
   select month_start, '2025-06-01', app_id, sector_id, 'adjustment', 'direct', cause, usd_cost, $1 from cost_adjustment_fact`,
];
