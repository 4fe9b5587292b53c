import { InvariantError } from '../../pipeline/errors.ts';
import type { Month } from '../../pipeline/run.ts';
import { fromCents, toCents } from '../money.ts';
import { activeReceivers } from './active-receivers.ts';
import { allocateSender } from './allocate-sender.ts';
import type {
  AllocationLine,
  DraftLine,
  DriverLine,
  MonthAllocation,
  Receiver,
  SendingRule,
} from './allocation.ts';
import { judgeSenders, type Sendable, type SenderJudge } from './find-senders.ts';
import type { SharedServiceSettings } from './h-code.ts';
import { planRule, type RulePlan } from './plan-rule.ts';
import { readSectors } from './read-sectors.ts';
import { createSenderPool, type SenderPool } from './sender-pool.ts';

/** Everything that decides who pays for the shared services of a month. */
export interface MonthQuestion {
  readonly month: Month;
  /** Cost among which the senders are; ordinary cost is left alone. */
  readonly senders: readonly DraftLine[];
  /** The month's cost by which receivers are found and weighed; for a correction, as it was closed. */
  readonly receiversFrom: readonly DraftLine[];
  readonly rules: readonly SendingRule[];
  readonly drivers: readonly DriverLine[];
  readonly shared: SharedServiceSettings;
}

/**
 * What one month of shared services gives to whom, step by step (R24): a sender closes after its step, and what a sector
 * received before its own step goes on with its services. No shared service is no error (000-210).
 *
 * @throws InvariantError when the parts do not add up to what was to be distributed.
 */
export function allocateMonth(question: MonthQuestion): MonthAllocation {
  const { month, rules } = question;
  const judge = judgeSenders(rules, question.shared);
  const pool = createSenderPool();
  for (const line of question.senders) {
    const rule = judge.ruleOf(line);
    if (rule !== undefined) pool.add({ ...line, cents: toCents(line.amount) }, rule);
  }
  const sentCents = pool.total();
  const active = activeReceivers(sectorsAt(null, question, judge).values());
  const lines: AllocationLine[] = [];
  let senders = 0;
  for (const step of stepsOf(rules)) {
    const planOf = plannerAt(step, question, judge, active);
    for (const { appId, sectorId, rule, costs } of pool.take(step)) {
      const amounts = [...costs].map(([capabilityId, cents]) => ({ capabilityId, cents }));
      const sent = allocateSender({ appId, sectorId, costs: amounts, plan: planOf(rule) });
      if (rule) passOn(sent, rule, judge, pool);
      for (const line of sent) lines.push(line);
      senders += 1;
    }
  }
  proveSum(month, pool.total(), lines);
  const receivers = active.map(({ sectorName }) => sectorName).sort();
  return { month, lines, receivers, senders, sentCents };
}

function stepsOf(rules: readonly SendingRule[]): number[] {
  return [...new Set([1, ...rules.map(({ step }) => step)])].sort((a, b) => a - b);
}

/** Only sectors that a rule names can be senders of a later step: the active ones are those that send nothing. */
function passOn(
  lines: readonly AllocationLine[],
  rule: SendingRule,
  judge: SenderJudge,
  pool: SenderPool,
): void {
  const later = new Map(
    rule.receivers.flatMap((sector) => {
      const passing = judge.ruleOfReceived(sector);
      return passing && passing.step > rule.step ? [[sector.sectorId, passing] as const] : [];
    }),
  );
  if (later.size === 0) return;
  for (const { appId, capabilityId, cents, sectorId } of lines) {
    const passing = sectorId === null ? undefined : later.get(sectorId);
    if (passing && sectorId !== null) pool.add({ appId, sectorId, capabilityId, cents }, passing);
  }
}

/** What each rule does at a step; worked out once per rule, for all its senders. */
function plannerAt(
  step: number,
  question: MonthQuestion,
  judge: SenderJudge,
  active: readonly Receiver[],
): (rule: SendingRule | null) => RulePlan {
  const plans = new Map<SendingRule | null, RulePlan>();
  let sectors: ReadonlyMap<number, Receiver> | undefined;
  return (rule) => {
    const known = plans.get(rule);
    if (known) return known;
    sectors ??= sectorsAt(step, question, judge);
    const plan = planRule(rule, receiversOf(rule, active, sectors));
    plans.set(rule, plan);
    return plan;
  };
}

function receiversOf(
  rule: SendingRule | null,
  active: readonly Receiver[],
  sectors: ReadonlyMap<number, Receiver>,
): readonly Receiver[] {
  if (!rule || rule.receivers.length === 0) return active;
  return rule.receivers.map(
    ({ sectorId }) =>
      sectors.get(sectorId) ?? { sectorId, directCents: 0n, unitsByCapability: {}, others: {} },
  );
}

/**
 * The sectors as receivers: their cost and drivers from applications of their own, not counting senders (C22). For a sector
 * that sends in a later step, and so has nothing of its own, its services count: they are what uses the earlier senders.
 */
function sectorsAt(
  step: number | null,
  { receiversFrom, drivers }: MonthQuestion,
  judge: SenderJudge,
): ReturnType<typeof readSectors> {
  const counts = (cost: Sendable): boolean => {
    const rule = judge.ruleOf(cost);
    if (rule === undefined) return true;
    return step !== null && rule !== null && rule.step > step && rule === judge.ruleOfReceived(cost);
  };
  return readSectors(
    receiversFrom.filter(counts),
    drivers.filter(({ hCode, ...sector }) => hCode === null || counts({ ...sector, hCode })),
  );
}

function proveSum(month: Month, sent: bigint, lines: readonly AllocationLine[]): void {
  const received = lines.reduce((sum, { cents }) => sum + cents, 0n);
  if (sent === received) return;
  throw new InvariantError(
    `Shared services of ${month} cost ${fromCents(sent)} and their parts add up to ${fromCents(received)}.`,
    'Nothing was published; keep the run id and tell us.',
  );
}
