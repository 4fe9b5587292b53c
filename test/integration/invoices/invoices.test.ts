import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BillingSettings } from '../../../pipeline/settings.ts';
import type { InvoiceDifference } from '../../../repositories/invoices/differences.ts';
import { invoiceProblems } from '../../../repositories/invoices/invoice-problems.ts';
import { july, openBilledMonth, type BilledMonth } from '../../support/billed-month.ts';
import { commandsOn, type Commands, type Said } from '../../support/commands.ts';

const header = 'tool,invoice_number,invoice_date,currency,month,capability,tier,units,amount,description';

describe('the invoice of a month', () => {
  let month: BilledMonth;
  let cli: Commands;
  let folder: string;

  beforeAll(async () => {
    month = await openBilledMonth('invoices');
    await month.capability('MRUM');
    cli = commandsOn(month);
    folder = mkdtempSync(join(tmpdir(), 'appd-licensing-invoices-'));
    await month.database.run(
      'adding a rate',
      `insert into exchange_rates (month_start, currency, source, created_by, usd_rate) values ($1, 'EUR', 'ECB', 'x', 1.1)`,
      [july],
    );
  });

  afterAll(async () => {
    await month.close();
    rmSync(folder, { recursive: true });
  });

  function take(...lines: readonly string[]): Promise<Said> {
    const path = join(folder, 'invoice.csv');
    writeFileSync(path, [header, ...lines].join('\n'));
    return cli(['invoice', 'import', path, '--as', 'ines']);
  }

  function problems(settings: Partial<BillingSettings> = {}): Promise<string[]> {
    const billing = { isInvoiceRequired: true, invoiceTolerancePct: '2', ...settings } as BillingSettings;
    return month.database.transaction((tx) => invoiceProblems(tx, july, billing));
  }

  async function count(): Promise<number> {
    const sql = 'select count(*)::integer as n from vendor_invoice_lines';
    return (await month.database.one<{ n: number }>('counting', sql)).n;
  }

  test('R13: that is required and missing keeps the month from being closed, unless that is waived', async () => {
    expect(await problems()).toEqual([
      'invoice: none for 2025-07; "invoice import" it, or "periods waive 2025-07 invoice-missing" with a reason',
    ]);
    expect(await problems({ isInvoiceRequired: false })).toEqual([]);

    const waiver = `insert into period_waivers (month_start, item, reason, created_by) values ($1, 'invoice-missing', 'yearly', 'x')`;
    await month.database.run('waiving', waiver, [july]);
    expect(await problems()).toEqual([]);
    await month.database.run('waiving', 'delete from period_waivers');
    expect((await cli(['invoice', 'difference', '2025-07'])).out).toContain('2025-07 has no invoice');
  });

  test.each([
    [
      'an unknown tool',
      'dynatrace,I-1,2025-08-01,USD,2025-07,,,,1,',
      'tool: found "dynatrace"; expected appdynamics',
    ],
    [
      'an unknown capability',
      'appdynamics,I-1,2025-08-01,USD,2025-07,AMP,,,1,',
      'capability: found "AMP"; expected APM, MRUM',
    ],
    [
      'a currency without a rate (R5)',
      'appdynamics,I-1,2025-08-01,GBP,2025-07,APM,,,1,',
      'currency: there is no rate for GBP in 2025-07',
    ],
    [
      'a rate of another month (R5)',
      'appdynamics,I-1,2025-08-01,EUR,2025-08,APM,,,1,',
      'currency: there is no rate for EUR in 2025-08',
    ],
    [
      'no day',
      'appdynamics,I-1,2025-02-30,USD,2025-07,APM,,,1,',
      'invoice_date: found "2025-02-30"; expected a day',
    ],
    [
      'a fraction of a cent',
      'appdynamics,I-1,2025-08-01,USD,2025-07,APM,,,1.234,',
      'amount: found "1.234"; expected an amount',
    ],
    [
      'negative units',
      'appdynamics,I-1,2025-08-01,USD,2025-07,APM,,-1,1,',
      'units: found "-1"; expected units',
    ],
    [
      'two currencies',
      'appdynamics,GOOD,2025-08-01,EUR,2025-07,APM,,,1,',
      'invoice GOOD is of 2025-08-01 in EUR here',
    ],
  ])(
    'with a line of %s is refused with its line, and nothing of the file is kept',
    async (_what, line, problem) => {
      const { code, err } = await take('appdynamics,GOOD,2025-08-01,USD,2025-07,APM,PEAK,400,500.00,', line);

      expect(code).toBe(1);
      expect(err).toContain(`invoice.csv:3 ${problem}`);
      expect(err).toContain('nothing of it was used');
      expect(await count()).toBe(0);
    },
  );

  test('R5: is kept in its own currency and converted by the rate of the month, rounded per line', async () => {
    const { code, out } = await take(
      'appdynamics,INV-7,2025-08-01,EUR,2025-07,APM,PEAK,400,454.55,July',
      'appdynamics,INV-7,2025-08-01,EUR,2025-07,,,,10.05,"VAT, reduced"',
    );

    expect({ code, out }).toEqual({
      code: 0,
      out: 'Took INV-7: 2 line(s), 464.60 EUR, 511.07 USD, for 2025-07.\n',
    });
    const rows = await month.database.rows(
      'reading lines',
      'select amount::text, usd_amount::text, description from vendor_invoice_lines order by line_no',
    );
    expect(rows).toEqual([
      { amount: '454.55', usd_amount: '500.01', description: 'July' },
      { amount: '10.05', usd_amount: '11.06', description: 'VAT, reduced' },
    ]);
    expect((await cli(['invoice', 'list'])).out).toMatch(
      /2025-08-01 +INV-7 +appdynamics +2025-07 +2 +464\.60 +EUR +511\.07 +ines/,
    );
  });

  test('with the same number is taken once, whoever sends it again', async () => {
    const { code, err } = await take('appdynamics,INV-7,2025-08-02,USD,2025-07,APM,,,1,');

    expect(code).toBe(1);
    expect(err).toMatch(/invoice\.csv:2 invoice_number: INV-7 was imported on .* by ines from invoice\.csv/);
    expect(await count()).toBe(2);
  });

  test('is compared with the cost by capability, as the view for dashboards does', async () => {
    const { out } = await cli(['invoice', 'difference', '2025-07', '--json']);

    const rows = JSON.parse(out) as InvoiceDifference[];
    expect(
      rows.map(({ capability, cost, invoiced, difference, percent, isWithinTolerance }) => [
        capability,
        cost,
        invoiced,
        difference,
        percent,
        isWithinTolerance,
      ]),
    ).toEqual([
      ['APM', '500.00', '500.01', '0.01', '0.00', true],
      [null, '0.00', '11.06', '11.06', null, false],
    ]);
    const view = await month.database.rows<{ difference: string }>(
      'reading the view',
      'select difference::text from invoice_difference where month_start = $1 order by capability_code desc',
      [july],
    );
    expect(view.map(({ difference }) => difference)).toEqual(['0.01', '11.06']);
  });

  test('R13: differs by more than the tolerance: that must be explained with a reason before the month is closed', async () => {
    expect(await problems()).toEqual([
      'invoice: no single capability cost 0.00 and was invoiced 11.06, difference 11.06, more than 2 %; explain it with "invoice explain 2025-07"',
    ]);
    expect(await problems({ invoiceTolerancePct: '0' })).toHaveLength(2);
    expect((await cli(['invoice', 'explain', '2025-07'])).err).toContain(
      'An explanation takes a reason: --reason.',
    );
    expect(
      (await cli(['invoice', 'explain', '2025-07', '--capability', 'AMP', '--reason', 'x'])).err,
    ).toContain('neither cost nor an invoice for "AMP"; expected APM');
    expect((await cli(['invoice', 'explain', '2025-06', '--reason', 'x'])).err).toContain(
      '2025-06 has no invoice',
    );

    await cli([
      'invoice',
      'explain',
      '2025-07',
      '--capability',
      'APM',
      '--reason',
      'rounding of the rate',
      '--as',
      'ines',
    ]);
    expect(await problems({ invoiceTolerancePct: '0' })).toHaveLength(1);
    await cli(['invoice', 'explain', '2025-07', '--reason', 'VAT is not charged back', '--as', 'ines']);

    expect(await problems({ invoiceTolerancePct: '0' })).toEqual([]);
    expect((await cli(['invoice', 'difference', '2025-07'])).out).toMatch(
      /\(none\) +0\.00 +11\.06 +11\.06 +explained: VAT is not charged back \(ines\)/,
    );
  });

  test('R30: and its explanation are audited with who took them', async () => {
    const rows = await month.database.rows(
      'reading the audit',
      `select distinct entity, actor from audit_log where entity in ('vendor_invoices', 'invoice_explanations') order by 1`,
    );
    expect(rows).toEqual([
      { entity: 'invoice_explanations', actor: 'ines' },
      { entity: 'vendor_invoices', actor: 'ines' },
    ]);
  });
});
