import { addMonths } from '../../pipeline/days.ts';
import type { Month } from '../../pipeline/run.ts';
import type { MonthQuestion } from '../../domain/allocate/allocate-month.ts';
import type { DraftLine, SendingRule } from '../../domain/allocate/allocation.ts';
import { defaultSharedServices } from '../../domain/allocate/h-code.ts';

/** The shared services of a year: as many senders as receiving sectors make lines, for two capabilities. */
export interface SharedYear {
  readonly senders: number;
  readonly receivers: number;
  readonly months: readonly Month[];
}

export const claimedYear: SharedYear = {
  senders: 300,
  receivers: 50,
  months: Array.from({ length: 12 }, (_, index) => addMonths('2025-01-01', index)),
};

const capabilityIds = [1, 2];
const codes = ['X-PLATFORM-001', 'SHARED-2', 'GLOBAL-3', 'H-9'];
const ownApplications = 10;

/** What stage 5 asks of a month: senders by four rules, and the cost of the receivers' own applications. */
export function monthQuestion({ senders, receivers }: SharedYear, month: Month): MonthQuestion {
  const lines: DraftLine[] = [];
  const sharedSector = receivers + 1;
  const add = (appId: number, sectorId: number, hCode: string, seed: number): void => {
    for (const capabilityId of capabilityIds)
      lines.push({
        month,
        appId,
        sectorId,
        sectorName: sectorId === sharedSector ? 'Global IT' : `Sector ${sectorId}`,
        isChargeable: true,
        capabilityId,
        hCode,
        units: `${100 + ((seed * 37) % 900)}.${seed % 4}`,
        amount: `${500 + ((seed * 91 + capabilityId) % 4000)}.${10 + (seed % 90)}`,
      });
  };
  for (let sender = 1; sender <= senders; sender += 1)
    add(sender, sharedSector, codes[sender % codes.length] ?? '', sender);
  for (let own = 0; own < receivers * ownApplications; own += 1)
    add(senders + own + 1, 1 + (own % receivers), 'H-1', own);
  return {
    month,
    senders: lines,
    receiversFrom: lines,
    rules,
    drivers: [],
    shared: defaultSharedServices,
  };
}

const rule = (ruleId: number, changes: Partial<SendingRule>): SendingRule => ({
  ruleId,
  ruleName: `rule ${ruleId}`,
  version: 1,
  step: 1,
  priority: ruleId,
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
});

const noDriver = { driver: 'units', driverCapabilityId: null, driverTable: null } as const;

/** One method each: by units, the blend of the documents, equal, by cost. */
export const rules: readonly SendingRule[] = [
  rule(1, { hCodePattern: 'PLATFORM' }),
  rule(2, {
    hCodePattern: 'SHARED',
    method: 'blend',
    parts: [
      { ...noDriver, method: 'proportional_usage', weight: '0.4' },
      { ...noDriver, method: 'equal', weight: '0.6' },
    ],
  }),
  rule(3, { hCodePattern: 'GLOBAL', method: 'equal' }),
  rule(4, { driver: 'cost' }),
];
