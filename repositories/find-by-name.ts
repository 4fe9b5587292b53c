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
