import type { Session } from '../database.ts';

/** A sector that somebody named. */
export interface NamedSector {
  readonly sectorId: number;
  readonly sectorName: string;
}

interface SectorRow extends NamedSector {
  readonly kind: string;
  readonly isChargeable: boolean;
}

/** What rules and drivers may name. Whatever is not known is said in `problems`. */
export interface Names {
  receiver(sector: string, problems: string[]): NamedSector;
  /** Any sector that is no bucket. */
  known(sector: string, problems: string[]): NamedSector;
  capability(code: string, problems: string[]): number;
  table(name: string, problems: string[]): string;
}

/** The names that the warehouse knows; upper and lower case are alike. */
export async function readNames(session: Session): Promise<Names> {
  const sectors = await session.rows<SectorRow>('reading sectors', allSectors);
  const capabilities = await session.rows<{ id: number; code: string }>(
    'reading capabilities',
    `select capability_id as id, capability_code as code from capabilities_dim order by capability_id`,
  );
  const tables = await session.rows<{ name: string }>(
    'reading driver tables',
    'select distinct driver_table as name from allocation_drivers order by 1',
  );
  const sector = (name: string, problems: string[]): SectorRow => {
    const found = sectors.find(({ sectorName }) => alike(sectorName, name));
    if (found && found.kind !== 'bucket') return found;
    const known = sectors.filter(({ kind }) => kind !== 'bucket').map(({ sectorName }) => sectorName);
    problems.push(
      found
        ? `${found.sectorName} is a bucket; expected a sector`
        : `there is no sector "${name}"; known are ${listed(known)}`,
    );
    return { sectorId: 0, sectorName: name, kind: 'sector', isChargeable: true };
  };
  return {
    receiver(name, problems) {
      const { sectorId, sectorName, isChargeable } = sector(name, problems);
      if (!isChargeable) problems.push(`${sectorName} is not chargeable; expected a sector that is billed`);
      return { sectorId, sectorName };
    },
    known(name, problems) {
      const { sectorId, sectorName } = sector(name, problems);
      return { sectorId, sectorName };
    },
    capability(code, problems) {
      const found = capabilities.find((one) => alike(one.code, code));
      if (!found)
        problems.push(
          `there is no capability "${code}"; known are ${listed(capabilities.map((one) => one.code))}`,
        );
      return found?.id ?? 0;
    },
    table(name, problems) {
      const found = tables.find((one) => alike(one.name, name));
      if (!found) problems.push(`there is no driver table "${name}"; import it first with "drivers import"`);
      return found?.name ?? name;
    },
  };
}

function alike(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none yet' : names.join(', ');
}

const allSectors = `
  select sector_id as "sectorId", sector_name as "sectorName", kind, is_chargeable as "isChargeable"
  from   sectors_dim order by sector_name`;
