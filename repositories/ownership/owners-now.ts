/** What an ownership range says of the payer. */
export const attributes = ['sector_id', 'owner_id', 'architecture_id', 'h_code', 'cost_center'] as const;

/** What the CMDB says now of every application that is linked to a service. Without a sector the bucket __unassigned__ stands. */
export const ownersNow = `
  select l.app_id, coalesce(s.sector_id, u.sector_id) as sector_id, s.owner_id, s.architecture_id, s.h_code, s.cost_center,
         s.sector_id is not null and s.sector_id <> u.sector_id as names_sector
  from   application_links l
  join   applications_dim s on s.app_id = l.service_app_id
  cross join (select sector_id from sectors_dim where sector_name = '__unassigned__') u
  where  l.valid_to is null`;

/** The same as one value that a correction remembers. */
export const saidBy = (alias: string): string =>
  `jsonb_build_object(${attributes.map((column) => `'${column}', ${alias}.${column}`).join(', ')})`;
