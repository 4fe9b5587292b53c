import { closestAmong } from '../domain/reconcile/closest-names.ts';
import type { Session } from './database.ts';

/** A row of the registry that a person named. */
export interface Found {
  readonly id: number;
  readonly name: string;
  /** The source's own id. */
  readonly key: string;
}

/** The application with this name or native id, or why there is not exactly one. */
export async function findApplication(
  session: Session,
  words: string,
): Promise<Found | { readonly why: string }> {
  return only(
    'application',
    words,
    await session.rows<Found>('finding an application', applicationsCalled, [words]),
  );
}

/** The service with this name or CMDB id, or why there is not exactly one. */
export async function findService(
  session: Session,
  words: string,
): Promise<Found | { readonly why: string }> {
  return only('service', words, await session.rows<Found>('finding a service', servicesCalled, [words]));
}

/** The sector or bucket with this name, or those whose names come near. */
export async function findSector(session: Session, words: string): Promise<Found | { readonly why: string }> {
  const sectors = await session.rows<Found>('finding a sector', allSectors);
  return nearest('sector', words, sectors);
}

/** The owner with this name or CMDB id, or those whose names come near. */
export async function findOwner(session: Session, words: string): Promise<Found | { readonly why: string }> {
  const owners = await session.rows<Found>('finding an owner', allOwners);
  return nearest('owner', words, owners);
}

function nearest(what: string, words: string, all: readonly Found[]): Found | { readonly why: string } {
  const said = words.toLowerCase();
  const found = all.filter(({ name, key }) => name.toLowerCase() === said || key === words);
  if (found.length > 0) return only(what, words, found);
  const names = [...new Set(all.map(({ name }) => name))];
  const near = closestAmong(names.map((name) => name.toLowerCase()))({
    name: said,
    floor: 60,
    count: 3,
    isAllowed: () => true,
  }).filter(({ score }) => score >= 60);
  const hint = near.map(({ index }) => `"${names[index] ?? ''}"`).join(', ');
  return { why: `There is no ${what} called "${words}".${hint ? ` Near to it: ${hint}.` : ''}` };
}

function only(what: string, words: string, found: readonly Found[]): Found | { readonly why: string } {
  const [first, ...others] = found;
  if (!first) return { why: `There is no ${what} called "${words}".` };
  if (others.length === 0) return first;
  const ids = found.map(({ key }) => key).join(', ');
  return { why: `${found.length} ${what}s are called "${words}": name one by its id (${ids}).` };
}

const applicationsCalled = `
  select app_id as id, appd_application_name as name, appd_application_id as key
  from   applications_dim
  where  kind = 'application' and (lower(appd_application_name) = lower($1) or appd_application_id = $1)
  order  by app_id`;

const servicesCalled = `
  select app_id as id, sn_service_name as name, service_key as key
  from   applications_dim
  where  kind = 'service' and (lower(sn_service_name) = lower($1) or service_key = $1)
  order  by app_id`;

const allSectors = `
  select sector_id as id, sector_name as name, sector_name as key from sectors_dim order by sector_name`;

const allOwners = `
  select owner_id as id, owner_name as name, owner_key as key from owners_dim order by owner_name, owner_id`;
