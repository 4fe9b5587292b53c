import type { Day } from '../../pipeline/run.ts';
import type { DayUsage } from './daily-usage.ts';
import { addExact, compareExact, exactText, zero, type Exact } from './decimal.ts';
import { packageKey } from './package-map.ts';

type Days = ReadonlyMap<Day, DayUsage | null>;

/** What all rules used together per package and day, as read so far; a rule that is read again counts once. */
export class RuleTotals {
  private readonly units = new Map<string, Exact | null>();
  private readonly counted = new Set<string>();

  /** `days` of one rule and package, whole: a later reading of the same days is left out. */
  record(ruleId: string, packageName: string, days: Days): void {
    const [firstDay = ''] = days.keys();
    const reading = `${ruleId} ${packageKey(packageName)} ${firstDay}`;
    if (this.counted.has(reading)) return;
    this.counted.add(reading);
    for (const [day, usage] of days) {
      const key = `${packageKey(packageName)} ${day}`;
      const sum = this.of(packageName, day);
      this.units.set(key, sum && usage && addExact(sum, usage.units));
    }
  }

  /** The sum over rules; null when a rule has a gap on that day. */
  of(packageName: string, day: Day): Exact | null {
    const sum = this.units.get(`${packageKey(packageName)} ${day}`);
    return sum === undefined ? zero : sum;
  }
}

/**
 * One warning per package whose account total differs from the sum of rules on some day. The account is the union of rules, so
 * a smaller total means hosts that two rules report, a larger one usage under no rule (C59). Days with a gap are not compared.
 */
export function compareTotals(packageName: string, account: Days, rules: RuleTotals): string | null {
  const differing = [...account].flatMap(([day, usage]) => {
    const sum = rules.of(packageName, day);
    return usage && sum && compareExact(usage.units, sum) !== 0 ? [{ day, account: usage.units, sum }] : [];
  });
  if (differing.length === 0) return null;
  const worst = differing.reduce((most, item) => (compareExact(gap(item), gap(most)) > 0 ? item : most));
  const meaning = compareExact(worst.account, worst.sum) > 0 ? 'usage under no rule' : 'rules that overlap';
  return (
    `Package ${packageName}: the account total differs from the sum of rules on ${differing.length} of ${account.size} days, ` +
    `most on ${worst.day}: account ${exactText(worst.account)}, rules ${exactText(worst.sum)} (${meaning}).`
  );
}

function gap({ account, sum }: { readonly account: Exact; readonly sum: Exact }): Exact {
  const difference = addExact(account, { digits: -sum.digits, scale: sum.scale });
  return difference.digits < 0n ? { ...difference, digits: -difference.digits } : difference;
}
