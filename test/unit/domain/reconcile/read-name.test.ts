import { describe, expect, test } from '@jest/globals';
import { defaultMatchSettings } from '../../../../domain/reconcile/match.ts';
import { readName } from '../../../../domain/reconcile/read-name.ts';

const read = (name: string) => readName(name, defaultMatchSettings);

describe('the environment', () => {
  test.each([
    ['OrderMgmt-PROD', 'order mgmt', 'PROD'],
    ['Orders_prd', 'orders', 'PROD'],
    ['Orders Production', 'orders', 'PROD'],
    ['OrdersUAT', 'orders', 'UAT'],
    ['Orders (UAT2) EU', 'orders eu', 'UAT2'],
    ['[DEV] Orders', 'orders', 'DEV'],
    ['STG-Orders', 'orders', 'STAGE'],
    ['Orders Pre-Prod', 'orders', 'PREPROD'],
    ['Orders-NonProd', 'orders', 'NONPROD'],
    ['orders.sit.01', 'orders 01', 'SIT'],
    ['Orders/DR', 'orders', 'DR'],
    ['Orders Sandbox', 'orders', 'SANDBOX'],
  ])('of %s is taken out of the name', (name, base, environment) => {
    expect(read(name)).toMatchObject({ base, environment });
  });

  test.each([
    'Test Management',
    'QA Dashboard',
    'Stage Manager',
    'Production Planning',
    'PROD',
    'Device Portal',
  ])('is not found in %s', (name) => {
    expect(read(name).environment).toBeNull();
  });
});

describe('the normal form', () => {
  test.each([
    ['HRPortal', 'hr-portal'],
    ['Order  Management', 'order_management'],
    ['Sales & Marketing', 'SalesAndMarketing'],
    ['Ｏrders', 'orders'],
    ['DataLake.Ingest', 'data lake ingest'],
  ])('makes %s and %s the same', (left, right) => {
    expect(read(left).key).toBe(read(right).key);
  });

  test.each([
    ['App 1 12', 'App 11 2'],
    ['C++ Build', 'C# Build'],
    ['订单', '库存'],
    ['---', '***'],
  ])('keeps %s and %s apart', (left, right) => {
    expect(read(left).key).not.toBe(read(right).key);
  });

  test('knows regions by one spelling, and numbers without leading zeros', () => {
    expect(read('SAP-ECC6-Europe-02')).toMatchObject({ regions: ['EU'], numbers: ['2', '6'] });
  });

  test('does not stumble over words that JavaScript knows', () => {
    expect(read('constructor toString-__proto__')).toMatchObject({ environment: null, regions: [] });
  });
});
