import type { Share, Statement, StatementLine } from '../../domain/statement/statement.ts';

function line(
  facts: Partial<StatementLine> & Pick<StatementLine, 'lineId' | 'part' | 'amount'>,
): StatementLine {
  return {
    appId: Number(facts.lineId),
    application: 'Orders',
    chargeMonth: '2025-07-01',
    usage: [],
    shares: [],
    correction: null,
    ...facts,
  };
}

const share: Share = {
  capability: 'APM',
  direction: 'in',
  counterpart: 'Global IT',
  rule: 'shared-blend',
  ruleVersion: 2,
  step: 1,
  method: 'blend',
  driver: 'units',
  driverUnit: 'license units',
  quantity: '300.0000',
  driverTotal: '1000.0000',
  ratio: '0.3200000000',
  senderTotal: '100.00',
  amount: '32.00',
};

/** A statement with a line of every kind, and names that spreadsheets and fonts stumble over. */
export const exampleStatement: Statement = {
  header: {
    month: '2025-07-01',
    currency: 'USD',
    fiscalYear: 2025,
    fiscalPeriod: 7,
    periodState: 'in_review',
    origin: 'pipeline',
    acceptBy: '2025-08-12',
    runId: 12,
    runDate: '2025-08-01',
    dataThrough: '2025-07-31',
  },
  owner: { sectorId: 1, name: 'Foods, Europe', kind: 'sector', chargeMode: 'hard', costCenter: 'CC-1' },
  hash: 'ab12',
  totals: { direct: '150.00', sharedIn: '40.00', sharedOut: '-10.00', adjustments: '-2.50', total: '177.50' },
  lines: [
    line({
      lineId: '1',
      part: 'direct',
      amount: '120.00',
      usage: [
        { capability: 'APM', tier: 'PEAK', units: '80.0000', amount: '100.00' },
        { capability: 'MRUM', tier: 'PRO', units: '50.0000', amount: '20.00' },
      ],
    }),
    line({ lineId: '2', part: 'direct', amount: '30.00', application: '=cmd|calc' }),
    line({
      lineId: '3',
      part: 'shared in',
      amount: '40.00',
      application: 'Identity "SSO"',
      shares: [share, { ...share, capability: 'MRUM', rule: null, ruleVersion: null, amount: '8.00' }],
    }),
    line({
      lineId: '4',
      part: 'shared out',
      amount: '-10.00',
      application: 'Message Bus',
      shares: [{ ...share, direction: 'out', counterpart: 'Снэки', amount: '-10.00' }],
    }),
    line({
      lineId: '5',
      part: 'adjustment',
      amount: '-2.50',
      chargeMonth: '2025-06-01',
      correction: { originalLine: '77', originalAmount: '99.00', causes: ['late usage', 'price'] },
    }),
  ],
  change: {
    previousMonth: '2025-06-01',
    previousTotal: '170.00',
    total: '177.50',
    difference: '7.50',
    parts: {
      volume: '10.00',
      price: '0.00',
      moves: '0.00',
      newApplications: '0.00',
      retiredApplications: '0.00',
      sharedCost: '0.00',
      adjustments: '-2.50',
      unsplit: '0.00',
    },
    details: [
      { part: 'volume', application: 'Orders', amount: '10.00', note: '' },
      { part: 'adjustments', application: 'Orders', amount: '-2.50', note: '' },
    ],
  },
  proof: {
    statements: '1000.00',
    cost: '1002.50',
    corrections: '-2.50',
    difference: '0.00',
    correctedLater: '0.00',
  },
  bucketAge: null,
};
