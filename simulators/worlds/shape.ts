import type { Day, Decimal } from '../../pipeline/run.ts';
import type { Cmdb, CmdbPlan } from './cmdb-shape.ts';

export type WorldName = 'design' | 'enterprise';

/** What the vendors take for today. They say what is known on that morning: usage ends the day before. */
export interface Clock {
  today(): Day;
  /** @throws RangeError when `day` is no calendar day. */
  set(day: Day): void;
}

/** The AppDynamics account. The license API wants the number; tokens carry the GUID. */
export interface Account {
  readonly id: number;
  readonly name: string;
  readonly guid: string;
}

/** A license package as the controller names it. */
export interface LicensePackage {
  readonly name: string;
  /** The name on an agent-based account, where the edition is no part of it. */
  readonly agentBasedName: string;
  readonly family: string;
  readonly edition: 'PEAK' | 'PRO';
  /** What registers against it, the larger share first. */
  readonly entityTypes: readonly [string, string];
}

/** One row of a price list. */
export interface PriceRow {
  readonly tool: string;
  readonly capability: string;
  readonly tier: string;
  readonly unitRate: Decimal;
  readonly currency: string;
  readonly startDate: Day;
  /** The first day on which the price is no longer valid; null when no end is known. */
  readonly endDate: Day | null;
}

/** A run that shows something of a world. The clock must stand at `date` for it. */
export interface DemoRun {
  readonly date: Day;
  readonly from: Day;
  readonly to: Day;
  readonly title: string;
}

/** An application that is monitored, and what runs it. */
export interface WorldApplication {
  readonly id: number;
  readonly name: string;
  readonly ruleId: string;
  readonly licenseKey: string;
  /** Names of the machines, which the CMDB calls the same when it knows them. */
  readonly machines: readonly string[];
}

/** What one application used of one package on one day. */
export interface DayUsage {
  readonly units: number;
  readonly nodes: number;
}

/** An organization with its monitoring account and its CMDB, as it looks from the day of the clock. */
export interface World {
  readonly name: WorldName;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly clock: Clock;
  readonly account: Account;
  readonly packages: readonly LicensePackage[];
  readonly prices: readonly PriceRow[];
  readonly demoRuns: readonly DemoRun[];
  /** Which service each monitored name belongs to; null when the CMDB has none. For tests: no vendor says it. */
  readonly truth: ReadonlyMap<string, string | null>;
  applications(): readonly WorldApplication[];
  /** The packages that the license rule of an application limits. */
  packagesOf(applicationId: number): readonly LicensePackage[];
  /** Null when the controller has no point: the day is not over, is outside of the world, or its data are late. */
  usageOn(applicationId: number, packageName: string, day: Day): DayUsage | null;
  cmdb(): Cmdb;
}

/** Units and nodes by day, starting at the first day of the world. */
export interface DaySeries {
  readonly units: number[];
  readonly nodes: number[];
}

export interface ApplicationPlan extends WorldApplication {
  /** From this day on the controller lists it. */
  readonly listedFrom: Day;
  readonly usage: ReadonlyMap<string, DaySeries>;
}

/** All usage of one application on one day reaches the controller only on `arrivesOn`. */
export interface LateDay {
  readonly application: string;
  readonly day: Day;
  readonly arrivesOn: Day;
}

/** Until `correctedOn` the controller says `before`; from then on what the series says. */
export interface Correction {
  readonly application: string;
  readonly packageName: string;
  readonly day: Day;
  readonly before: DayUsage;
  readonly correctedOn: Day;
}

/** Everything that is true of a world, whatever its clock says. */
export interface WorldPlan extends Pick<
  World,
  'name' | 'firstDay' | 'lastDay' | 'account' | 'packages' | 'prices' | 'demoRuns' | 'truth'
> {
  readonly applications: readonly ApplicationPlan[];
  readonly lateDays: readonly LateDay[];
  readonly corrections: readonly Correction[];
  readonly cmdb: CmdbPlan;
}
