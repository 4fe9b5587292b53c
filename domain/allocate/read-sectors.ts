import type { Decimal } from '../../pipeline/run.ts';
import { groupBy } from '../group-by.ts';
import { sumDecimals, toCents } from '../money.ts';
import type { SectorMonth } from './active-receivers.ts';
import type { DraftLine, DriverLine, Quantity } from './allocation.ts';
import { otherKey } from './read-driver.ts';

/** Everything that a split may follow, per sector: what its draft lines say, and the drivers beside them. */
export function readSectors(
  lines: readonly DraftLine[],
  drivers: readonly DriverLine[],
): Map<number, SectorMonth> {
  const linesBySector = groupBy(lines, ({ sectorId }) => sectorId);
  const driversBySector = groupBy(drivers, ({ sectorId }) => sectorId);
  const ids = new Set([...linesBySector.keys(), ...driversBySector.keys()]);
  return new Map(
    [...ids].map((sectorId) => {
      const own = linesBySector.get(sectorId) ?? [];
      const others = driversBySector.get(sectorId) ?? [];
      return [sectorId, toSectorMonth(sectorId, own, others)];
    }),
  );
}

function toSectorMonth(
  sectorId: number,
  lines: readonly DraftLine[],
  drivers: readonly DriverLine[],
): SectorMonth {
  const units = groupBy(lines, ({ capabilityId }) => capabilityId);
  const others = groupBy(drivers, ({ driver, driverTable }) => otherKey(driver, driverTable));
  return {
    sectorId,
    sectorName: lines[0]?.sectorName ?? drivers[0]?.sectorName ?? String(sectorId),
    isChargeable: lines[0]?.isChargeable ?? false,
    directCents: toCents(sumDecimals(lines.map((line) => line.amount))),
    unitsByCapability: Object.fromEntries(
      [...units].map(([id, own]): [number, Decimal] => [id, sumDecimals(own.map((line) => line.units))]),
    ),
    others: Object.fromEntries([...others].map(([key, own]): [string, Quantity] => [key, sumOf(own)])),
  };
}

function sumOf(drivers: readonly DriverLine[]): Quantity {
  return { quantity: sumDecimals(drivers.map(({ quantity }) => quantity)), unit: drivers[0]?.unit ?? '' };
}
