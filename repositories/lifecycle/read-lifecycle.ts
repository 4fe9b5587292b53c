import type { Day } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/** A monitored application and where it stands. */
export interface ApplicationState {
  readonly id: string;
  readonly name: string;
  readonly service: string | null;
  /** Whoever owns it now; the bucket __unassigned__ when nobody does. */
  readonly sector: string;
  readonly firstUsage: Day | null;
  readonly lastUsage: Day | null;
  /** active, not listed, retired on, merged into or split from. */
  readonly state: string;
}

/** Something that happened to an application. */
export interface LifecycleEvent {
  readonly changeId: number;
  readonly date: Day;
  readonly kind: 'renamed' | 'merged' | 'split' | 'retired';
  readonly application: string;
  readonly other: string | null;
  readonly beforeName: string | null;
  readonly afterName: string | null;
  readonly by: string;
  readonly reason: string | null;
  readonly undoneBy: string | null;
}

/** A service that it was linked to on the days `[from, to)`. */
export interface PastLink {
  readonly from: Day;
  readonly to: Day | null;
  readonly service: string;
  readonly method: string;
}

/** Every monitored application, by name. */
export async function listApplications(session: Session): Promise<ApplicationState[]> {
  return session.rows<ApplicationState>('listing applications', applicationStates);
}

/** What happened to an application, and to others that it took part in, in order. */
export async function readEvents(session: Session, appId: number): Promise<LifecycleEvent[]> {
  return session.rows<LifecycleEvent>('reading changes of an application', events, [appId]);
}

/** The services that it was linked to, in order. */
export async function readLinks(session: Session, appId: number): Promise<PastLink[]> {
  return session.rows<PastLink>('reading links of an application', links, [appId]);
}

const applicationStates = `
  with used as (
    select app_id, min(ts)::date as first_day, max(ts)::date as last_day from license_usage_fact group by 1
  ), changed as (
    select distinct on (c.app_id) c.app_id,
           case c.kind when 'merged' then format('merged into %s on %s', o.appd_application_name, c.effective_date)
                       when 'split' then format('split from %s on %s', o.appd_application_name, c.effective_date)
                       else format('retired on %s', c.effective_date) end as state
    from   application_changes c
    left join applications_dim o on o.app_id = c.other_app_id
    where  c.undone_at is null and c.kind <> 'renamed'
    order  by c.app_id, c.effective_date desc, c.change_id desc
  )
  select a.appd_application_id as id, a.appd_application_name as name, v.sn_service_name as service,
         coalesce(s.sector_name, '__unassigned__') as sector, u.first_day as "firstUsage", u.last_day as "lastUsage",
         coalesce(h.state, case when a.is_listed then 'active' else 'not listed' end) as state
  from   applications_dim a
  left join application_links l on l.app_id = a.app_id and l.valid_to is null
  left join applications_dim v on v.app_id = l.service_app_id
  left join application_ownership o on o.app_id = a.app_id and o.valid_to is null
  left join sectors_dim s on s.sector_id = o.sector_id
  left join used u on u.app_id = a.app_id
  left join changed h on h.app_id = a.app_id
  where  a.kind = 'application'
  order  by a.appd_application_name, a.app_id`;

const events = `
  select c.change_id as "changeId", c.effective_date as date, c.kind, a.appd_application_name as application,
         o.appd_application_name as other, c.before_name as "beforeName", c.after_name as "afterName", c.created_by as by, c.reason,
         c.undone_by as "undoneBy"
  from   application_changes c
  join   applications_dim a on a.app_id = c.app_id
  left join applications_dim o on o.app_id = c.other_app_id
  where  c.app_id = $1 or c.other_app_id = $1
  order  by c.effective_date, c.change_id`;

const links = `
  select l.valid_from as "from", l.valid_to as "to", s.sn_service_name as service, l.method
  from   application_links l
  join   applications_dim s on s.app_id = l.service_app_id
  where  l.app_id = $1
  order  by l.valid_from`;
