import type { MatchCandidate, MatchDecision, MatchResult } from '../domain/reconcile/match.ts';
import type { Day } from '../pipeline/run.ts';
import type { CopyRow } from './copy-rows.ts';
import type { Database, Session } from './database.ts';
import { hashOfRows, recordSave, type Changes } from './lineage.ts';
import { dateOwnership } from './ownership/date-ownership.ts';
import {
  createStaging,
  describeApplications,
  dropLinks,
  endLinks,
  insertLinks,
  logResults,
  moveServices,
  readApplications,
  readDecisions,
  readServices,
  releaseApplications,
  repointServers,
  retireReviews,
  updateLinks,
  upsertReviews,
  widenFirstLinks,
} from './links-statements.ts';

/** What the matcher needs to know. */
export interface MatchInput {
  readonly applications: readonly { readonly appId: number; readonly name: string }[];
  readonly services: readonly { readonly serviceId: number; readonly name: string }[];
  readonly decisions: readonly MatchDecision[];
}

/** What a save of the matches did. */
export interface LinksSaved {
  readonly links: Changes;
  readonly ownership: Changes;
  readonly openReviews: number;
}

/** Links between applications and services, the review queue, the log of decisions, and the merges that follow from them. */
export function createLinks(database: Database) {
  return {
    /**
     * Applications with usage or listed by their tool, services in scope or linked already, and the decisions of people.
     * Services are known by the row that was made for them, merged or not.
     */
    async matchInput(): Promise<MatchInput> {
      return {
        applications: await database.rows('reading applications', readApplications),
        services: await database.rows('reading services', readServices),
        decisions: await database.rows('reading decisions', readDecisions),
      };
    },

    /**
     * Puts the results in force on the logical date: links, merges, review queue, log and ownership ranges, in one
     * transaction. An application whose result did not change keeps its rows.
     */
    async replace(
      run: { readonly runId: number; readonly date: Day },
      results: readonly MatchResult[],
    ): Promise<LinksSaved> {
      return database.transaction(async (tx) => {
        await tx.run('locking the links', 'select pg_advisory_xact_lock(7303)');
        await stageMatches(tx, results);
        const links = await saveLinks(tx, run);
        await applyMerges(tx, run.runId);
        await tx.run('logging decisions', logResults, [run.runId]);
        const openReviews = await saveReviews(tx, run.runId);
        const ownership = await dateOwnership(tx, run);
        await record(tx, run.runId, 'application_links', run.date, results.length, links);
        await record(tx, run.runId, 'application_ownership', run.date, results.length, ownership);
        return { links, ownership, openReviews };
      });
    },
  };
}

const stagedColumns = [
  'app_id',
  'service_app_id',
  'proposed_app_id',
  'status',
  'method',
  'score',
  'scores',
  'candidates',
  'environment',
  'is_production',
  'reason',
];

async function stageMatches(tx: Session, results: readonly MatchResult[]): Promise<void> {
  await tx.run('staging matches', createStaging);
  await tx.copy('staging matches', 'staged_matches', stagedColumns, results.map(toRow));
}

function toRow(result: MatchResult): CopyRow {
  return [
    result.appId,
    result.serviceId,
    result.serviceId ?? result.candidates[0]?.serviceId ?? null,
    result.status,
    result.method,
    result.score.toFixed(2),
    JSON.stringify(result.scores),
    JSON.stringify(result.candidates.map(({ serviceId, score }: MatchCandidate) => ({ serviceId, score }))),
    result.environment,
    result.isProduction,
    result.reason,
  ];
}

async function saveLinks(tx: Session, { runId, date }: { runId: number; date: Day }): Promise<Changes> {
  await tx.run(
    'noting links before',
    'create temp table links_before on commit drop as select * from application_links where valid_to is null',
  );
  const updated = await tx.run('updating links', updateLinks, [runId]);
  const dropped = await tx.run('dropping links of the same day', dropLinks, [date, runId]);
  const ended = await tx.run('ending links', endLinks, [date, runId]);
  const inserted = await tx.run('inserting links', insertLinks, [date, runId]);
  await tx.run('moving first links to the first usage day', widenFirstLinks);
  return { inserted, updated: updated + ended, deleted: dropped };
}

async function applyMerges(tx: Session, runId: number): Promise<void> {
  await tx.run('taking service data off applications', releaseApplications, [runId]);
  await tx.run('merging and releasing services', moveServices, [runId]);
  await tx.run('handing service data to applications', describeApplications, [runId]);
  await tx.run('pointing servers at who answers', repointServers);
}

async function saveReviews(tx: Session, runId: number): Promise<number> {
  await tx.run('closing obsolete reviews', retireReviews);
  await tx.run('queueing reviews', upsertReviews, [runId]);
  const row = await tx.one<{ open: number }>(
    'counting reviews',
    `select count(*)::integer as open from review_queue where status = 'open'`,
  );
  return row.open;
}

const matchColumns = ['app_id', 'service_app_id', 'status', 'method', 'score'];

async function record(
  tx: Session,
  runId: number,
  table: string,
  date: Day,
  rowsIn: number,
  changes: Changes,
): Promise<void> {
  const columns =
    table === 'application_links'
      ? ['app_id', 'service_app_id', 'valid_from']
      : ['app_id', 'sector_id', 'h_code', 'valid_from'];
  const { hashIn, hashOut } = await tx.one<{ hashIn: string; hashOut: string }>(
    'hashing links',
    `select (select ${hashOfRows(matchColumns)} from staged_matches) as "hashIn",
            (select ${hashOfRows(columns)} from ${table} where valid_to is null) as "hashOut"`,
  );
  await recordSave(tx, {
    runId,
    snapshotId: null,
    stage: 'reconcile',
    table,
    slice: `in force on ${date}`,
    rowsIn,
    hashIn,
    hashOut,
    ...changes,
  });
}
