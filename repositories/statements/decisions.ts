import { PolicyError } from '../../pipeline/errors.ts';
import { addDays } from '../../pipeline/days.ts';
import type { Day, Decimal, Month } from '../../pipeline/run.ts';
import type { BillingSettings } from '../../pipeline/settings.ts';
import type { Acting } from '../acting.ts';
import type { Session } from '../database.ts';
import type { Sector } from '../sectors.ts';
import { readVersions, type StatementVersion } from './read-bill.ts';
import * as sql from './decision-statements.ts';

/** Whose statement of which month is answered. */
export interface StatementKey {
  readonly month: Month;
  readonly sector: Sector;
}

/** What a sector accepted. */
export interface Accepted {
  readonly total: Decimal;
  readonly hash: string;
  /** Had it accepted the very same statement before? Then nothing was written. */
  readonly wasAccepted: boolean;
}

/**
 * Accepts the statement as it is now. A statement whose lines change later has not been accepted.
 *
 * @throws PolicyError when the month is not in review, or a dispute of the sector is not decided.
 */
export async function acceptStatement(
  tx: Session,
  who: Acting,
  { month, sector, reason }: StatementKey & { readonly reason: string | null },
): Promise<Accepted> {
  const version = await answerable(tx, { month, sector });
  const open = await tx.rows<{ id: number }>('reading disputes', sql.openDisputesOf, [
    month,
    sector.sectorId,
  ]);
  if (open.length > 0)
    throw new PolicyError(
      `${sector.name} disputes its statement of ${named(month)} and cannot accept it yet.`,
      open.map(({ id }) => `dispute ${id} is not decided`),
      'Decide the dispute first: "statements decide".',
    );
  const [last] = await tx.rows<{ decision: string; hash: string }>('reading acceptances', sql.lastDecision, [
    month,
    sector.sectorId,
  ]);
  const wasAccepted = last?.decision === 'accepted' && last.hash === version.hash;
  if (!wasAccepted) await writeDecision(tx, who, { month, sector, version, decision: 'accepted', reason });
  return { total: version.total, hash: version.hash, wasAccepted };
}

/** A dispute with its deadlines. */
export interface OpenedDispute {
  readonly id: number;
  readonly answerBy: Day;
  readonly decideBy: Day;
}

interface DisputeWords extends StatementKey {
  readonly reason: string;
  /** A line of the statement; null for all of it. */
  readonly lineId: string | null;
  readonly today: Day;
  readonly billing: BillingSettings;
}

/** @throws PolicyError when the month is not in review, or the line is not on the statement. */
export async function disputeStatement(
  tx: Session,
  who: Acting,
  words: DisputeWords,
): Promise<OpenedDispute> {
  const { month, sector, reason, lineId, today, billing } = words;
  const version = await answerable(tx, words);
  if (lineId !== null) await requireLine(tx, words, lineId);
  const deadlines = {
    answerBy: addDays(today, billing.disputeAnswerDays),
    decideBy: addDays(today, Math.max(billing.disputeAnswerDays, billing.disputeDecideDays)),
  };
  const { id } = await tx.one<{ id: number }>('opening a dispute', sql.openDispute, [
    month,
    sector.sectorId,
    lineId,
    who.name,
    reason,
    deadlines.answerBy,
    deadlines.decideBy,
  ]);
  await writeDecision(tx, who, { month, sector, version, decision: 'disputed', reason });
  return { id, ...deadlines };
}

/** A dispute as it stands. */
export interface Dispute {
  readonly id: number;
  readonly month: Month;
  readonly sector: string;
  readonly status: 'open' | 'answered' | 'upheld' | 'rejected';
  readonly openedBy: string;
  readonly reason: string;
}

/** @throws PolicyError when it is decided already. */
export async function answerDispute(tx: Session, who: Acting, dispute: Dispute, text: string): Promise<void> {
  requireUndecided(dispute);
  await tx.run('answering a dispute', sql.answerDispute, [dispute.id, who.name, text]);
}

/** @throws PolicyError when it is decided already, or by whoever opened it (R32). */
export async function decideDispute(
  tx: Session,
  who: Acting,
  dispute: Dispute,
  verdict: { readonly isUpheld: boolean; readonly reason: string },
): Promise<void> {
  requireUndecided(dispute);
  if (dispute.openedBy === who.name)
    throw new PolicyError(
      `${who.name} opened dispute ${dispute.id} and cannot decide it.`,
      [],
      'Another person must decide (R32).',
    );
  await tx.run('deciding a dispute', sql.decideDispute, [
    dispute.id,
    verdict.isUpheld ? 'upheld' : 'rejected',
    who.name,
    verdict.reason,
  ]);
}

/** The dispute, locked until the transaction ends. */
export async function lockDispute(tx: Session, id: number): Promise<Dispute | undefined> {
  const [dispute] = await tx.rows<Dispute>('reading a dispute', sql.lockDispute, [id]);
  return dispute;
}

/** One entry of the decision log. */
export interface DecisionEntry {
  /** UTC, to the minute. */
  readonly at: string;
  readonly sector: string;
  readonly what: string;
  readonly by: string;
  readonly text: string;
  readonly total: Decimal | null;
  readonly disputeId: number | null;
  /** Does an acceptance hold for the statement as it is now? Null on everything else. */
  readonly holds: boolean | null;
}

/** Everything that was said of the statements of a month, the earliest first. */
export async function readDecisions(tx: Session, month: Month): Promise<DecisionEntry[]> {
  const versions = await readVersions(tx, month);
  const rows = await tx.rows<Omit<DecisionEntry, 'holds'> & { sectorId: number; hash: string | null }>(
    'reading decisions',
    sql.decisionLog,
    [month],
  );
  return rows.map(({ sectorId, hash, ...entry }) => ({
    ...entry,
    holds: entry.what === 'accepted' ? versions.get(sectorId)?.hash === hash : null,
  }));
}

/** The statement as it is now, in a month that is in review. */
async function answerable(tx: Session, { month, sector }: StatementKey): Promise<StatementVersion> {
  const [period] = await tx.rows<{ state: string }>('reading a period', sql.lockPeriod, [month]);
  if (period?.state !== 'in_review')
    throw new PolicyError(
      `${named(month)} is ${period?.state.replace('_', ' ') ?? 'no period yet'}; statements are answered while their month is in review.`,
      [],
      period?.state === 'open'
        ? `Open the review first: "periods review ${named(month)}".`
        : 'A closed month is corrected in an open one; nothing was changed.',
    );
  const version = (await readVersions(tx, month)).get(sector.sectorId);
  if (!version)
    throw new PolicyError(
      `${sector.name} has no statement of ${named(month)}: nothing was charged to it.`,
      [],
      `"statements list ${named(month)}" shows who has one.`,
    );
  return version;
}

async function requireLine(tx: Session, { month, sector }: StatementKey, lineId: string): Promise<void> {
  const found = await tx.rows('reading a line', sql.findLine, [lineId, month, sector.sectorId]);
  if (found.length > 0) return;
  throw new PolicyError(
    `Line ${lineId} does not stand on the statement of ${sector.name} of ${named(month)}.`,
    [],
    `"statements show ${named(month)} --sector ${JSON.stringify(sector.name)}" shows its lines.`,
  );
}

function requireUndecided({ id, status }: Dispute): void {
  if (status === 'open' || status === 'answered') return;
  throw new PolicyError(
    `Dispute ${id} is decided: ${status}.`,
    [],
    'A decision stays; open a new dispute while the month is in review.',
  );
}

interface Decision extends StatementKey {
  readonly version: StatementVersion;
  readonly decision: 'accepted' | 'disputed';
  readonly reason: string | null;
}

async function writeDecision(
  tx: Session,
  who: Acting,
  { month, sector, version, decision, reason }: Decision,
): Promise<void> {
  await tx.run('writing a decision', sql.insertDecision, [
    month,
    sector.sectorId,
    decision,
    who.name,
    reason,
    version.hash,
    version.total,
  ]);
}

function named(month: Month): string {
  return month.slice(0, 7);
}
