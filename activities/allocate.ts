import { activeReceivers, type SectorMonth } from '../domain/allocate/active-receivers.ts';
import { allocateSender } from '../domain/allocate/allocate-sender.ts';
import type { Receiver, SenderMonth } from '../domain/allocate/allocation.ts';
import { chooseRule } from '../domain/allocate/choose-rule.ts';
import { isSharedService, type SharedServiceSettings } from '../domain/allocate/h-code.ts';
import { groupBy } from '../domain/group-by.ts';
import { addDecimals, fromCents, sumDecimals, toCents } from '../domain/money.ts';
import { InvariantError } from '../pipeline/errors.ts';
import type { Decimal, Month, RunSlice, StageReport } from '../pipeline/run.ts';
import { createChargebacks, type DraftLine, type MonthAllocation } from '../repositories/chargebacks.ts';
import { changedRows } from '../repositories/lineage.ts';
import { createRules, type StoredRule } from '../repositories/rules.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { report } from './report.ts';

/** Stage 5: shared services give their cost to the sectors that use them, and every open month is published. */
export function createAllocate({ database, settings }: ActivityDependencies) {
  const chargebacks = createChargebacks(database);
  const rules = createRules(database);

  return async function allocate({ runId, months }: RunSlice): Promise<StageReport> {
    const summary = { months: 0, senders: 0, lines: 0, changed: 0, read: 0 };
    let sent: Decimal = '0';
    for (const month of await chargebacks.openMonths(months)) {
      const draft = await chargebacks.readDraft(month);
      const allocation = allocateMonth(month, draft, await rules.inForce(month), settings.sharedServices);
      summary.changed += changedRows(await chargebacks.publish(runId, allocation));
      summary.months += 1;
      summary.read += draft.length;
      summary.senders += allocation.senders;
      summary.lines += allocation.lines.length;
      sent = addDecimals(sent, totalOf(allocation));
    }
    return report({
      read: summary.read,
      written: summary.changed,
      facts: {
        months: summary.months,
        sharedServiceMonths: summary.senders,
        allocationLines: summary.lines,
        allocatedUsd: sent,
      },
    });
  };
}

/** What one month of shared services gives to whom. No shared service is no error (000-210). */
function allocateMonth(
  month: Month,
  draft: readonly DraftLine[],
  rules: readonly StoredRule[],
  shared: SharedServiceSettings,
): MonthAllocation {
  const isShared = (line: DraftLine): boolean =>
    isSharedService({ hCode: line.hCode, sectorName: line.sectorName }, shared);
  const ownCost = draft.filter((line) => !isShared(line));
  const receivers = receiversOf(ownCost);
  const senders = sendersOf(draft.filter(isShared), rules, receivers);
  const lines = senders.flatMap(({ month: sender, sectorId }) =>
    allocateSender(sender).map((line) => ({ ...line, senderSectorId: sectorId })),
  );
  proveSum(month, draft.filter(isShared), lines);
  return { month, lines, senders: senders.length, receivers: namesOf(receivers, draft) };
}

/**
 * The sectors with direct cost of their own. A sector whose only cost is shared services sends and does not receive; one that
 * also runs applications of its own uses the shared services like everybody else (C22).
 */
function receiversOf(ownCost: readonly DraftLine[]): readonly Receiver[] {
  const sectors = groupBy(ownCost, (line) => line.sectorId);
  return activeReceivers([...sectors.values()].map(toSectorMonth), new Set());
}

function toSectorMonth(lines: readonly DraftLine[]): SectorMonth {
  const [first] = lines;
  if (!first) throw new InvariantError('A sector without lines cannot be.', 'Keep the run id and tell us.');
  const unitsByCapability: Record<number, Decimal> = {};
  for (const { capabilityId, units } of lines) {
    unitsByCapability[capabilityId] = addDecimals(unitsByCapability[capabilityId] ?? '0', units);
  }
  return {
    sectorId: first.sectorId,
    isChargeable: first.isChargeable,
    directCents: toCents(sumDecimals(lines.map((line) => line.amount))),
    unitsByCapability,
  };
}

interface Sender {
  readonly sectorId: number;
  readonly month: SenderMonth;
}

/** One sender per application, sector and rule: an H-code that changes within the month may change the rule with it. */
function sendersOf(
  lines: readonly DraftLine[],
  rules: readonly StoredRule[],
  receivers: readonly Receiver[],
): Sender[] {
  const ruled = lines.map((line) => ({
    line,
    rule: chooseRule({ hCode: line.hCode, sectorName: line.sectorName }, rules),
  }));
  const groups = groupBy(ruled, ({ line, rule }) => `${line.appId}/${line.sectorId}/${rule?.ruleId ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const costs = groupBy(group, ({ line }) => line.capabilityId);
    return {
      sectorId: first.line.sectorId,
      month: {
        sender: { appId: first.line.appId },
        rule: first.rule,
        receivers,
        costs: [...costs].map(([capabilityId, parts]) => ({
          capabilityId,
          cents: toCents(sumDecimals(parts.map(({ line }) => line.amount))),
        })),
      },
    };
  });
}

function namesOf(receivers: readonly Receiver[], draft: readonly DraftLine[]): string[] {
  const names = new Map(draft.map((line) => [line.sectorId, line.sectorName]));
  return receivers.map(({ sectorId }) => names.get(sectorId) ?? String(sectorId)).sort();
}

function totalOf(allocation: MonthAllocation): Decimal {
  const cents = allocation.lines.reduce((sum, line) => sum + line.cents, 0n);
  return fromCents(cents);
}

function proveSum(
  month: Month,
  senders: readonly DraftLine[],
  lines: readonly { readonly cents: bigint }[],
): void {
  const sent = toCents(sumDecimals(senders.map((line) => line.amount)));
  const received = lines.reduce((sum, line) => sum + line.cents, 0n);
  if (sent === received) return;
  throw new InvariantError(
    `Shared services of ${month} cost ${fromCents(sent)} and their parts add up to ${fromCents(received)}.`,
    'Nothing was published; keep the run id and tell us.',
  );
}
