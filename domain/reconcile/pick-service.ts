import type { Named, NameGroup } from './group-names.ts';

/** Which service of a group of variants an application belongs to. */
export type Pick =
  | { readonly found: 'one'; readonly service: Named }
  /** Several services that nothing tells apart. */
  | { readonly found: 'several'; readonly services: readonly Named[] }
  /** Every one names another environment. */
  | { readonly found: 'other-environment'; readonly services: readonly Named[] }
  /** A person rejected or gave away all of them. */
  | { readonly found: 'none'; readonly services: readonly Named[] };

/**
 * The service for one variant. A service of the same environment comes first, then one that names none; an application
 * without environment counts as production. A service of another environment is never picked, only shown. Several services
 * of the same name and environment are never told apart by us, even when one is spelled the same (C16).
 */
export function pickService(
  application: Named,
  family: NameGroup,
  isOpen: (application: Named, service: Named) => boolean,
): Pick {
  const open = family.members.filter((service) => isOpen(application, service));
  if (open.length === 0) return { found: 'none', services: family.members };

  const own = application.read.environment;
  const wished = own === null ? [null, 'PROD'] : own === 'PROD' ? ['PROD', null] : [own, null];
  for (const environment of wished) {
    const fitting = open.filter((service) => service.read.environment === environment);
    const [service, ...others] = fitting;
    if (service)
      return others.length === 0 ? { found: 'one', service } : { found: 'several', services: fitting };
  }
  return { found: 'other-environment', services: open };
}
