import type { Day } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import type { Changes } from '../lineage.ts';
import { attributes, ownersNow, saidBy } from './owners-now.ts';

/**
 * Brings the ownership ranges in line with the services that applications are linked to now. The first range of an
 * application opens at its first usage day; a change counts from the logical date of the run that first sees it. Until a
 * sector is known the cost stands under __unassigned__; when it becomes known it holds from the start, for nobody else was
 * charged. A run of an earlier date than the newest range changes nothing: a CMDB tells only the present.
 *
 * What a person corrected is never rewritten (R18). A correction without an end stays until the CMDB names a sector and says
 * something else than it said when the correction was made; that counts from the date of the run that sees it.
 */
export async function dateOwnership(
  tx: Session,
  run: { readonly runId: number; readonly date: Day },
): Promise<Changes> {
  await tx.run('reading present owners', presentOwners);
  const filled = await tx.run('naming a sector that was unknown', nameUnknownSectors, [run.runId]);
  const sameDay = await tx.run('correcting ranges of the same day', correctSameDay, [run.date, run.runId]);
  const deleted = await tx.run('dropping ranges of the same day', dropSameDay, [run.date, run.runId]);
  const ended = await tx.run('ending ownership ranges', endRanges, [run.date, run.runId]);
  const before = await tx.run('filling days before a correction', fillBeforeCorrections, [run.runId]);
  const opened = await tx.run('opening ownership ranges', openRanges, [run.date, run.runId]);
  const widened = await tx.run('moving first ranges to the first usage day', widenFirstRanges);
  return { inserted: before + opened, updated: filled + sameDay + ended + widened, deleted };
}

const row = (alias: string): string => `(${attributes.map((column) => `${alias}.${column}`).join(', ')})`;
const value = (alias: string): string =>
  `jsonb_build_object(${attributes.map((column) => `'${column}', ${alias}.${column}`).join(', ')}, 'valid_to', ${alias}.valid_to)`;
const key = (alias: string): string =>
  `jsonb_build_object('app_id', ${alias}.app_id, 'valid_from', ${alias}.valid_from)`;

const presentOwners = `
  create temp table present_owners on commit drop as
  select p.*, ${saidBy('p')} as said
  from   (${ownersNow}) p`;

/** Ranges in force that say something else than the CMDB does now, or whose application lost its service; corrections that it overtook. */
const outdated = `
  select o.*, p.app_id as present_app_id, p.sector_id as p_sector_id, p.owner_id as p_owner_id,
         p.architecture_id as p_architecture_id, p.h_code as p_h_code, p.cost_center as p_cost_center
  from   application_ownership o
  left join present_owners p on p.app_id = o.app_id
  where  o.valid_to is null
  and    case o.source when 'cmdb' then p.app_id is null or ${row('o')} is distinct from ${row('p')}
                       else p.names_sector and p.said is distinct from o.cmdb_said end`;

const setFromPresent = attributes.map((column) => `${column} = c.p_${column}`).join(', ');
const presentValue = `jsonb_build_object(${attributes.map((column) => `'${column}', c.p_${column}`).join(', ')})`;

const nameUnknownSectors = `
  with changed as (
    select c.* from (${outdated}) c join sectors_dim s on s.sector_id = c.sector_id
    where  s.sector_name = '__unassigned__' and c.source = 'cmdb' and c.present_app_id is not null
  ), logged as (
    insert into row_changes (run_id, table_name, operation, key, before, after)
    select $1, 'application_ownership', 'update', ${key('c')}, ${value('c')}, ${presentValue} from changed c
  )
  update application_ownership o set ${setFromPresent}, run_id = $1 from changed c where c.ownership_id = o.ownership_id`;

/** The range after a correction that ends in the future follows the CMDB as well: nothing was charged by it yet. */
const correctSameDay = `
  with changed as (
    select c.* from (${outdated}) c
    where  c.source = 'cmdb' and c.present_app_id is not null
    and    (c.valid_from = $1::date
            or (c.valid_from > $1::date and $1::date = (select max(logical_date) from pipeline_runs)
                and exists (select from application_ownership e
                            where e.app_id = c.app_id and e.source = 'correction' and e.valid_to = c.valid_from)))
  ), logged as (
    insert into row_changes (run_id, table_name, operation, key, before, after)
    select $2, 'application_ownership', 'update', ${key('c')}, ${value('c')}, ${presentValue} from changed c
  )
  update application_ownership o set ${setFromPresent}, run_id = $2 from changed c where c.ownership_id = o.ownership_id`;

const dropSameDay = `
  with dropped as (select c.* from (${outdated}) c where c.source = 'cmdb' and c.valid_from >= $1::date and c.present_app_id is null), logged as (
    insert into row_changes (run_id, table_name, operation, key, before)
    select $2, 'application_ownership', 'delete', ${key('c')}, ${value('c')} from dropped c
  )
  delete from application_ownership o using dropped d where d.ownership_id = o.ownership_id`;

const endRanges = `
  with changed as (select c.* from (${outdated}) c where c.valid_from < $1::date), logged as (
    insert into row_changes (run_id, table_name, operation, key, before, after)
    select $2, 'application_ownership', 'update', ${key('c')}, ${value('c')}, jsonb_build_object('valid_to', $1::date) from changed c
  )
  update application_ownership o set valid_to = $1::date, run_id = $2 from changed c where c.ownership_id = o.ownership_id`;

/** Days of usage before a first range that a person wrote: the CMDB's answer holds there, for nobody else was charged. */
const fillBeforeCorrections = `
  insert into application_ownership (app_id, sector_id, owner_id, architecture_id, h_code, cost_center, valid_from, valid_to, run_id)
  select p.app_id, p.sector_id, p.owner_id, p.architecture_id, p.h_code, p.cost_center, used.first_day, f.valid_from, $1
  from   present_owners p
  join   (select distinct on (app_id) app_id, valid_from, source from application_ownership order by app_id, valid_from) f
         on f.app_id = p.app_id and f.source = 'correction'
  join   lateral (select min(ts)::date as first_day from license_usage_fact u where u.app_id = p.app_id) used
         on used.first_day < f.valid_from
  order  by p.app_id`;

const openRanges = `
  insert into application_ownership (app_id, sector_id, owner_id, architecture_id, h_code, cost_center, valid_from, run_id)
  select p.app_id, p.sector_id, p.owner_id, p.architecture_id, p.h_code, p.cost_center,
         coalesce((select greatest(max(o.valid_to), case when bool_or(o.source = 'cmdb') then $1::date end)
                   from application_ownership o where o.app_id = p.app_id),
                  (select min(ts)::date from license_usage_fact u where u.app_id = p.app_id), $1::date), $2
  from   present_owners p
  where  not exists (select from application_ownership o where o.app_id = p.app_id and o.valid_to is null)
  order  by p.app_id`;

const widenFirstRanges = `
  update application_ownership o
  set    valid_from = used.first_day
  from   (select app_id, min(ts)::date as first_day from license_usage_fact group by 1) used
  where  used.app_id = o.app_id and used.first_day < o.valid_from and o.source = 'cmdb'
  and    not exists (select from application_ownership e where e.app_id = o.app_id and e.valid_from < o.valid_from)`;
