import { describe, expect, test } from '@jest/globals';
import { allocateMonth, type MonthQuestion } from '../../../../domain/allocate/allocate-month.ts';
import type { AllocationLine, DriverLine } from '../../../../domain/allocate/allocation.ts';
import { defaultSharedServices } from '../../../../domain/allocate/h-code.ts';
import { documentBlend, draftLine, named, ruleWith } from './rules.ts';

const retail = 1;
const foods = 2;
const globalIt = 3;
const corporate = 4;

function allocate(changes: Partial<MonthQuestion>) {
  const senders = changes.senders ?? [];
  return allocateMonth({
    month: '2025-07-01',
    senders,
    receiversFrom: senders,
    rules: [],
    drivers: [],
    shared: defaultSharedServices,
    ...changes,
  });
}

const moves = (lines: readonly AllocationLine[]): string[] =>
  lines.map(
    ({ step, appId, senderSectorId, sectorId, bucket, cents }) =>
      `${step}: ${appId} of ${senderSectorId} -> ${sectorId ?? bucket ?? '?'} ${cents}`,
  );

const ownCost = [
  draftLine({ appId: 10, sectorId: retail, units: '300', amount: '600.00' }),
  draftLine({ appId: 20, sectorId: foods, units: '100', amount: '200.00' }),
];
const byUsage = ruleWith({ ruleId: 1, priority: 1000 });

describe('who sends and who receives', () => {
  test('a shared service gives its cost to the sectors with cost of their own; ordinary cost stays', () => {
    const platform = draftLine({ appId: 30, sectorId: globalIt, hCode: 'PLATFORM-1', amount: '40.00' });
    const result = allocate({ senders: [...ownCost, platform], rules: [byUsage] });
    expect(moves(result.lines)).toEqual(['1: 30 of 3 -> 1 3000', '1: 30 of 3 -> 2 1000']);
    expect(result).toMatchObject({ receivers: ['sector 1', 'sector 2'], senders: 1, sentCents: 4_000n });
  });

  test('the pattern of a rule makes a sender of what the settings do not call shared', () => {
    const lake = draftLine({ appId: 30, sectorId: foods, hCode: 'LAKE-7', amount: '40.00' });
    const rule = ruleWith({ ruleId: 2, hCodePattern: 'LAKE', method: 'equal' });
    expect(allocate({ senders: [...ownCost, lake], rules: [byUsage] }).lines).toEqual([]);
    expect(moves(allocate({ senders: [...ownCost, lake], rules: [byUsage, rule] }).lines)).toEqual([
      '1: 30 of 2 -> 1 2000',
      '1: 30 of 2 -> 2 2000',
    ]);
  });

  test.each(['OVERAGE', 'CONTRACT'])(
    'what a contract charged as %s is sent by units of its capability',
    (hCode) => {
      const charge = draftLine({ appId: 90, sectorId: 99, hCode, amount: '8.00', units: '0' });
      expect(moves(allocate({ senders: [...ownCost, charge], rules: [byUsage] }).lines)).toEqual([
        '1: 90 of 99 -> 1 600',
        '1: 90 of 99 -> 2 200',
      ]);
    },
  );

  test('R28: idle licenses stay in their bucket, unless a rule names them', () => {
    const idle = draftLine({ appId: 91, sectorId: 98, hCode: 'IDLE', amount: '8.00', units: '0' });
    expect(allocate({ senders: [...ownCost, idle], rules: [byUsage] }).lines).toEqual([]);
    const rule = ruleWith({ ruleId: 2, hCodePattern: 'IDLE', method: 'equal' });
    expect(moves(allocate({ senders: [...ownCost, idle], rules: [byUsage, rule] }).lines)).toEqual([
      '1: 91 of 98 -> 1 400',
      '1: 91 of 98 -> 2 400',
    ]);
  });

  test('R23: named receivers get their part, others none, whether they had cost or not', () => {
    const platform = draftLine({ appId: 30, sectorId: globalIt, hCode: 'PLATFORM-1', amount: '40.00' });
    const rule = ruleWith({ method: 'fixed', receivers: [named(foods, '75'), named(corporate, '25')] });
    expect(moves(allocate({ senders: [...ownCost, platform], rules: [rule] }).lines)).toEqual([
      '1: 30 of 3 -> 2 3000',
      '1: 30 of 3 -> 4 1000',
    ]);
  });

  test('the receivers of a correction are those of the month as it was closed', () => {
    const late = draftLine({ appId: 30, sectorId: globalIt, hCode: 'PLATFORM-1', amount: '-4.00' });
    const result = allocate({ senders: [late], receiversFrom: ownCost, rules: [byUsage] });
    expect(moves(result.lines)).toEqual(['1: 30 of 3 -> 1 -300', '1: 30 of 3 -> 2 -100']);
  });

  test('nodes of shared services are nobody else’s driver', () => {
    const platform = draftLine({ appId: 30, sectorId: foods, hCode: 'PLATFORM-1', amount: '40.00' });
    const nodes = (sectorId: number, hCode: string, quantity: string): DriverLine => ({
      driver: 'nodes',
      driverTable: null,
      sectorId,
      sectorName: `sector ${sectorId}`,
      hCode,
      quantity,
      unit: 'node days',
    });
    const drivers = [nodes(retail, '', '60'), nodes(foods, 'H-1', '20'), nodes(foods, 'PLATFORM-1', '900')];
    const rules = [ruleWith({ driver: 'nodes' })];
    expect(moves(allocate({ senders: [...ownCost, platform], rules, drivers }).lines)).toEqual([
      '1: 30 of 2 -> 1 3000',
      '1: 30 of 2 -> 2 1000',
    ]);
  });

  test('R25: shared cost without a rule goes to the Unallocated bucket', () => {
    const platform = draftLine({ appId: 30, sectorId: globalIt, hCode: 'PLATFORM-1', amount: '40.00' });
    expect(moves(allocate({ senders: [...ownCost, platform] }).lines)).toEqual([
      '1: 30 of 3 -> __unallocated__ 4000',
    ]);
  });
});

describe('R24: step by step', () => {
  const platform = draftLine({
    appId: 30,
    sectorId: corporate,
    hCode: 'PLATFORM-1',
    amount: '100.00',
    units: '0',
  });
  const login = draftLine({ appId: 40, sectorId: globalIt, hCode: 'H-9', amount: '50.00', units: '25' });
  const first = ruleWith({
    ruleId: 1,
    hCodePattern: 'PLATFORM',
    method: 'fixed',
    receivers: [named(retail, '70'), named(globalIt, '30')],
  });
  const second = ruleWith({ ruleId: 2, step: 2, senderSectorId: globalIt, method: 'equal' });

  test('a sector passes on what it received before its step, together with its own services', () => {
    const { lines, sentCents } = allocate({ senders: [...ownCost, platform, login], rules: [second, first] });
    expect(moves(lines)).toEqual([
      '1: 30 of 4 -> 1 7000',
      '1: 30 of 4 -> 3 3000',
      '2: 30 of 3 -> 1 1500',
      '2: 30 of 3 -> 2 1500',
      '2: 40 of 3 -> 1 2500',
      '2: 40 of 3 -> 2 2500',
    ]);
    expect(sentCents).toBe(15_000n);
  });

  test('a shared sector without a rule of its own passes on by the default rule, when that comes later', () => {
    const shared = { ...defaultSharedServices, sectorNames: ['sector 3'] };
    const byDefault = ruleWith({ ruleId: 3, step: 2, method: 'equal' });
    const { lines } = allocate({ senders: [...ownCost, platform, login], rules: [byDefault, first], shared });
    expect(moves(lines).filter((move) => move.startsWith('2: 30'))).toEqual([
      '2: 30 of 3 -> 1 1500',
      '2: 30 of 3 -> 2 1500',
    ]);
  });

  test('a later sender is weighed by its services: they are what uses the earlier one', () => {
    const byUnits = {
      ...first,
      method: 'proportional_usage',
      receivers: [named(retail), named(globalIt)],
    } as const;
    const { lines } = allocate({ senders: [...ownCost, platform, login], rules: [byUnits, second] });
    expect(moves(lines).slice(0, 2)).toEqual(['1: 30 of 4 -> 1 9231', '1: 30 of 4 -> 3 769']);
  });

  test('what came back to the application’s own sector joins its cost there, in one amount', () => {
    const own = { ...platform, sectorId: globalIt };
    const ordinary = { ...own, hCode: 'H-9', amount: '10.00' };
    const { lines } = allocate({ senders: [...ownCost, own, ordinary], rules: [first, second] });
    expect(moves(lines).filter((move) => move.startsWith('2:'))).toEqual([
      '2: 30 of 3 -> 1 2000',
      '2: 30 of 3 -> 2 2000',
    ]);
    expect(lines.filter(({ step }) => step === 2).map((line) => line.senderTotalCents)).toEqual([
      4_000n,
      4_000n,
    ]);
  });

  test('a sector that closed before keeps what reaches it: nothing is lost even with such rules', () => {
    const late = { ...first, step: 3 };
    const { lines } = allocate({ senders: [...ownCost, platform, login], rules: [late, second] });
    expect(moves(lines).filter((move) => move.startsWith('3:'))).toEqual([
      '3: 30 of 4 -> 1 7000',
      '3: 30 of 4 -> 3 3000',
    ]);
  });
});

test('three services by three methods, as the documents have it', () => {
  const service = (appId: number, hCode: string) =>
    draftLine({ appId, sectorId: corporate, hCode, amount: '100.00', units: '0' });
  const { lines } = allocate({
    senders: [...ownCost, service(31, 'PLATFORM-1'), service(32, 'SHARED-1'), service(33, 'GLOBAL-1')],
    rules: [
      ruleWith({ ruleId: 1, hCodePattern: 'PLATFORM' }),
      ruleWith({ ruleId: 2, hCodePattern: 'SHARED', ...documentBlend }),
      ruleWith({ ruleId: 3, hCodePattern: 'GLOBAL', method: 'equal' }),
    ],
  });
  expect(moves(lines)).toEqual([
    '1: 31 of 4 -> 1 7500',
    '1: 31 of 4 -> 2 2500',
    '1: 32 of 4 -> 1 6000',
    '1: 32 of 4 -> 2 4000',
    '1: 33 of 4 -> 1 5000',
    '1: 33 of 4 -> 2 5000',
  ]);
});
