import { explainAllocation, explainSending } from '../../domain/explain/explain-allocation.ts';
import { explainRun } from '../../domain/explain/explain-cost.ts';
import type { AllocationFacts, LineFacts } from '../../domain/explain/evidence.ts';
import { explained, isProven, type Explanation } from '../../domain/explain/explanation.ts';
import type { Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { explainCost } from './explain-cost.ts';
import { findLines, readLine, readReceived, readSent } from './explain-statements.ts';
import { explainSender } from './explain-sender.ts';

/** A line with everything it is made of. */
export interface ExplainedLine {
  readonly tree: Explanation;
  /** Does every sum of it add up? */
  readonly isProven: boolean;
}

/** Which lines to look for; null leaves it open. */
export interface LineQuestion {
  readonly sectorId: number | null;
  readonly month: Month | null;
  readonly appId: number | null;
  readonly limit: number;
}

/** The lines that fit, by month, sector and size. */
export async function findLinesOf(
  session: Session,
  { sectorId, month, appId, limit }: LineQuestion,
): Promise<LineFacts[]> {
  return session.rows<LineFacts>('finding lines', findLines, [sectorId, month, appId, limit]);
}

/**
 * Everything that a line of the bill is made of, down to the answers of the source and the run that read them (R31); every
 * step proves its sum. Null when there is no such line.
 */
export async function explainLine(
  session: Session,
  lineId: string,
  { allRows }: { readonly allRows: boolean },
): Promise<ExplainedLine | null> {
  const [line] = await session.rows<LineFacts>('reading a line', readLine, [lineId]);
  if (!line) return null;
  const children = await madeOf(session, line, allRows);
  const tree = explained({
    kind: 'line',
    title: titleOf(line),
    amount: line.amount,
    facts: factsOf(line),
    isMadeOfParts: line.periodOrigin === 'pipeline',
    children: [...children, explainRun(line.run)],
  });
  return { tree, isProven: isProven(tree) };
}

async function madeOf(session: Session, line: LineFacts, allRows: boolean): Promise<Explanation[]> {
  if (line.periodOrigin === 'history')
    return [
      explained({ kind: 'history', title: 'taken over from the bills of earlier years, without usage' }),
    ];
  const isAdjustment = line.cycle === 'adjustment';
  const corrected = isAdjustment ? [await explainCorrected(session, line)] : [];
  switch (isAdjustment ? line.adjustedCycle : line.cycle) {
    case 'allocated_shared_service':
      return [...corrected, ...(await received(session, line, allRows))];
    case 'shared_service_offset':
      return [...corrected, ...(await sent(session, line, allRows))];
    default:
      return [...corrected, ...(await explainCost(session, { ...line, allRows }))];
  }
}

async function received(session: Session, line: LineFacts, allRows: boolean): Promise<Explanation[]> {
  const parts = await session.rows<AllocationFacts>('reading what was received', readReceived, [
    ...keyOf(line),
    null,
    null,
  ]);
  const explanations: Explanation[] = [];
  for (const part of parts)
    explanations.push(explainAllocation(part, await explainSender(session, { line, part, allRows })));
  return explanations;
}

async function sent(session: Session, line: LineFacts, allRows: boolean): Promise<Explanation[]> {
  const parts = await session.rows<AllocationFacts>('reading what was sent', readSent, keyOf(line));
  const bySender = new Map<string, AllocationFacts[]>();
  for (const part of parts) {
    const key = `${part.capabilityId}/${part.step}/${part.rule ?? ''}/${part.ruleVersion ?? ''}`;
    bySender.set(key, [...(bySender.get(key) ?? []), part]);
  }
  const explanations: Explanation[] = [];
  for (const group of bySender.values()) {
    const [part] = group;
    if (part) explanations.push(explainSending(group, await explainSender(session, { line, part, allRows })));
  }
  return explanations;
}

/** The line that an adjustment corrects; it stays as it was. */
async function explainCorrected(session: Session, { correctedLine }: LineFacts): Promise<Explanation> {
  const [original] =
    correctedLine === null ? [] : await session.rows<LineFacts>('reading a line', readLine, [correctedLine]);
  return original
    ? explained({
        kind: 'original',
        title: `corrects ${titleOf(original)}: ${original.amount}`,
        facts: factsOf(original),
      })
    : explained({ kind: 'original', title: 'corrects no line: nothing was charged before' });
}

function keyOf({ appId, sectorId, chargeMonth, month }: LineFacts): [number, number, Month, Month] {
  return [appId, sectorId, chargeMonth, month];
}

function titleOf({ lineId, app, part, sector, month, chargeMonth, cause, periodState }: LineFacts): string {
  const of = chargeMonth === month ? '' : ` for ${chargeMonth.slice(0, 7)}`;
  const why = cause === null ? '' : ` (${cause.replaceAll('_', ' ')})`;
  return `line ${lineId}: ${app}, ${part}${of}${why}, ${sector}, ${month.slice(0, 7)} (${periodState.replace('_', ' ')})`;
}

function factsOf(line: LineFacts): Explanation['facts'] {
  const { run, ...facts } = line;
  return { ...facts, runId: run.runId };
}
