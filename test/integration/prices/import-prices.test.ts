import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { seed } from '../../../prisma/seed.ts';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { importPrices, type PriceRow } from '../../../repositories/prices.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const origin = { priceList: 'contract 2025', createdBy: 'ana' };

describe('a price list', () => {
  let testDatabase: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase('prices');
    database = openDatabase(testDatabase.settings);
    await seed(database, { allocationRulesFile: null });
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  beforeEach(() => database.run('emptying prices', 'truncate price_config, user_actions cascade'));

  test('imported twice changes nothing the second time', async () => {
    const first = await importPrices(database, [price('PEAK', '1.25', '2025-01-01', null)], origin);
    const second = await importPrices(database, [price('PEAK', '1.2500', '2025-01-01', null)], origin);

    expect(first).toEqual({ inserted: 1, updated: 0, unchanged: 0 });
    expect(second).toEqual({ inserted: 0, updated: 0, unchanged: 1 });
    expect(await actions()).toHaveLength(1);
  });

  test('a renewed contract ends the open price and begins the next on the same day', async () => {
    await importPrices(database, [price('PEAK', '1.25', '2025-01-01', null)], origin);
    const renewed = [
      price('PEAK', '1.25', '2025-01-01', '2025-06-15'),
      price('PEAK', '1.31', '2025-06-15', null),
    ];

    expect(await importPrices(database, renewed, origin)).toEqual({ inserted: 1, updated: 1, unchanged: 0 });
    expect(await prices()).toEqual([
      { rate: '1.25000000', from: '2025-01-01', to: '2025-06-15' },
      { rate: '1.31000000', from: '2025-06-15', to: null },
    ]);
    const [, renewal] = await actions();
    expect(renewal).toMatchObject({ actor: 'ana', before: [{ endDate: null }] });
  });

  test('a boundary that moves later in the list makes room before it takes it', async () => {
    const first = [
      price('PEAK', '1.25', '2025-01-01', '2025-03-01'),
      price('PEAK', '1.31', '2025-06-01', '2025-07-01'),
    ];
    await importPrices(database, first, origin);
    const wider = [
      price('PEAK', '1.25', '2025-01-01', '2025-06-01'),
      price('PEAK', '1.31', '2025-06-01', null),
    ];

    expect(await importPrices(database, wider, origin)).toEqual({ inserted: 0, updated: 2, unchanged: 0 });
  });

  test('an overlap names both ranges, and nothing of the list is used', async () => {
    await importPrices(database, [price('PEAK', '1.25', '2025-01-01', null)], origin);
    const list = [price('PRO', '0.835', '2025-01-01', null), price('PEAK', '1.31', '2025-06-15', null)];

    await expect(importPrices(database, list, origin)).rejects.toThrow(
      'appdynamics APM PEAK: 1.25 USD for [2025-01-01, open) overlaps 1.31 USD for [2025-06-15, open)',
    );
    expect(await prices()).toEqual([{ rate: '1.25000000', from: '2025-01-01', to: null }]);
  });

  test('the same price twice in one list is an overlap', async () => {
    const twice = [price('PEAK', '1.25', '2025-01-01', null), price('PEAK', '1.30', '2025-01-01', null)];

    await expect(importPrices(database, twice, origin)).rejects.toThrow('overlaps');
  });

  test('prices open months anew whose days they touch', async () => {
    await database.rows('making months', `select ensure_month_partitions('2025-05-01', '2025-07-01')`);

    await importPrices(database, [price('PEAK', '1.31', '2025-06-15', null)], origin);

    const rows = await database.rows<{ month: string }>(
      'reading flags',
      'select month_start as month from chargeback_periods where needs_recost order by 1',
    );
    expect(rows.map(({ month }) => month)).toEqual(['2025-06-01', '2025-07-01']);
  });

  function prices(): Promise<object[]> {
    const sql = `select unit_rate::text as rate, start_date as "from", end_date as "to" from price_config order by 2`;
    return database.rows('reading prices', sql);
  }

  function actions(): Promise<object[]> {
    return database.rows(
      'reading actions',
      'select actor, before, after from user_actions order by action_id',
    );
  }
});

function price(tier: string, unitRate: string, startDate: string, endDate: string | null): PriceRow {
  return { tool: 'appdynamics', capability: 'APM', tier, unitRate, currency: 'USD', startDate, endDate };
}
