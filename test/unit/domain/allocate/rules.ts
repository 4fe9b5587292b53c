import type {
  AllocationLine,
  AllocationRule,
  DraftLine,
  NamedReceiver,
  Receiver,
  SendingRule,
} from '../../../../domain/allocate/allocation.ts';

/** A rule for everybody by units; `changes` say what is different. */
export function ruleWith(changes: Partial<SendingRule> = {}): SendingRule {
  const ruleId = changes.ruleId ?? 7;
  return {
    ruleId,
    ruleName: `rule-${ruleId}`,
    version: 3,
    step: 1,
    priority: 10,
    method: 'proportional_usage',
    driver: 'units',
    driverCapabilityId: null,
    driverTable: null,
    parts: [],
    receivers: [],
    fallback: 'equal',
    hCodePattern: null,
    senderSectorId: null,
    senderSectorName: null,
    ...changes,
  };
}

/** One part of a blend. */
export function part(
  weight: string,
  method: AllocationRule['parts'][number]['method'],
  driver: AllocationRule['driver'] = 'units',
  driverTable: string | null = null,
): AllocationRule['parts'][number] {
  return { weight, method, driver, driverCapabilityId: null, driverTable };
}

/** The blend of the documents: 0.4 by units, 0.6 equal. */
export const documentBlend = {
  method: 'blend',
  parts: [part('0.4', 'proportional_usage'), part('0.6', 'equal')],
} as const;

export const named = (sectorId: number, percent: string | null = null): NamedReceiver => ({
  sectorId,
  sectorName: `sector ${sectorId}`,
  percent,
});

export const receiverWith = (sectorId: number, changes: Partial<Receiver> = {}): Receiver => ({
  sectorId,
  directCents: 100n,
  unitsByCapability: {},
  others: {},
  ...changes,
});

/** Direct cost of a sector's application; sectors from 90 on are buckets. */
export const draftLine = (changes: Partial<DraftLine>): DraftLine => {
  const sectorId = changes.sectorId ?? 1;
  return {
    month: '2025-07-01',
    appId: 1,
    sectorId,
    sectorName: `sector ${sectorId}`,
    isChargeable: sectorId < 90,
    capabilityId: 1,
    hCode: '',
    units: '1',
    amount: '1.00',
    ...changes,
  };
};

export const sumOf = (lines: readonly Pick<AllocationLine, 'cents'>[]): bigint =>
  lines.reduce((sum, { cents }) => sum + cents, 0n);

/** Lines as one text each, to compare whole results. */
export const asText = (lines: readonly AllocationLine[]): string =>
  lines.map((line) => Object.values(line).join('|')).join('\n');
