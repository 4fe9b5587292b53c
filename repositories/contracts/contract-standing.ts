import {
  projectExhaustion,
  projectionDays,
  type Exhaustion,
} from '../../domain/contract/project-exhaustion.ts';
import { monthAt, monthToDate, termToDate, type UseToDate } from '../../domain/contract/use-to-date.ts';
import { addDays } from '../../pipeline/days.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import type { StoredCommitment, StoredContract } from './read-contracts.ts';
import { readUse } from './read-use.ts';

/** A contract and how its commitments stand. */
export interface ContractStanding {
  readonly contract: StoredContract;
  /** The last day that counts. */
  readonly through: Day;
  readonly month: Month;
  readonly lines: readonly CommitmentStanding[];
}

export interface CommitmentStanding {
  readonly line: StoredCommitment;
  readonly monthToDate: UseToDate;
  readonly termToDate: UseToDate;
  readonly exhaustion: Exhaustion;
}

/** Use against every commitment through the day given; drafts are shown as if they were in force. */
export async function readStanding(
  session: Session,
  contract: StoredContract,
  through: Day,
): Promise<ContractStanding> {
  const { start, end } = contract;
  const asOf = addDays(through, 1);
  const recent = addDays(asOf, -projectionDays);
  const span = { from: recent < start ? recent : start, end: asOf };
  const uses = await readUse(
    session,
    contract.lines.map((line) => ({ line, ...span })),
  );
  const lines = contract.lines.map((line) => {
    const commitment = { ...line, start, end };
    const used = uses.get(line.lineId) ?? [];
    return {
      line,
      monthToDate: monthToDate(commitment, used, asOf),
      termToDate: termToDate(commitment, used, asOf),
      exhaustion: projectExhaustion(commitment, used, asOf),
    };
  });
  const [first] = contract.lines;
  const month = first ? monthAt({ ...first, start, end }, asOf) : through;
  return { contract, through, month, lines };
}

/** The last day that every application has told completely, else the last with usage; null before the first run. */
export async function lastKnownDay(session: Session): Promise<Day | null> {
  const { day } = await session.one<{ day: Day | null }>('finding the last complete day', lastComplete);
  return day;
}

/** Two months back at most, so that years of known days need not be read. */
const lastComplete = `
  select coalesce(
    (select day from source_days where day > (select max(day) from source_days) - 60
     group by day having bool_and(is_complete) order by day desc limit 1),
    (select max(ts)::date from license_usage_fact)) as day`;
