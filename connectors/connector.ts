import type { z } from 'zod';
import type { Day, Decimal } from '../pipeline/run.ts';

/** Where data comes from; both parts stand in every natural key (C62). */
export interface SourceName {
  /** The connector's id, e.g. `appdynamics`. */
  readonly tool: string;
  /** The controller or instance, e.g. `acme`; the host name of the base URL when that is a full URL. */
  readonly instance: string;
}

/** An application as the monitoring tool knows it. */
export interface MonitoredApplication {
  /** The tool's own id, as text. */
  readonly nativeId: string;
  readonly name: string;
}

/** One application's consumption of one capability and tier on one UTC day. */
export interface UsageMetric {
  readonly applicationId: string;
  readonly day: Day;
  readonly capability: string;
  readonly tier: string;
  /** License units: the maximum over the day; above zero. */
  readonly units: Decimal;
  /** The mean of the day's points in license units; null when the vendor gives none. */
  readonly unitsAverage: Decimal | null;
  /** Registered entities (nodes); null when the vendor does not say, which is not zero. */
  readonly nodeCount: number | null;
}

/** What is known of one application on one day: complete, or which series had no point. */
export interface UsageDay {
  readonly applicationId: string;
  readonly day: Day;
  /** `capability/tier` of every series with too few points; empty means the day is complete, and absent usage is zero. */
  readonly missing: readonly string[];
}

/** A row that cannot be used, kept with the reason. */
export interface RejectedRow {
  /** What kind of thing, e.g. `service`, `usage point`. */
  readonly entity: string;
  /** What the vendor calls it, e.g. a sys_id; empty when it has no name. */
  readonly sourceKey: string;
  /** A stable code, e.g. `name-missing`, `negative-units`. */
  readonly reason: string;
  /** What was found and what was expected, for a person. */
  readonly detail: string;
  /** The row as received, secret fields hashed. */
  readonly row: unknown;
}

/** Everything that a tool says of one application in a window of days. */
export interface UsageAnswer {
  readonly metrics: readonly UsageMetric[];
  readonly days: readonly UsageDay[];
  readonly rejected: readonly RejectedRow[];
  readonly warnings: readonly string[];
}

/** What one price class an application belongs to, where the tool gives it per application (C20). */
export interface TierMetadata {
  readonly applicationId: string;
  /** Null when the tool prices by package, not by application. */
  readonly tier: string | null;
}

/** From which hosts agents report to an application. */
export interface HostsAnswer {
  /** Names as the agents give them, each once. Null: not known now, which is not none; what is stored stays. */
  readonly hosts: readonly string[] | null;
  readonly warnings: readonly string[];
}

/** A monitoring tool (000-363 to 000-365). Every method either completes or throws: half an answer never looks whole. */
export interface UsageSource extends SourceName {
  extractApplications(): Promise<{
    readonly applications: readonly MonitoredApplication[];
    readonly rejected: readonly RejectedRow[];
  }>;
  /** Usage of one application on the days from `from` to `to`, both included. */
  extractUsageMetrics(applicationId: string, from: Day, to: Day): Promise<UsageAnswer>;
  getTierMetadata(applicationId: string): Promise<TierMetadata>;
  /**
   * Tells which services are expected to be monitored (C14). Optional knowledge: a tool that has none, or may not say it, warns
   * once instead of failing.
   */
  extractHosts(applicationId: string): Promise<HostsAnswer>;
  /** The account's own total per day and package against the sum over applications; differences come back as warnings. */
  compareWithAccountTotal(from: Day, to: Day): Promise<readonly string[]>;
}

/** A service of the CMDB in our words. Absent references are null. */
export interface CmdbService {
  readonly sysId: string;
  readonly name: string;
  readonly ownerSysId: string | null;
  readonly ownerName: string | null;
  readonly ownerDepartment: string | null;
  /** The owner's manager, for the ownership hierarchy (C60). */
  readonly ownerParentName: string | null;
  readonly sectorName: string | null;
  readonly architectureName: string | null;
  readonly hCode: string | null;
  readonly costCenter: string | null;
  readonly supportGroup: string | null;
  readonly environment: string | null;
  readonly installStatus: string | null;
  readonly operationalStatus: string | null;
  /** Does the CMDB say that the service is to be monitored? Null when it says nothing. */
  readonly isMarkedMonitored: boolean | null;
  /** UTC, ISO 8601. */
  readonly updatedAt: string | null;
}

/** A server of the CMDB. */
export interface CmdbServer {
  readonly sysId: string;
  readonly name: string;
  readonly hostName: string | null;
  readonly os: string | null;
  readonly environment: string | null;
  readonly cpuCount: number | null;
  readonly operationalStatus: string | null;
}

/** "This service runs on this server", whatever hops lie between them (C30). */
export interface CmdbRunsOn {
  readonly serviceSysId: string;
  readonly serverSysId: string;
  /** The relation type of the first hop, e.g. `Depends on::Used by`. */
  readonly relation: string;
}

/** What one table gave, and what it withheld. */
export interface CmdbPage<Row> {
  readonly rows: readonly Row[];
  readonly rejected: readonly RejectedRow[];
  /** Rows that the total count promised and access rules hid. */
  readonly hidden: number;
  readonly total: number;
  /** What a person should hear about, e.g. optional fields that never came back. */
  readonly warnings: readonly string[];
}

/** A CMDB. */
export interface CmdbSource extends SourceName {
  extractServices(): Promise<CmdbPage<CmdbService>>;
  extractServers(): Promise<CmdbPage<CmdbServer>>;
  /** Relations whose ends are among the given services and servers; the others are counted as rejected. */
  extractRunsOn(
    serviceSysIds: ReadonlySet<string>,
    serverSysIds: ReadonlySet<string>,
  ): Promise<CmdbPage<CmdbRunsOn>>;
}

/** A raw answer as it is kept: the path is a template without secrets, secret fields of the body are keyed hashes (C58). */
export interface RawAnswer {
  /** e.g. `/controller/licensing/v1/usage/account/{accountId}/allocation/{licenseKey}`. */
  readonly path: string;
  /** What distinguishes this answer from others of the same path, e.g. `application=12 from=2025-10-26 to=2025-10-28`. */
  readonly slice: string;
  readonly body: unknown;
}

/** What the worker lends to a connector. */
export interface ConnectorTools {
  /** Called with every usable answer before it is read. */
  readonly keepRaw: (answer: RawAnswer) => Promise<void>;
  /** Called between pages, so that a long extraction shows that it lives. */
  readonly alive: (detail: string) => void;
  /** Fires when the stage is cancelled or the worker stops. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Waits; rejects when `signal` fires. */
  readonly sleep: (ms: number) => Promise<void>;
  /** A number in [0, 1) that spreads retries. */
  readonly random: () => number;
  /** Keyed hash for secret fields: the same value gives the same text, and nothing leads back. */
  readonly hashSecret: (value: string) => string;
}

/** A settings schema whose keys are environment names. */
export type SettingsSchema = z.ZodObject<z.ZodRawShape>;

/** What every connector folder exports. */
export interface Connector<
  Kind extends 'usage' | 'cmdb',
  Source,
  Schema extends SettingsSchema = SettingsSchema,
> {
  /** The folder's name, the tool column, the word in help texts. */
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  /** Environment names with meaning and default; read from SSM or `.env`. */
  readonly settings: Schema;
  /** Names in `settings` that must never be printed. */
  readonly secrets: readonly string[];
  connect(settings: z.infer<Schema>, tools: ConnectorTools): Source;
  /** One cheap authenticated call, for `doctor`. @throws AuthError, UpstreamError */
  probe(settings: z.infer<Schema>, tools: ConnectorTools): Promise<string>;
}
