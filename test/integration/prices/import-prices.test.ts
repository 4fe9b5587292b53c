import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PriceRow } from '../../../domain/pricing/price.ts';
import { actingAs } from '../../../repositories/acting.ts';
import { addPrice, endPrice } from '../../../repositories/prices/edit-prices.ts';
import { importPrices } from '../../../repositories/prices/import-prices.ts';
import { listPrices, type ListedPrice } from '../../../repositories/prices/read-prices.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';
import { useUnits } from './use-units.ts';

const origin = { priceList: 'contract 2025', createdBy: 'ana', reason: 'renewal' };
const ana = { name: 'ana', token: null, reason: 'amendment 3' };

let warehouse: Warehouse;
let appId: number;
let tiers = 0;

beforeAll(async () => {
  warehouse = await openWarehouse('import_prices');
  [appId = 0] = await warehouse.applications('Orders');
});

afterAll(() => warehouse.close());

/** A series of its own for each test. */
function series(): {
  readonly tier: string;
  row: (rate: string, from: string, to?: string | null) => PriceRow;
} {
  const tier = `TIER${++tiers}`;
  return {
    tier,
    row: (unitRate, startDate, endDate = null) => ({
      tool: 'appdynamics',
      capability: 'APM',
      tier,
      unitRate,
      currency: 'USD',
      startDate,
      endDate,
    }),
  };
}

const bring = (...rows: readonly PriceRow[]) => importPrices(warehouse.database, rows, origin);

async function pricesOf(tier: string): Promise<ListedPrice[]> {
  return (await listPrices(warehouse.database, { capability: 'APM', all: true })).filter(
    (row) => row.tier === tier,
  );
}

async function rangesOf(tier: string): Promise<string[]> {
  return (await pricesOf(tier)).map(
    ({ terms, startDate, endDate, version, isInForce }) =>
      `${terms} [${startDate}, ${endDate ?? 'open'}) v${version}${isInForce ? '' : ' replaced'}`,
  );
}

const use = (tier: string, days: Readonly<Record<string, string>>, date?: string) =>
  useUnits(warehouse, { appId, tier, days, ...(date !== undefined && { date }) });

describe('a price list', () => {
  test('imported twice changes nothing the second time', async () => {
    const { row, tier } = series();
    const first = await bring(row('1.25', '2025-01-01'));
    const second = await bring(row('1.2500', '2025-01-01'));

    expect(first).toMatchObject({ inserted: 1, updated: 0, versions: 0, unchanged: 0 });
    expect(second).toEqual({ inserted: 0, updated: 0, versions: 0, unchanged: 1, touched: [] });
    expect(await rangesOf(tier)).toEqual(['1.25 USD [2025-01-01, open) v1']);
  });

  test('R7: a price that nobody used is corrected in place', async () => {
    const { row, tier } = series();
    await bring(row('1.25', '2025-01-01'));

    expect(await bring(row('1.35', '2025-01-01'))).toMatchObject({ updated: 1, versions: 0 });
    expect(await rangesOf(tier)).toEqual(['1.35 USD [2025-01-01, open) v1']);
  });

  test('R7: a used price is not changed: a new version stands instead, and names the one it replaced', async () => {
    const { row, tier } = series();
    await bring(row('1.25', '2025-01-01'));
    await use(tier, { '2025-07-10': '4' });

    expect(await bring(row('1.35', '2025-01-01'))).toMatchObject({ updated: 0, versions: 1 });
    const [old, now] = await pricesOf(tier);
    expect(old).toMatchObject({ terms: '1.25 USD', isInForce: false, version: 1, replacedBy: now?.priceId });
    expect(now).toMatchObject({
      terms: '1.35 USD',
      isInForce: true,
      version: 2,
      reason: 'renewal',
      createdBy: 'ana',
    });
  });

  test('R7: the end of a used price moves in place where nothing was charged, and as a version where it was', async () => {
    const { row, tier } = series();
    await bring(row('1.25', '2025-01-01'));
    await use(tier, { '2025-07-10': '4' });
    expect(await bring(row('1.25', '2025-01-01', '2025-12-01'))).toMatchObject({ updated: 1, versions: 0 });

    const renewed = [row('1.25', '2025-01-01', '2025-06-15'), row('1.31', '2025-06-15')];
    expect(await bring(...renewed)).toMatchObject({ inserted: 1, updated: 0, versions: 1 });
    expect(await rangesOf(tier)).toEqual([
      '1.25 USD [2025-01-01, 2025-12-01) v1 replaced',
      '1.25 USD [2025-01-01, 2025-06-15) v2',
      '1.31 USD [2025-06-15, open) v1',
    ]);
  });

  test('R7: the database itself refuses to change or delete a used price', async () => {
    const { row, tier } = series();
    await bring(row('1.25', '2025-01-01'));
    await use(tier, { '2025-07-10': '4' });
    const [price] = await pricesOf(tier);
    const run = (sql: string) => warehouse.database.run('trying', sql, [price?.priceId]);

    await expect(run('update price_config set unit_rate = 9 where price_id = $1')).rejects.toThrow(
      'is not changed in place',
    );
    await expect(run(`update price_config set end_date = '2025-07-10' where price_id = $1`)).rejects.toThrow(
      'add a version',
    );
    await expect(run('delete from price_config where price_id = $1')).rejects.toThrow('was used and stays');
    await expect(run(`insert into price_tiers values ($1, 0, 1, 0)`)).rejects.toThrow('its slices stay');
  });

  test('R7: amounts per month count by the days of the price, so its end makes a version in every month that was used', async () => {
    const { row, tier } = series();
    const flat = (end: string | null) => ({ ...row('300', '2025-01-01', end), model: 'flat' as const });
    await bring(flat(null));
    await use(tier, { '2025-07-01': '4' }, '2025-07-02');

    expect(await bring(flat('2025-08-01'))).toMatchObject({ updated: 1, versions: 0 });
    expect(await bring(flat('2025-07-20'))).toMatchObject({ updated: 0, versions: 1 });
    expect((await pricesOf(tier)).map(({ endDate, version }) => [endDate, version])).toEqual([
      ['2025-08-01', 1],
      ['2025-07-20', 2],
    ]);
  });

  test('a boundary that moves later in the list makes room before it takes it', async () => {
    const { row } = series();
    await bring(row('1.25', '2025-01-01', '2025-03-01'), row('1.31', '2025-03-01', '2025-07-01'));

    expect(
      await bring(row('1.25', '2025-01-01', '2025-02-01'), row('1.3', '2025-02-01', '2025-03-01')),
    ).toMatchObject({
      inserted: 1,
      updated: 1,
    });
  });

  test('R6: overlap and gap name both lines, and nothing of the list is used', async () => {
    const { row, tier } = series();
    await bring(row('1.25', '2025-01-01'));
    const overlap = [{ ...row('1.31', '2025-06-15'), line: 2 }];
    const gap = [
      { ...row('1.25', '2025-01-01', '2025-06-01'), line: 2 },
      { ...row('1.31', '2025-06-15'), line: 3 },
    ];

    await expect(bring(...overlap)).rejects.toThrow(
      /1.25 USD for .* \(price \d+\) overlaps 1.31 USD for .* \(line 2\)/,
    );
    await expect(bring(...gap)).rejects.toThrow('leave 2025-06-01 to 2025-06-14 without a price');
    expect(await rangesOf(tier)).toEqual(['1.25 USD [2025-01-01, open) v1']);
  });

  test('R21: marks the months that a price touches, and no others', async () => {
    const { row } = series();
    await warehouse.database.rows(
      'making months',
      `select ensure_month_partitions('2025-05-01', '2025-09-01')`,
    );
    await warehouse.database.run('clearing', 'update chargeback_periods set needs_recost = false');

    await bring(row('1.31', '2025-06-15', '2025-08-01'));

    const rows = await warehouse.database.rows<{ month: string }>(
      'reading flags',
      'select month_start as month from chargeback_periods where needs_recost order by 1',
    );
    expect(rows.map(({ month }) => month)).toEqual(['2025-06-01', '2025-07-01']);
  });

  test('R30: stands in the audit log with its actor and reason, before and after', async () => {
    const { row, tier } = series();
    await bring(row('1.25', '2025-01-01'));
    await bring(row('1.35', '2025-01-01'));

    const rows = await warehouse.database.rows(
      'reading the audit log',
      `select operation, actor, reason, before ->> 'unit_rate' as before, after ->> 'unit_rate' as after
       from audit_log where entity = 'price_config' and after ->> 'tier' = $1 order by audit_id`,
      [tier],
    );
    expect(rows).toEqual([
      { operation: 'insert', actor: 'ana', reason: 'renewal', before: null, after: '1.25000000' },
      { operation: 'update', actor: 'ana', reason: 'renewal', before: '1.25000000', after: '1.35000000' },
    ]);
  });
});

describe('one price', () => {
  const add = (row: PriceRow) =>
    actingAs(warehouse.database, ana, (tx, who) => addPrice(tx, who, row, 'amendment 3'));
  const end = (priceId: number, on: string) =>
    actingAs(warehouse.database, ana, (tx, who) => endPrice(tx, who, { priceId, on }, null));

  test('R7: added inside an open range ends the earlier one there, as a version when it was used from that day on', async () => {
    const { row, tier } = series();
    await bring(row('1.25', '2025-01-01'));
    await use(tier, { '2025-08-20': '4' });

    expect(await add(row('1.31', '2025-08-15'))).toMatchObject({ inserted: 1, versions: 1 });
    expect(await rangesOf(tier)).toEqual([
      '1.25 USD [2025-01-01, open) v1 replaced',
      '1.25 USD [2025-01-01, 2025-08-15) v2',
      '1.31 USD [2025-08-15, open) v1',
    ]);
  });

  test('of an unknown capability is refused with those that are known', async () => {
    const { row } = series();

    await expect(add({ ...row('1', '2025-01-01'), capability: 'AMP' })).rejects.toThrow(
      'appdynamics has no capability "AMP"; known are: APM',
    );
  });

  test('across the beginning of another one is refused with both', async () => {
    const { row } = series();
    await bring(row('1', '2025-01-01', '2025-06-01'), row('2', '2025-06-01'));

    await expect(add(row('9', '2025-03-01', '2025-07-01'))).rejects.toThrow(
      'overlaps 2 USD for [2025-06-01, open)',
    );
  });

  test('is ended in place before it was used, and a wrong day or id is said', async () => {
    const { row, tier } = series();
    await bring(row('1.25', '2025-01-01'));
    const [price] = await pricesOf(tier);
    const id = price?.priceId ?? 0;

    expect(await end(id, '2026-01-01')).toMatchObject({ updated: 1, versions: 0 });
    expect(await rangesOf(tier)).toEqual(['1.25 USD [2025-01-01, 2026-01-01) v1']);
    await expect(end(id, '2025-01-01')).rejects.toThrow('begins on 2025-01-01; expected a later day');
    await expect(end(999_999, '2025-01-01')).rejects.toThrow('There is no price 999999 in force');
  });

  test('may leave a gap behind when it ends', async () => {
    const { row, tier } = series();
    await bring(row('1', '2025-01-01', '2025-06-01'), row('2', '2025-06-01'));
    const [first] = await pricesOf(tier);

    await end(first?.priceId ?? 0, '2025-05-01');

    expect(await rangesOf(tier)).toEqual([
      '1 USD [2025-01-01, 2025-05-01) v1',
      '2 USD [2025-06-01, open) v1',
    ]);
  });
});
