import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { proofCsv, statementLinesCsv, statementSummaryCsv } from '../../../exports/statement-csv.ts';
import { statementJson } from '../../../exports/statement-json.ts';
import { statementPdf } from '../../../exports/statement-pdf.ts';
import { bucketText, proofText, shareText } from '../../../exports/statement-words.ts';
import { sumDecimals } from '../../../domain/money.ts';
import { exampleStatement } from '../../support/statement-example.ts';

const head = '2025-07-01,"Foods, Europe",sector,hard,CC-1,USD,2025,7,in_review,12';

describe('a statement as CSV', () => {
  test('R27, R14: has a row for every reason of every line, and a formula in a name is text', () => {
    expect(statementLinesCsv([exampleStatement]).split('\r\n')).toEqual([
      'month,sector,sector_kind,charge_mode,cost_center,currency,fiscal_year,fiscal_period,period_state,run_id,line_id,part,application,charge_month,capability,tier,units,counterpart,rule,rule_version,step,method,driver,driver_unit,driver_quantity,driver_total,ratio,sender_total,original_line,original_amount,cause,amount',
      `${head},1,direct,Orders,2025-07-01,APM,PEAK,80.0000,,,,,,,,,,,,,,,100.00`,
      `${head},1,direct,Orders,2025-07-01,MRUM,PRO,50.0000,,,,,,,,,,,,,,,20.00`,
      `${head},2,direct,'=cmd|calc,2025-07-01,,,,,,,,,,,,,,,,,,30.00`,
      `${head},3,shared in,"Identity ""SSO""",2025-07-01,APM,,,Global IT,shared-blend,2,1,blend,units,license units,300.0000,1000.0000,0.3200000000,100.00,,,,32.00`,
      `${head},3,shared in,"Identity ""SSO""",2025-07-01,MRUM,,,Global IT,,,1,blend,units,license units,300.0000,1000.0000,0.3200000000,100.00,,,,8.00`,
      `${head},4,shared out,Message Bus,2025-07-01,APM,,,Снэки,shared-blend,2,1,blend,units,license units,300.0000,1000.0000,0.3200000000,100.00,,,,-10.00`,
      `${head},5,adjustment,Orders,2025-06-01,,,,,,,,,,,,,,,77,99.00,late usage and price,-2.50`,
      '',
    ]);
  });

  test('the column amount adds up to the total of the statement', () => {
    const rows: Record<string, string>[] = parse(statementLinesCsv([exampleStatement]), { columns: true });

    expect(sumDecimals(rows.map((row) => row['amount'] ?? ''))).toBe(exampleStatement.totals.total);
  });

  test('the summary has the parts of the total and of the change, the proof the sums of the month', () => {
    const [summary]: Record<string, string>[] = parse(statementSummaryCsv([exampleStatement]), {
      columns: true,
    });

    expect(summary).toMatchObject({
      direct: '150.00',
      shared_in: '40.00',
      shared_out: '-10.00',
      adjustments: '-2.50',
      total: '177.50',
      previous_total: '170.00',
      change_volume: '10.00',
      change_new_applications: '0.00',
      change_adjustments: '-2.50',
    });
    expect(proofCsv([exampleStatement])).toBe(
      'month,statements,total_cost,corrections,difference,corrected_later\r\n2025-07-01,1000.00,1002.50,-2.50,0.00,0.00\r\n',
    );
  });
});

describe('a statement as PDF', () => {
  test('R20: equal statements are equal byte for byte, whenever they are made', async () => {
    const [one, other] = [await statementPdf(exampleStatement), await statementPdf(exampleStatement)];

    expect(one.subarray(0, 5).toString()).toBe('%PDF-');
    expect(one.equals(other)).toBe(true);
    expect(one.toString('latin1')).toContain('D:20250801000000Z');
  });

  test('names of any script have their letters: what the usual font lacks is set in one that holds all', async () => {
    const pdf = async (name: string): Promise<string> =>
      (await statementPdf({ ...exampleStatement, owner: { ...exampleStatement.owner, name } })).toString(
        'latin1',
      );

    expect(await pdf('Снэки и напитки')).not.toContain('Unifont');
    expect(await pdf('百事食品')).toContain('Unifont');
  });

  test('a long statement has its lines on several pages', async () => {
    const [line] = exampleStatement.lines;
    const lines = Array.from(
      { length: 120 },
      (_, index) => ({ ...line, lineId: String(index) }) as typeof line & object,
    );
    const pdf = (await statementPdf({ ...exampleStatement, lines })).toString('latin1');

    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(4);
  });
});

test('a statement as JSON is what it was when it is read', () => {
  expect(JSON.parse(statementJson(exampleStatement))).toEqual(exampleStatement);
});

describe('the words', () => {
  test('R27: an allocated amount names rule, version, method, driver, quantity, ratio and sender total', () => {
    const share = exampleStatement.lines[2]?.shares[0];

    expect(share && shareText(share)).toBe(
      'APM from Global IT: rule shared-blend v2, blend, 300 of 1,000 license units; 32.00 % of 100.00',
    );
  });

  test('R28: a bucket tells what it holds and since when', () => {
    expect(bucketText('__unassigned__', { since: '2025-05-01', months: 3 })).toBe(
      'Holds cost of applications whose sector is not known; the oldest is of May 2025, 3 months counting this one.',
    );
  });

  test('the proof names both sums and their difference', () => {
    expect(proofText(exampleStatement.proof)).toBe(
      'Sum of all sectors and buckets 1,000.00 = total cost 1,002.50 and corrections of earlier months -2.50; difference 0.00.',
    );
  });
});
