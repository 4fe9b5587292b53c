import type { Decimal } from '../pipeline/run.ts';
import { actingAs, type Actor } from './acting.ts';
import type { Database, Session } from './database.ts';
import { findApplication, findService } from './find-by-name.ts';

/** A service that the matcher thought of. */
export interface ReviewCandidate {
  readonly serviceId: number;
  readonly name: string;
  /** 0 to 100. */
  readonly score: number;
}

/** A pair that waits for a person. */
export interface OpenReview {
  readonly id: number;
  readonly application: string;
  readonly tool: string;
  readonly proposedService: string;
  readonly score: Decimal;
  readonly reason: string;
  readonly candidates: readonly ReviewCandidate[];
  /** What the application has cost so far without a sector to pay it, in US dollars. */
  readonly costAtStake: Decimal;
}

/** Who decides, as the database knows it, and why. */
interface Decider {
  readonly by: string;
  readonly reason: string | null;
}

/** What came of a decision. It changes nothing by itself: the next run acts on it. */
export type DecisionOutcome =
  | { readonly isDone: true; readonly application: string; readonly service: string | null }
  | { readonly isDone: false; readonly why: string };

/** The review queue and the decisions of people, each written with its before and after (G-11). */
export function createReviews(database: Database) {
  return {
    /** Everything that waits for a person, the dearest first. */
    async list(): Promise<OpenReview[]> {
      return database.rows<OpenReview>('reading the review queue', listOpen);
    },

    /** Accepts the proposal: the next run links the two. An earlier approval of another service gives way. */
    async approve(id: number, actor: Actor): Promise<DecisionOutcome> {
      return decide(database, id, 'approved', actor);
    },

    /** Forbids the pair: the matcher does not propose it again. */
    async reject(id: number, actor: Actor): Promise<DecisionOutcome> {
      return decide(database, id, 'rejected', actor);
    },

    /** Links the application to the service whatever the names say, or to none when it is null. */
    async override(application: string, service: string | null, actor: Actor): Promise<DecisionOutcome> {
      return decidingAs(database, actor, async (tx, decider) => {
        const app = await findApplication(tx, application);
        if ('why' in app) return { isDone: false, why: app.why };
        const target = service === null ? null : await findService(tx, service);
        if (target && 'why' in target) return { isDone: false, why: target.why };
        const before = await endOverride(tx, app.id);
        const after = { service_app_id: target?.id ?? null, service: target?.name ?? null };
        await tx.run('writing an override', addOverride, [
          app.id,
          after.service_app_id,
          decider.reason ?? 'none given',
          decider.by,
        ]);
        await tx.run('closing reviews', closeReviews, [app.id, decider.by, decider.reason]);
        await note(tx, decider, {
          action: 'override match',
          entity: 'mapping_overrides',
          key: app.key,
          before,
          after,
        });
        return { isDone: true, application: app.name, service: after.service };
      });
    },

    /** Takes the override of an application back: the matcher decides again. */
    async withdraw(application: string, actor: Actor): Promise<DecisionOutcome> {
      return decidingAs(database, actor, async (tx, decider) => {
        const app = await findApplication(tx, application);
        if ('why' in app) return { isDone: false, why: app.why };
        const before = await endOverride(tx, app.id);
        if (!before) return { isDone: false, why: `There is no override for "${app.name}".` };
        await tx.run('reopening reviews', reopenReviews, [app.id]);
        const entry = {
          action: 'withdraw override',
          entity: 'mapping_overrides',
          key: app.key,
          before,
          after: null,
        };
        await note(tx, decider, entry);
        return { isDone: true, application: app.name, service: null };
      });
    },
  };
}

export type Reviews = ReturnType<typeof createReviews>;

interface Entry {
  readonly app_id: number;
  readonly status: string;
  readonly application: string;
  readonly service: string;
}

/** The decision stands in the audit log with who made it, how that is known, and why (R30). */
async function decidingAs(
  database: Database,
  actor: Actor,
  decide: (tx: Session, decider: Decider) => Promise<DecisionOutcome>,
): Promise<DecisionOutcome> {
  return actingAs(database, actor, (tx, { name }) => decide(tx, { by: name, reason: actor.reason }));
}

async function decide(
  database: Database,
  id: number,
  status: 'approved' | 'rejected',
  actor: Actor,
): Promise<DecisionOutcome> {
  return decidingAs(database, actor, async (tx, decider) => {
    const [entry] = await tx.rows<Entry>('reading a review', readEntry, [id]);
    if (!entry) return { isDone: false, why: `There is no review ${id}; "review list" shows the open ones.` };
    if (entry.status !== 'open') return { isDone: false, why: `Review ${id} is ${entry.status} already.` };
    if (status === 'approved') await tx.run('retiring an approval', retireApprovals, [entry.app_id]);
    await tx.run('deciding a review', closeReview, [id, status, decider.by, decider.reason]);
    const facts = { application: entry.application, service: entry.service };
    await note(tx, decider, {
      action: status === 'approved' ? 'approve match' : 'reject match',
      entity: 'review_queue',
      key: String(id),
      before: { ...facts, status: entry.status },
      after: { ...facts, status },
    });
    return { isDone: true, ...facts };
  });
}

async function endOverride(tx: Session, appId: number): Promise<object | null> {
  const [ended] = await tx.rows<{ before: object }>('ending an override', endActive, [appId]);
  return ended?.before ?? null;
}

interface Action {
  readonly action: string;
  readonly entity: string;
  readonly key: string;
  readonly before: object | null;
  readonly after: object | null;
}

async function note(
  tx: Session,
  { by, reason }: Decider,
  { action, entity, key, before, after }: Action,
): Promise<void> {
  const values = [
    by,
    action,
    entity,
    key,
    reason,
    before && JSON.stringify(before),
    after && JSON.stringify(after),
  ];
  await tx.run('noting the decision', noteAction, values);
}

const listOpen = `
  select q.review_id as id, a.appd_application_name as application, a.tool, s.sn_service_name as "proposedService",
         q.score::text as score, q.reason,
         (select coalesce(jsonb_agg(jsonb_build_object('serviceId', v.app_id, 'name', v.sn_service_name, 'score', (c.value ->> 'score')::numeric)
                                    order by c.ordinality), '[]')
          from   jsonb_array_elements(q.candidates) with ordinality c
          join   applications_dim v on v.app_id = (c.value ->> 'serviceId')::integer) as candidates,
         coalesce(paid.cost, 0)::numeric(14, 2)::text as "costAtStake"
  from   review_queue q
  join   applications_dim a on a.app_id = q.app_id
  join   applications_dim s on s.app_id = q.service_app_id
  left join lateral (
    select sum(c.usd_cost) as cost
    from   charged_cost c join sectors_dim d using (sector_id)
    where  c.app_id = q.app_id and d.sector_name = '__unassigned__') paid on true
  where  q.status = 'open'
  order  by coalesce(paid.cost, 0) desc, a.appd_application_name, q.review_id`;

const readEntry = `
  select q.app_id, q.status, a.appd_application_name as application, s.sn_service_name as service
  from   review_queue q
  join   applications_dim a on a.app_id = q.app_id
  join   applications_dim s on s.app_id = q.service_app_id
  where  q.review_id = $1
  for    update of q`;

/** Two approvals that name different services would contradict each other. */
const retireApprovals = `update review_queue set status = 'obsolete' where app_id = $1 and status = 'approved'`;

const closeReview = `
  update review_queue set status = $2, decided_by = $3, decision_reason = $4, decided_at = now() where review_id = $1`;

const closeReviews = `
  update review_queue set status = 'overridden', decided_by = $2, decision_reason = $3, decided_at = now()
  where  app_id = $1 and status = 'open'`;

const reopenReviews = `
  update review_queue set status = 'obsolete', decided_by = null, decision_reason = null, decided_at = null
  where  app_id = $1 and status = 'overridden'`;

const endActive = `
  with ended as (
    update mapping_overrides set is_active = false, ended_at = now() where app_id = $1 and is_active
    returning service_app_id, reason, created_by
  )
  select jsonb_build_object('service_app_id', e.service_app_id, 'service', s.sn_service_name, 'reason', e.reason,
                            'created_by', e.created_by) as before
  from   ended e
  left join applications_dim s on s.app_id = e.service_app_id`;

const addOverride = `
  insert into mapping_overrides (app_id, service_app_id, reason, created_by) values ($1, $2, $3, $4)`;

const noteAction = `
  insert into user_actions (actor, action, entity, entity_key, reason, before, after)
  values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)`;
