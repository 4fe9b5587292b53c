import { chargesOf } from '../../../domain/contract/charges.ts';
import { settledIn } from '../../../domain/contract/commitment.ts';
import { settle } from '../../../domain/contract/settle.ts';
import type { DraftLine } from '../../../domain/allocate/allocation.ts';
import { groupBy } from '../../../domain/group-by.ts';
import { fromCents, sumDecimals, toCents } from '../../../domain/money.ts';
import { costOf } from '../../../domain/pricing/cost-of.ts';
import { addMonths } from '../../../pipeline/days.ts';
import type { Day, Decimal, Month } from '../../../pipeline/run.ts';
import type { Knowledge } from './knowledge.ts';
import { valueOn } from './timeline.ts';
import { bucketSectors, buckets, keyOf, reserved, type World } from './world.ts';

/** One priced row of usage, at the owner of its day. */
export interface CostRow {
  readonly key: string;
  readonly appId: number;
  readonly capabilityId: number;
  readonly day: Day;
  readonly sectorId: number;
  readonly hCode: string;
  readonly units: Decimal;
  readonly cents: bigint;
}

/** What the usage of a month costs, and whom, by what is known: units x rate of the day, at the owner of the day (R2, R6, R18). */
export function costRows(world: World, { usage, prices, owners }: Knowledge, month: Month): CostRow[] {
  const end = addMonths(month, 1);
  const rows: CostRow[] = [];
  for (const row of usage.values()) {
    if (row.day < month || row.day >= end) continue;
    const { sectorId, hCode } = valueOn(owners[row.appId - 1] ?? [], row.day);
    const cents = priced(row.units, valueOn(prices[row.metric] ?? [], row.day));
    const capabilityId = world.metrics[row.metric]?.capabilityId ?? 0;
    rows.push({
      key: keyOf(row),
      appId: row.appId,
      capabilityId,
      day: row.day,
      sectorId,
      hCode,
      units: row.units,
      cents,
    });
  }
  return rows;
}

const known = new Map<string, bigint>();

/** The few products of small worlds come again and again. */
function priced(units: Decimal, rate: Decimal): bigint {
  const key = `${units}x${rate}`;
  const cents = known.get(key) ?? toCents(costOf(units, rate).cents);
  known.set(key, cents);
  return cents;
}

/** What the contract charges a month beside usage: overage to be distributed, unused commitment in its bucket (R10). */
export function contractLines(world: World, { usage }: Knowledge, month: Month): DraftLine[] {
  const { contract } = world;
  const span = contract && settledIn(contract, month);
  if (!contract || !span) return [];
  const uses = [...usage.values()]
    .filter(({ metric }) => world.metrics[metric]?.capabilityId === contract.capabilityId)
    .map(({ day, units }) => ({ day, quantity: units }));
  return chargesOf(contract, settle(contract, span, uses, addMonths(month, 1))).map(
    ({ kind, units, usdCost }) =>
      kind === 'overage'
        ? draftLine(world, {
            month,
            appId: reserved.overage,
            sectorId: buckets.unallocated,
            hCode: 'OVERAGE',
            capabilityId: contract.capabilityId,
            units,
            amount: usdCost,
          })
        : draftLine(world, {
            month,
            appId: reserved.idle,
            sectorId: buckets.idle,
            hCode: 'IDLE',
            capabilityId: contract.capabilityId,
            units,
            amount: usdCost,
          }),
  );
}

/** Cost rows as the lines of a draft: per application, sector, H-code and capability. */
export function draftOf(
  world: World,
  month: Month,
  rows: readonly Omit<CostRow, 'key' | 'day'>[],
): DraftLine[] {
  const groups = groupBy(
    rows,
    ({ appId, sectorId, hCode, capabilityId }) => `${appId}/${sectorId}/${hCode}/${capabilityId}`,
  );
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { appId, sectorId, hCode, capabilityId } = first;
    const units = sumDecimals(same.map((row) => row.units));
    const amount = fromCents(same.reduce((sum, { cents }) => sum + cents, 0n));
    return [draftLine(world, { month, appId, sectorId, hCode, capabilityId, units, amount })];
  });
}

function draftLine(world: World, line: Omit<DraftLine, 'sectorName' | 'isChargeable'>): DraftLine {
  const sector =
    world.sectors[line.sectorId - 1] ?? bucketSectors.find(({ sectorId }) => sectorId === line.sectorId);
  return Object.assign(line, { sectorName: sector?.name ?? '', isChargeable: sector?.isBucket === false });
}
