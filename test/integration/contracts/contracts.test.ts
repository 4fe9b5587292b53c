import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readContractFile } from '../../../imports/contract-file.ts';
import { addDays, daysBetween } from '../../../pipeline/days.ts';
import type { RunSlice } from '../../../pipeline/run.ts';
import { actingAs } from '../../../repositories/acting.ts';
import { createChargebacks } from '../../../repositories/chargebacks.ts';
import { contractProblems } from '../../../repositories/contracts/contract-problems.ts';
import { readStanding } from '../../../repositories/contracts/contract-standing.ts';
import {
  requireContract,
  approveContract,
  saveContracts,
} from '../../../repositories/contracts/save-contracts.ts';
import { settleContracts } from '../../../repositories/contracts/settle-contracts.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

const header =
  'contract,vendor,start_date,end_date,capability,tier,basis,settled_per,committed,unused_rate,overage_rate';
const as = (name: string) => ({ name, token: null, reason: 'signed' });

let warehouse: Warehouse;
let folder: string;
let apm: number;
let run: RunSlice;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'appd-licensing-contracts-'));
  warehouse = await openWarehouse('contracts');
  const [orders = 0, billing = 0] = await warehouse.applications('Orders', 'Billing');
  apm = await warehouse.capability('APM');
  await warehouse.price('APM', 'PEAK', '1.5', '2025-01-01');
  await warehouse.price('APM', 'PRO', '1', '2025-01-01');
  run = await warehouse.openRun('2025-09-11', '2025-07-01', '2025-09-10');
  const row = (appId: number, day: string, tier: string, units: string) => ({
    appId,
    capabilityId: apm,
    tier,
    day,
    units,
    unitsAverage: null,
    nodeCount: null,
  });
  // 100 units of PEAK every day of July, 130 from August on; 20 of PRO.
  await warehouse.saveUsage(
    run,
    daysBetween('2025-07-01', '2025-09-10').flatMap((day) => [
      row(orders, day, 'PEAK', '60'),
      row(billing, day, 'PEAK', day < '2025-08-01' ? '40' : '70'),
      row(billing, day, 'PRO', '20'),
    ]),
  );
});

afterAll(async () => {
  await warehouse.close();
  await rm(folder, { recursive: true });
});

async function file(...lines: readonly string[]): Promise<string> {
  const path = join(folder, 'contracts.csv');
  await writeFile(path, [header, ...lines, ''].join('\n'));
  return path;
}

const importAs = async (name: string, ...lines: readonly string[]) => {
  const read = readContractFile(await file(...lines), false);
  return actingAs(warehouse.database, as(name), (tx, who) =>
    saveContracts(
      tx,
      who,
      read.map(({ row }) => row),
    ),
  );
};
const approveAs = (name: string, contract: string) =>
  actingAs(warehouse.database, as(name), (tx, who) => approveContract(tx, who, contract));
const problemsOf = async (...lines: readonly string[]) =>
  contractProblems(warehouse.database, readContractFile(await file(...lines), false));
const settleMonth = (month: string, date: string, runId = run.runId) =>
  warehouse.database.transaction((tx) => settleContracts(tx, runId, month, date));
const charges = (month: string) =>
  warehouse.database.rows(
    'reading charges',
    `select c.kind, a.appd_application_name as app, s.sector_name as sector, c.h_code, c.units::float8::text as units,
            c.usd_cost::text as cost
     from   contract_charge_fact c join applications_dim a using (app_id) join sectors_dim s on s.sector_id = c.sector_id
     where  c.month_start = $1 order by 1`,
    [month],
  );

const peak = 'AppD 2025,AppDynamics,2025-07-01,2026-07-01,APM,PEAK,daily_units,month,120,0.5,2';
const spend = 'Spend,AppDynamics,2025-07-01,2025-09-01,APM,,amount,term,20000,,0.1';

describe('a contract', () => {
  test('is brought as a draft, twice is the same as once, and a changed draft belongs to who changed it', async () => {
    expect(await importAs('ana', peak, spend)).toEqual({ inserted: 2, updated: 0, unchanged: 0 });
    expect(await importAs('eve', peak, spend)).toEqual({ inserted: 0, updated: 0, unchanged: 2 });
    expect(await importAs('ben', spend.replace('20000', '15000'))).toEqual({
      inserted: 0,
      updated: 1,
      unchanged: 0,
    });

    expect(await requireContract(warehouse.database, 'AppD 2025')).toMatchObject({
      status: 'draft',
      createdBy: 'ana',
    });
    expect(await requireContract(warehouse.database, 'Spend')).toMatchObject({ createdBy: 'ben' });
  });

  test('R10: charges nothing before it is approved', async () => {
    expect(await settleMonth('2025-08-01', '2025-09-11')).toEqual({ inserted: 0, updated: 0, deleted: 0 });
  });

  test('R32: is approved by another person than made it, once', async () => {
    await expect(approveAs('ana', 'AppD 2025')).rejects.toThrow(
      'was made by ana; another person must approve it',
    );
    await expect(approveAs('ben', 'AppD 2026')).rejects.toThrow('There is no contract "AppD 2026"');

    expect(await approveAs('ben', 'AppD 2025')).toMatchObject({ status: 'approved', approvedBy: 'ben' });
    await approveAs('ana', 'Spend');
    await expect(approveAs('eve', 'AppD 2025')).rejects.toThrow('was approved already, by ben');
  });

  test('stays once it is approved, whoever tries', async () => {
    await expect(importAs('ana', peak.replace('120', '90'))).rejects.toThrow(
      'is approved and would be changed',
    );
    const sql = (text: string) => warehouse.database.run('changing a contract', text);
    await expect(sql('update contract_lines set committed = 1')).rejects.toThrow('its lines stay');
    await expect(sql('delete from contract_lines')).rejects.toThrow('its lines stay');
    await expect(sql(`update contracts set vendor = 'x'`)).rejects.toThrow('is approved and stays');
    await expect(
      sql(`insert into contracts (contract_name, vendor, created_by, status, approved_by, start_date, end_date)
           values ('x', 'x', 'ana', 'approved', 'ben', '2025-01-01', '2026-01-01')`),
    ).rejects.toThrow('begins as a draft');
  });
});

describe('R10: the charges of an open month', () => {
  test('unused commitment of a month that is over goes to its bucket', async () => {
    await settleMonth('2025-07-01', '2025-09-11');

    // 31 days, 20 of 120 units unused, at 0.50.
    expect(await charges('2025-07-01')).toEqual([
      {
        kind: 'unused_commitment',
        app: '__idle__',
        sector: '__idle__',
        h_code: 'IDLE',
        units: '620',
        cost: '310.00',
      },
    ]);
  });

  test('overage is charged while the month is running, and what the term settles in its last month', async () => {
    await settleMonth('2025-08-01', '2025-08-11');
    const overage = { kind: 'overage', app: '__overage__', sector: '__unallocated__', h_code: 'OVERAGE' };
    // Ten days, 10 units above, at 2; July cost 31 x 170 and ten days of August 10 x 215: 7,420 of 15,000 dollars.
    expect(await charges('2025-08-01')).toEqual([{ ...overage, units: '100', cost: '200.00' }]);

    await settleMonth('2025-08-01', '2025-09-11');
    // 31 days in August; 31 x 170 + 31 x 215 = 11,935 of 15,000 dollars in the whole term.
    expect(await charges('2025-08-01')).toEqual([
      { ...overage, units: '310', cost: '620.00' },
      {
        kind: 'unused_commitment',
        app: '__idle__',
        sector: '__idle__',
        h_code: 'IDLE',
        units: '3065',
        cost: '3065.00',
      },
    ]);
  });

  test('R20: settling again changes no row, no id and no run', async () => {
    const rows = () =>
      warehouse.database.rows('reading', 'select * from contract_charge_fact order by charge_id');
    const before = await rows();
    const later = await warehouse.openRun('2025-09-11', '2025-09-08', '2025-09-10');

    expect(await settleMonth('2025-08-01', '2025-09-11', later.runId)).toEqual({
      inserted: 0,
      updated: 0,
      deleted: 0,
    });
    expect(await rows()).toEqual(before);
  });

  test('are part of the draft, and of the cost that the month must add up to', async () => {
    await createChargebacks(warehouse.database).draft(run.runId, '2025-08-01');

    const { drafted, cost } = await warehouse.database.one<{ drafted: string; cost: string }>(
      'comparing',
      `select (select sum(usd_amount) from chargeback_draft where month_start = '2025-08-01')::text as drafted,
              total_cost::text as cost from month_balance where month_start = '2025-08-01'`,
    );
    // 31 x (130 x 1.50 + 20) + 620 + 3,065
    expect([drafted, cost]).toEqual(['10350.00', '10350.00']);
  });

  test('fees of the same table that prices make are not touched', async () => {
    await warehouse.database.run(
      'adding a fee',
      `insert into contract_charge_fact (app_id, sector_id, capability_id, price_id, run_id, kind, h_code, units, cost_exact, usd_cost, month_start)
       select app_id, sector_id, $1, (select min(price_id) from price_config), $2, 'flat_fee', 'CONTRACT', 0, 50, 50, '2025-07-01'
       from   applications_dim where appd_application_name = '__contract__'`,
      [apm, run.runId],
    );
    expect(await settleMonth('2025-07-01', '2025-09-11')).toEqual({ inserted: 0, updated: 0, deleted: 0 });
    // The fee is dollars spent: the commitment of the term has 50 less unused.
    expect(await settleMonth('2025-08-01', '2025-09-11')).toEqual({ inserted: 0, updated: 1, deleted: 0 });
    expect(await charges('2025-08-01')).toMatchObject([{}, { cost: '3015.00' }]);
    expect(await charges('2025-07-01')).toHaveLength(2);
  });

  test('a month that is not there, or not open, is left alone', async () => {
    expect(await settleMonth('2031-01-01', '2031-02-01')).toEqual({ inserted: 0, updated: 0, deleted: 0 });
  });
});

describe('how a contract stands', () => {
  test('shows use to date, and the day on which nothing is left', async () => {
    const contract = await requireContract(warehouse.database, 'AppD 2025');
    const { lines, month } = await readStanding(warehouse.database, contract, '2025-09-10');

    expect(month).toBe('2025-09-01');
    expect(lines).toMatchObject([
      {
        monthToDate: { committed: '1200.0000', used: '1300.0000', percent: '108.3', headRoom: '0.0000' },
        termToDate: { overage: '410.0000', unused: '620.0000' },
        exhaustion: { day: '2025-09-01', isProjected: false },
      },
    ]);
  });
});

describe('a file of contracts', () => {
  test('that names what is not known is refused by line, with what is', async () => {
    expect(
      await problemsOf(
        'New,AppDynamics,2026-07-01,2027-07-01,APN,,units,month,10,,',
        'New,AppDynamics,2026-07-01,2027-07-01,APM,PEEK,units,month,10,,',
      ),
    ).toEqual([
      { line: 2, what: 'capability: found "APN"; expected APM' },
      {
        line: 3,
        what: 'tier: found "PEEK", which has no price for APM; expected PEAK or PRO, or nothing for every tier',
      },
    ]);
  });

  test('that commits the same use twice is refused, within the file and against what is approved', async () => {
    const found = await problemsOf(
      'New,AppDynamics,2026-06-01,2027-07-01,APM,,units,month,10,,',
      'New,AppDynamics,2026-06-01,2027-07-01,APM,PRO,daily_units,month,10,,',
      'New,AppDynamics,2026-06-01,2027-07-01,APM,,amount,month,10,,',
    );

    expect(found.map(({ line, what }) => [line, what.replace(/.*counts/, 'counts')])).toEqual([
      [3, 'counts use that line 2 commits already; expected every use once'],
      [
        2,
        'counts use that contract "AppD 2025" commits from 2025-07-01 to before 2026-07-01; expected every use once',
      ],
    ]);
  });

  test('with two terms for one contract, negative rates or no commitment is refused whole', async () => {
    const path = await file(peak, peak.replace('2026-07-01', addDays('2026-07-01', 1)));
    expect(() => readContractFile(path, false)).toThrow(/contracts\.csv:3 contract "AppD 2025" is with/);

    const bad = await file(
      peak.replace(',120,', ',0,'),
      peak.replace(',0.5,', ',-0.5,'),
      peak.replace('daily_units', 'daily'),
    );
    expect(() => readContractFile(bad, false)).toThrow(
      /:2 committed.*above 0[^]*:3 unused_rate[^]*:4 basis.*expected daily_units/,
    );
  });
});
