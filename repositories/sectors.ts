import type { ChargeMode, StatementOwner } from '../domain/statement/statement.ts';
import type { Session } from './database.ts';
import { findSector } from './find-by-name.ts';

/** A sector or bucket, with what a charge does to it. */
export interface Sector extends StatementOwner {
  /** May it receive shared cost? */
  readonly isChargeable: boolean;
}

/** What may be set on a sector. */
export interface SectorChange {
  readonly mode?: ChargeMode;
  /** An empty one takes it away. */
  readonly costCenter?: string;
}

/** Sectors by name, then buckets. */
export async function listSectors(session: Session): Promise<Sector[]> {
  return session.rows<Sector>(
    'reading sectors',
    `${selectSectors} order by s.kind = 'bucket', s.sector_name`,
  );
}

/** The sector or bucket of this name, or why there is none. */
export async function readSector(session: Session, name: string): Promise<Sector | { readonly why: string }> {
  const found = await findSector(session, name);
  return 'why' in found ? found : oneSector(session, found.id);
}

/** Sets the charge mode and cost center of a sector, as whoever acts; a trigger writes the audit log. */
export async function changeSector(
  tx: Session,
  { sectorId }: Sector,
  { mode, costCenter }: SectorChange,
): Promise<Sector> {
  await tx.run('changing a sector', updateSector, [sectorId, mode ?? null, costCenter ?? null]);
  return oneSector(tx, sectorId);
}

function oneSector(session: Session, sectorId: number): Promise<Sector> {
  return session.one<Sector>('reading a sector', `${selectSectors} where s.sector_id = $1`, [sectorId]);
}

const selectSectors = `
  select s.sector_id as "sectorId", s.sector_name as name, s.kind, s.charge_mode as "chargeMode", s.cost_center as "costCenter",
         s.is_chargeable as "isChargeable"
  from   sectors_dim s`;

const updateSector = `
  update sectors_dim
  set    charge_mode = coalesce($2, charge_mode),
         cost_center = case when $3::text is null then cost_center else nullif($3, '') end
  where  sector_id = $1`;
