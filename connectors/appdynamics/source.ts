import { addDays, countDays, dayOf, daysBetween } from '../../pipeline/days.ts';
import type { Day } from '../../pipeline/run.ts';
import type {
  ConnectorTools,
  HostsAnswer,
  MonitoredApplication,
  RejectedRow,
  TierMetadata,
  UsageAnswer,
  UsageSource,
} from '../connector.ts';
import { compareTotals, RuleTotals } from './account-total.ts';
import { readApplications } from './applications.ts';
import type { AppDynamicsClient } from './client.ts';
import { dailyUsage } from './daily-usage.ts';
import { exactText, readExact, zero } from './decimal.ts';
import { hostsOf, isKeptFromUs } from './hosts.ts';
import type { PackageMap } from './package-map.ts';
import { readPackages, type AskedUsage, type PackageUsage, type ReadingRules } from './package-usage.ts';
import { remember } from './remember.ts';
import { assignRules, type OrphanRule, type Rule } from './rules.ts';
import { combineSeries, seriesOf, type SeriesPart } from './series.ts';
import type { Target } from './settings.ts';

/** What a usage answer is made of. */
interface Findings {
  readonly parts: SeriesPart[];
  readonly rejected: RejectedRow[];
  readonly warnings: Set<string>;
}

/** Usage per application through its license rules; account, applications, rules and editions are asked for once. */
export class AppDynamicsSource implements UsageSource {
  readonly tool = 'appdynamics';
  readonly instance: string;
  private readonly target: Target;
  private readonly client: AppDynamicsClient;
  private readonly map: PackageMap;
  private readonly tools: ConnectorTools;
  private readonly totals = new RuleTotals();
  private readonly orphansTold = new Set<string>();
  private hostsTold = false;

  private readonly account = remember(() => this.client.account());
  private readonly applications = remember(async () => readApplications(await this.client.applications()));
  private readonly info = remember(async () => this.client.info((await this.account()).id));
  private readonly assignment = remember(async () => {
    const { applications } = await this.applications();
    return assignRules(applications, await this.client.allocations((await this.account()).id));
  });

  constructor(target: Target, client: AppDynamicsClient, map: PackageMap, tools: ConnectorTools) {
    this.instance = target.instance;
    this.target = target;
    this.client = client;
    this.map = map;
    this.tools = tools;
  }

  extractApplications(): Promise<{
    readonly applications: readonly MonitoredApplication[];
    readonly rejected: readonly RejectedRow[];
  }> {
    return this.applications();
  }

  /**
   * A day that `days` does not list is unknown: what is stored of it stays. That is so for days that are not over, and for an
   * application without a license rule. Usage of rules without one application comes, as rejected rows, with the first answer
   * of a window: it belongs to the account and to nobody in it.
   */
  async extractUsageMetrics(applicationId: string, from: Day, to: Day): Promise<UsageAnswer> {
    const rules = (await this.assignment()).byApplication.get(applicationId) ?? [];
    const found: Findings = { parts: [], rejected: [], warnings: new Set() };
    for (const rule of rules) await this.readRule(applicationId, rule, from, to, found);
    await this.tellOrphans(from, to, found);
    if (rules.length === 0) {
      found.warnings.add(
        `Application ${applicationId} has no license rule of its own, so its usage is unknown.`,
      );
    }
    if (rules.length > 1) {
      const ids = rules.map((rule) => rule.id).join(', ');
      found.warnings.add(
        `Application ${applicationId} has ${rules.length} license rules (${ids}); they are added, overlap or not.`,
      );
    }
    const days = rules.length > 0 ? this.endedDays(from, to) : [];
    const answer = combineSeries(applicationId, found.parts, days);
    return { ...answer, rejected: found.rejected, warnings: [...found.warnings] };
  }

  /** Null: this tool prices packages, not applications. */
  getTierMetadata(applicationId: string): Promise<TierMetadata> {
    return Promise.resolve({ applicationId, tier: null });
  }

  /** None at all when APPD_READ_HOSTS is off. */
  async extractHosts(applicationId: string): Promise<HostsAnswer> {
    if (!this.target.settings.APPD_READ_HOSTS) return { hosts: [], warnings: [] };
    try {
      return { hosts: hostsOf(await this.client.nodes(applicationId)), warnings: [] };
    } catch (error) {
      if (!isKeptFromUs(error)) throw error;
      return { hosts: null, warnings: this.tellHostsUnknown(applicationId, error.message) };
    }
  }

  /** Compares with the rules that this source has read before; ignored packages are left out. */
  async compareWithAccountTotal(from: Day, to: Day): Promise<readonly string[]> {
    const asked = await this.client.accountUsage((await this.account()).id, from, to);
    const { packages } = readPackages(asked, this.reading('account'));
    const days = this.endedDays(from, to);
    return packages
      .filter((usage) => this.map.meaningOf(usage.name)?.action !== 'ignore')
      .map((usage) => compareTotals(usage.name, dailyUsage(usage, days), this.totals))
      .filter((warning) => warning !== null);
  }

  private async readRule(
    applicationId: string,
    rule: Rule,
    from: Day,
    to: Day,
    found: Findings,
  ): Promise<void> {
    const asked = await this.client.ruleUsage(
      (await this.account()).id,
      rule,
      `application=${applicationId}`,
      from,
      to,
    );
    for (const { usage, days } of this.readUsage(asked, rule, from, to, found)) {
      const series = await this.seriesOf(usage, found);
      if (series) found.parts.push({ ...series, days });
    }
  }

  /** Packages of a rule day by day; what cannot be read goes to `found`, what was read into the totals. */
  private readUsage(asked: readonly AskedUsage[], rule: Rule, from: Day, to: Day, found: Findings) {
    const { packages, rejected, repeated } = readPackages(asked, this.reading(`rule ${rule.id}`));
    found.rejected.push(...rejected);
    if (repeated > 0)
      found.warnings.add(`License rule ${rule.id}: ${repeated} repeated usage points were dropped.`);
    return packages.map((usage) => {
      const days = dailyUsage(usage, this.endedDays(from, to));
      this.totals.record(rule.id, usage.name, days);
      return { usage, days };
    });
  }

  private async seriesOf(usage: PackageUsage, found: Findings) {
    const meaning = this.map.meaningOf(usage.name);
    const needsEdition = meaning?.action === 'map' && meaning.tier === null;
    const info = needsEdition ? await this.info() : null;
    return seriesOf(usage.name, this.map, info, (warning) => found.warnings.add(warning));
  }

  private tellHostsUnknown(applicationId: string, why: string): string[] {
    if (this.hostsTold) return [];
    this.hostsTold = true;
    return [`hosts are unknown: ${why} First for application ${applicationId}; hosts known before stay.`];
  }

  private async tellOrphans(from: Day, to: Day, found: Findings): Promise<void> {
    const window = `${from}..${to}`;
    if (this.orphansTold.has(window)) return;
    this.orphansTold.add(window);
    try {
      const { orphans, rejected } = await this.assignment();
      found.rejected.push(...rejected);
      for (const orphan of orphans) await this.readOrphan(orphan, from, to, found);
    } catch (error) {
      this.orphansTold.delete(window);
      throw error;
    }
  }

  private async readOrphan(
    { rule, reason, detail }: OrphanRule,
    from: Day,
    to: Day,
    found: Findings,
  ): Promise<void> {
    const asked = await this.client.ruleUsage((await this.account()).id, rule, 'application=none', from, to);
    let dayCount = 0;
    for (const { usage, days } of this.readUsage(asked, rule, from, to, found)) {
      if (this.map.meaningOf(usage.name)?.action === 'ignore') continue;
      for (const [day, used] of days) {
        if (!used || used.units.digits === 0n) continue;
        dayCount++;
        const units = exactText(used.units);
        const row = { rule: rule.id, ruleName: rule.name, package: usage.name, day, units };
        const sourceKey = `rule ${rule.id}/${usage.name}/${day}`;
        found.rejected.push({
          entity: 'rule usage',
          sourceKey,
          reason,
          detail: `${rule.name}: ${detail}; ${units} units`,
          row,
        });
      }
    }
    if (dayCount > 0)
      found.warnings.add(
        `License rule "${rule.name}" (${rule.id}): ${detail}; ${dayCount} rows of usage are charged to nobody.`,
      );
  }

  private reading(owner: string): ReadingRules {
    const { APPD_GRANULARITY_MINUTES, APPD_MAX_UNITS_PER_DAY } = this.target.settings;
    const today = dayOf(this.tools.now());
    const mostUnits = readExact(APPD_MAX_UNITS_PER_DAY) ?? zero;
    return { owner, today, mostUnits, granularityMinutes: APPD_GRANULARITY_MINUTES };
  }

  private endedDays(from: Day, to: Day): Day[] {
    const yesterday = addDays(dayOf(this.tools.now()), -1);
    return daysBetween(from, countDays(to, yesterday) >= 1 ? to : yesterday);
  }
}
