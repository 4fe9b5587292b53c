import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildJournal,
  journalTotals,
  reverseLines,
  type JournalCharge,
  type JournalLine,
  type JournalPart,
} from '../../../../domain/journal/build-journal.ts';
import { groupBy } from '../../../../domain/group-by.ts';
import { fromCents, sumDecimals, toCents } from '../../../../domain/money.ts';
import { journalCsv } from '../../../../exports/journal-csv.ts';

const ledger = { expenseAccount: '610500', recoveryAccount: '690500', centralCostCenter: 'CC-CENTRAL' };
const parts: readonly JournalPart[] = ['direct', 'shared services', 'adjustments'];

function charge(sector: string, costCenter: string, part: JournalPart, amount: string): JournalCharge {
  return { sectorId: sector.charCodeAt(0), sector, costCenter, part, amount };
}

describe('a journal', () => {
  test('debits each receiving cost center and credits the central one, a line per sector', () => {
    const lines = buildJournal(
      [
        charge('Sales', 'CC-2', 'direct', '10.50'),
        charge('Ops', 'CC-1', 'direct', '4.00'),
        charge('Sales', 'CC-1', 'shared services', '0.25'),
      ],
      '2025-07-01',
      ledger,
    );

    expect(
      lines.map(({ lineNo, costCenter, account, debit, credit }) => [
        lineNo,
        costCenter,
        account,
        debit,
        credit,
      ]),
    ).toEqual([
      [1, 'CC-1', '610500', '4.00', '0.00'],
      [2, 'CC-CENTRAL', '690500', '0.00', '4.00'],
      [3, 'CC-1', '610500', '0.25', '0.00'],
      [4, 'CC-2', '610500', '10.50', '0.00'],
      [5, 'CC-CENTRAL', '690500', '0.00', '10.75'],
    ]);
    expect(lines[2]?.description).toBe('License chargeback 2025-07, Sales, shared services');
  });

  test('puts a negative amount on the other side, and leaves out what comes to nothing', () => {
    const lines = buildJournal(
      [
        charge('Sales', 'CC-1', 'adjustments', '-3.00'),
        charge('Ops', 'CC-1', 'direct', '5.00'),
        charge('Ops', 'CC-1', 'direct', '-5.00'),
      ],
      '2025-07-01',
      ledger,
    );

    expect(lines.map(({ costCenter, debit, credit }) => [costCenter, debit, credit])).toEqual([
      ['CC-1', '0.00', '3.00'],
      ['CC-CENTRAL', '3.00', '0.00'],
    ]);
  });

  function netOf(lines: readonly JournalLine[]): bigint {
    return lines.reduce((sum, line) => sum + toCents(line.debit) - toCents(line.credit), 0n);
  }

  const charges = fc.array(
    fc.record({
      sectorId: fc.integer({ min: 1, max: 5 }),
      costCenter: fc.constantFrom('CC-1', 'CC-2', 'CC-3'),
      part: fc.constantFrom(...parts),
      amount: fc.bigInt({ min: -100_000_000_000n, max: 100_000_000_000n }).map(fromCents),
    }),
    { maxLength: 8 },
  );

  test('is balanced to the cent whatever is charged, books what was charged, and does not depend on the order of charges', () => {
    fc.assert(
      fc.property(charges, fc.nat(7), (random, turn) => {
        const all = random.map((one) => ({ ...one, sector: `S${one.sectorId}` }));
        const turned = [...all.slice(turn), ...all.slice(0, turn)].toReversed();
        const lines = buildJournal(all, '2025-07-01', ledger);
        const { debit, credit } = journalTotals(lines);
        const expenses = lines.filter(({ account }) => account === ledger.expenseAccount);

        return (
          debit === credit &&
          netOf(expenses) === toCents(sumDecimals(all.map(({ amount }) => amount))) &&
          JSON.stringify(buildJournal(turned, '2025-07-01', ledger)) === JSON.stringify(lines)
        );
      }),
      { numRuns: 10_000, seed: 4 },
    );
  });

  test('and its reversal together book nothing on any account of any cost center', () => {
    fc.assert(
      fc.property(charges, (random) => {
        const all = random.map((one) => ({ ...one, sector: `S${one.sectorId}` }));
        const lines = buildJournal(all, '2025-07-01', ledger);
        const both = [...lines, ...reverseLines(lines, 'APPD-2025-07-1')];
        const balances = groupBy(both, ({ account, costCenter }) => `${account} ${costCenter}`);

        return [...balances.values()].every((booked) => netOf(booked) === 0n);
      }),
      { numRuns: 2_000, seed: 4 },
    );
  });

  test('is written with its batch and periods on every line, and safe cells', () => {
    const lines = buildJournal([charge('=Sales', 'CC-1', 'direct', '1.00')], '2025-07-01', ledger);
    const csv = journalCsv({
      batchId: 'APPD-2025-07-1',
      month: '2025-07-01',
      fiscalYear: 2026,
      fiscalPeriod: 2,
      lines,
    });

    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'batch_id,line,period,fiscal_year,fiscal_period,account,cost_center,debit,credit,currency,sector,description',
      `APPD-2025-07-1,1,2025-07,2026,2,610500,CC-1,1.00,0.00,USD,'=Sales,"License chargeback 2025-07, =Sales, direct"`,
    ]);
  });
});
