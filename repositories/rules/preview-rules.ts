import { allocateMonth } from '../../domain/allocate/allocate-month.ts';
import type { DraftLine, MonthAllocation } from '../../domain/allocate/allocation.ts';
import { rulesInForce } from '../../domain/allocate/rules-in-force.ts';
import { fromCents } from '../../domain/money.ts';
import { ConfigError } from '../../pipeline/errors.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { PipelineSettings } from '../../pipeline/settings.ts';
import { readDraftOf } from '../chargebacks.ts';
import type { Database, Session } from '../database.ts';
import { createDrivers } from './drivers.ts';
import { readVersions, type StoredRule } from './read-versions.ts';
import type { RuleDraft } from './rule-draft.ts';
import { pendingOf, resolveAll } from './rule-book.ts';

/** What is to be tried: a rule's newest draft, all drafts that wait, or a version that nobody has saved. */
export type Wanted = { readonly ruleName: string } | { readonly draft: RuleDraft } | { readonly all: true };

/** What a sector or bucket carries of shared cost, before and after; a sender's own sector carries less than nothing. */
export interface PreviewLine {
  readonly sector: string;
  readonly before: Decimal;
  readonly after: Decimal;
  readonly difference: Decimal;
}

/** A month as it was, or would be, distributed, by the rules in force and by those that are tried. Nothing was saved. */
export interface RulePreview {
  readonly month: Month;
  readonly state: 'open' | 'in_review' | 'closed' | 'restated';
  /** The versions tried, as `name version n`. */
  readonly tried: readonly string[];
  /** Every sector and bucket that shared cost touches, the largest difference first. */
  readonly lines: readonly PreviewLine[];
  /** What shared services cost, before and after: a rule may make a sender of a service. */
  readonly sharedBefore: Decimal;
  readonly sharedAfter: Decimal;
  /** What all lines add up to: always 0.00, for a rule moves cost and makes none. */
  readonly balance: Decimal;
}

/**
 * Distributes a month twice, with and without the versions tried (R29): `month`, or the last closed one, or the last that is
 * complete. Their start dates do not count: the question is what they would do.
 *
 * @throws ConfigError when there is nothing to try, or no month to try it on.
 */
export async function previewRules(
  database: Database,
  wanted: Wanted,
  month: Month | null,
  shared: PipelineSettings['sharedServices'],
): Promise<RulePreview> {
  return database.transaction(async (tx) => {
    await tx.run('reading one moment', 'set transaction isolation level repeatable read read only');
    const [on] = await tx.rows<{ month: Month; state: RulePreview['state'] }>(
      'choosing a month',
      chooseMonth,
      [month],
    );
    if (!on) throw noMonth(month);
    const versions = await readVersions(tx);
    const tried = await triedOf(tx, wanted, versions);
    const inForce = rulesInForce(versions, on.month);
    const names = new Set(tried.map(({ ruleName }) => ruleName));
    const intended = [...inForce.filter(({ ruleName }) => !names.has(ruleName)), ...tried];

    const draft = await readDraftOf(tx, on.month);
    const drivers = await createDrivers(tx).forMonth(on.month, [...inForce, ...intended]);
    const allocate = (rules: readonly StoredRule[]): MonthAllocation =>
      allocateMonth({ month: on.month, senders: draft, receiversFrom: draft, rules, drivers, shared });
    const [before, after] = [allocate(inForce), allocate(intended)];
    const lines = compare(namesOf(draft, intended.concat(inForce)), before, after);
    return {
      ...on,
      tried: tried.map(({ ruleName, version }) => `${ruleName} version ${version}`),
      lines,
      sharedBefore: fromCents(before.sentCents),
      sharedAfter: fromCents(after.sentCents),
      balance: fromCents([...carried(after).values()].reduce((sum, cents) => sum + cents, 0n)),
    };
  });
}

async function triedOf(tx: Session, wanted: Wanted, versions: readonly StoredRule[]): Promise<StoredRule[]> {
  if ('draft' in wanted)
    return resolveAll(tx, [{ draft: wanted.draft, place: null }], { createdBy: 'preview', reason: null });
  const found = pendingOf(versions).filter((one) => 'all' in wanted || one.ruleName === wanted.ruleName);
  const newest = [...new Map(found.map((one) => [one.ruleName, one])).values()];
  if (newest.length > 0) return newest;
  const what = 'all' in wanted ? 'no rule has a draft' : `rule "${wanted.ruleName}" has no draft`;
  throw new ConfigError(
    [`${what}; "rules list --all" shows every version`],
    'Say what would be different, e.g. --method equal, or save a version with "rules add".',
    'There is nothing to preview',
  );
}

function compare(
  names: ReadonlyMap<string, string>,
  before: MonthAllocation,
  after: MonthAllocation,
): PreviewLine[] {
  const [was, is] = [carried(before), carried(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((key) => ({ sector: names.get(key) ?? key, was: was.get(key) ?? 0n, is: is.get(key) ?? 0n }))
    .sort((a, b) => compareSize(b.is - b.was, a.is - a.was) || (a.sector < b.sector ? -1 : 1))
    .map(({ sector, was: old, is: now }) => ({
      sector,
      before: fromCents(old),
      after: fromCents(now),
      difference: fromCents(now - old),
    }));
}

/** Cents of shared cost by sector id or bucket: what came, without what went. */
function carried({ lines }: MonthAllocation): Map<string, bigint> {
  const cents = new Map<string, bigint>();
  const add = (key: string, amount: bigint): void => void cents.set(key, (cents.get(key) ?? 0n) + amount);
  for (const line of lines) {
    add(String(line.senderSectorId), -line.cents);
    add(line.bucket ?? String(line.sectorId), line.cents);
  }
  return cents;
}

function compareSize(left: bigint, right: bigint): number {
  const [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  return a < b ? -1 : a > b ? 1 : 0;
}

function namesOf(draft: readonly DraftLine[], rules: readonly StoredRule[]): Map<string, string> {
  const named = [...draft, ...rules.flatMap(({ receivers }) => receivers)];
  return new Map(named.map(({ sectorId, sectorName }) => [String(sectorId), sectorName]));
}

function noMonth(month: Month | null): ConfigError {
  return new ConfigError(
    [month === null ? 'no month has cost yet' : `${month.slice(0, 7)} has no cost`],
    'Run the pipeline for the month first, or name another with --month.',
    'There is no month to preview on',
  );
}

/** A month is complete when usage reaches beyond it. */
const chooseMonth = `
  select p.month_start as month, p.state
  from   chargeback_periods p
  where  exists (select from chargeback_draft d where d.month_start = p.month_start)
  and    ($1::date is null or p.month_start = $1)
  order  by p.state in ('closed', 'restated') desc,
            p.month_start + interval '1 month' - interval '1 day' <= (select max(ts) from license_usage_fact) desc nulls last,
            p.month_start desc
  limit  1`;
