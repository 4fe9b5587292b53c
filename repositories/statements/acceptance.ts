import { compareDecimals } from '../../domain/money.ts';
import type { Day, Decimal, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { readVersions } from './read-bill.ts';

/**
 * What keeps the sectors' side of a month from being closed, a sentence each (R13): a sector that has neither accepted its
 * statement as it is now nor let the deadline pass, and every dispute that nobody has decided.
 */
export async function acceptanceProblems(tx: Session, month: Month, today: Day): Promise<string[]> {
  const versions = await readVersions(tx, month);
  const silent = await tx.rows<LastWord>('reading acceptances', lastWords, [month]);
  const open = await tx.rows<OpenDispute>('reading disputes', openDisputes, [month]);
  const unanswered = silent.flatMap((word) => {
    const version = versions.get(word.sectorId);
    if (!version || compareDecimals(version.total, '0') === 0) return [];
    return isAccepted(word, version.hash) || isOver(word, today) ? [] : [sentence(word, version.total)];
  });
  return [...unanswered, ...open.map((dispute) => disputeSentence(dispute, today))];
}

interface LastWord {
  readonly sectorId: number;
  readonly sector: string;
  readonly acceptBy: Day | null;
  /** Null when the sector has said nothing yet. */
  readonly decision: 'accepted' | 'disputed' | null;
  readonly decidedBy: string | null;
  readonly total: Decimal | null;
  readonly hash: string | null;
}

interface OpenDispute {
  readonly disputeId: number;
  readonly sector: string;
  readonly status: string;
  readonly answerBy: Day;
  readonly decideBy: Day;
}

function isAccepted({ decision, hash }: LastWord, present: string): boolean {
  return decision === 'accepted' && hash === present;
}

/** Silence through the whole last day counts as acceptance. */
function isOver({ acceptBy }: LastWord, today: Day): boolean {
  return acceptBy !== null && acceptBy < today;
}

function sentence({ sector, decision, decidedBy, total, acceptBy }: LastWord, present: Decimal): string {
  const until = acceptBy === null ? 'its month is not in review' : `it may answer until ${acceptBy}`;
  if (decision === 'accepted')
    return `acceptance: ${sector}: ${decidedBy ?? ''} accepted ${total ?? ''}, but the statement has changed to ${present}; ${until}`;
  return decision === 'disputed'
    ? `acceptance: ${sector}: disputed by ${decidedBy ?? ''} and not accepted since; ${until}`
    : `acceptance: ${sector} has not accepted its statement of ${present}; ${until}`;
}

function disputeSentence({ disputeId, sector, status, answerBy, decideBy }: OpenDispute, today: Day): string {
  const next = status === 'open' ? `to be answered by ${answerBy}` : `answered, to be decided by ${decideBy}`;
  const isLate = today > (status === 'open' ? answerBy : decideBy);
  return `dispute ${disputeId} of ${sector} is ${next}${isLate ? ', which has passed' : ''}`;
}

const lastWords = `
  select s.sector_id as "sectorId", s.sector_name as sector, p.accept_by as "acceptBy", d.decision, d.decided_by as "decidedBy",
         d.total, d.statement_hash as hash
  from   chargeback_periods p
  cross join sectors_dim s
  left join lateral (select * from statement_decisions d where d.month_start = p.month_start and d.sector_id = s.sector_id
                     order by d.decision_id desc limit 1) d on true
  where  p.month_start = $1 and s.kind in ('sector', 'shared')
  order  by s.sector_name`;

const openDisputes = `
  select d.dispute_id as "disputeId", s.sector_name as sector, d.status, d.answer_by as "answerBy", d.decide_by as "decideBy"
  from   disputes d
  join   sectors_dim s using (sector_id)
  where  d.month_start = $1 and d.status in ('open', 'answered')
  order  by d.dispute_id`;
