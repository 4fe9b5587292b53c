import { ConfigError } from '../pipeline/errors.ts';
import type { BillingSettings, PipelineSettings } from '../pipeline/settings.ts';
import { databaseOf, type DatabaseConfig } from './database-settings.ts';
import { coreSettings, type CoreValues } from './groups.ts';
import { nearMisses, strangers } from './known-names.ts';
import { pipelineSettingsOf, thresholdProblems } from './pipeline-settings.ts';
import { productionProblems } from './production.ts';
import { createRedactor, Secret, type Redactor } from './redact.ts';
import { namesOf, readGroup, type Environment, type SettingsGroup } from './settings-group.ts';

/** What this module needs to know of a connector. */
export interface ToolSettings extends SettingsGroup {
  readonly id: string;
  readonly kind: 'usage' | 'cmdb';
}

/** Every setting, checked and frozen. Secrets print as `[redacted]`. */
export interface Config {
  readonly profile: CoreValues['APP_PROFILE'];
  readonly etlUser: string;
  readonly logLevel: CoreValues['LOG_LEVEL'];
  readonly hashKey: Secret;
  /** Proves who acts; null when nobody showed one. */
  readonly actorToken: Secret | null;
  readonly codeVersion: string | null;
  readonly database: DatabaseConfig;
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly tls: boolean;
    readonly apiKey: Secret | null;
  };
  /** Ids of the connectors in use. */
  readonly tools: { readonly usage: string; readonly cmdb: string };
  readonly schedule: { readonly cron: string; readonly windowDays: number };
  readonly files: { readonly prices: string | null; readonly allocationRules: string | null };
  readonly worker: {
    readonly bundleFile: string | null;
    readonly health: { readonly host: string; readonly port: number } | null;
    /** Where Prometheus reads; null: nowhere. */
    readonly metrics: { readonly host: string; readonly port: number } | null;
  };
  readonly billing: BillingSettings;
  readonly reports: {
    readonly folder: string | null;
    readonly cron: string;
    readonly browserPath: string | null;
  };
  readonly pipeline: PipelineSettings;
  readonly redact: Redactor;
  /** Names that look like ours and mean nothing: said, but no reason to stop. */
  readonly warnings: readonly string[];
}

const developmentHashKey = 'for development only, not a secret';

/**
 * The configuration that the environment describes. Settings of the chosen connectors are checked with the others; without
 * `tools` (commands that speak to no vendor) they are not.
 *
 * @throws ConfigError with every problem at once.
 */
export function readConfig(environment: Environment, tools: readonly ToolSettings[] = []): Config {
  const { values, problems: coreProblems } = readGroup(coreSettings, environment);
  const chosen = tools.filter(({ id, kind }) => id === chosenTool(environment, kind));
  const groups: SettingsGroup[] = [coreSettings, ...chosen];
  const known = [coreSettings, ...tools].flatMap(namesOf);
  const problems = [
    ...coreProblems,
    ...chosen.flatMap((tool) => readGroup(tool, environment).problems),
    ...toolProblems(environment, tools),
    ...nearMisses(environment, known),
    ...productionProblems(environment, groups),
    ...(values ? thresholdProblems(values) : []),
  ];
  if (!values || problems.length > 0) throw new ConfigError([...new Set(problems)]);

  return freeze({
    ...configOf(values),
    redact: createRedactor(secretsOf(environment, groups)),
    warnings: strangers(environment, known),
  });
}

function configOf(values: CoreValues): Omit<Config, 'redact' | 'warnings'> {
  return {
    profile: values.APP_PROFILE,
    etlUser: values.ETL_USER,
    logLevel: values.LOG_LEVEL,
    hashKey: new Secret(values.HASH_KEY ?? developmentHashKey),
    actorToken: values.ACTOR_TOKEN === undefined ? null : new Secret(values.ACTOR_TOKEN),
    codeVersion: values.CODE_VERSION ?? null,
    database: databaseOf(values),
    temporal: {
      address: values.TEMPORAL_ADDRESS,
      namespace: values.TEMPORAL_NAMESPACE,
      tls: values.TEMPORAL_TLS || values.TEMPORAL_API_KEY !== undefined,
      apiKey: values.TEMPORAL_API_KEY === undefined ? null : new Secret(values.TEMPORAL_API_KEY),
    },
    tools: { usage: values.USAGE_TOOL, cmdb: values.CMDB_TOOL },
    schedule: { cron: values.SCHEDULE_CRON, windowDays: values.WINDOW_DAYS },
    files: { prices: values.PRICES_FILE ?? null, allocationRules: values.ALLOCATION_RULES_FILE ?? null },
    worker: {
      bundleFile: values.WORKFLOW_BUNDLE_FILE ?? null,
      health: values.HEALTH_PORT === 0 ? null : { host: values.HEALTH_HOST, port: values.HEALTH_PORT },
      metrics: values.METRICS_PORT === 0 ? null : { host: values.METRICS_HOST, port: values.METRICS_PORT },
    },
    billing: {
      cutOffDays: values.CUT_OFF_DAYS,
      acceptanceDays: values.ACCEPTANCE_DAYS,
      disputeAnswerDays: values.DISPUTE_ANSWER_DAYS,
      disputeDecideDays: values.DISPUTE_DECIDE_DAYS,
      invoiceTolerancePct: values.INVOICE_TOLERANCE_PCT,
      isInvoiceRequired: values.INVOICE_REQUIRED,
      methodologyChanges: values.METHODOLOGY_CHANGES,
      ledger: {
        expenseAccount: values.GL_EXPENSE_ACCOUNT,
        recoveryAccount: values.GL_RECOVERY_ACCOUNT,
        centralCostCenter: values.GL_CENTRAL_COST_CENTER,
      },
    },
    reports: {
      folder: values.REPORT_FOLDER ?? null,
      cron: values.REPORT_CRON,
      browserPath: values.CHROMIUM_PATH ?? null,
    },
    pipeline: pipelineSettingsOf(values),
  };
}

const toolNames = { usage: 'USAGE_TOOL', cmdb: 'CMDB_TOOL' } as const;

function chosenTool(environment: Environment, kind: ToolSettings['kind']): string {
  const name = toolNames[kind];
  return environment[name] || coreSettings.settings.shape[name].parse(undefined);
}

function toolProblems(environment: Environment, tools: readonly ToolSettings[]): string[] {
  const kinds = [...new Set(tools.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const ids = tools.filter((tool) => tool.kind === kind).map(({ id }) => id);
    const id = chosenTool(environment, kind);
    return ids.includes(id)
      ? []
      : [`${toolNames[kind]}: there is no connector "${id}", expected ${ids.join(' or ')}`];
  });
}

/** Values to be hidden: those of our secrets, the password inside the database URL, and AWS's own. */
function secretsOf(environment: Environment, groups: readonly SettingsGroup[]): Secret[] {
  const names = [...groups.flatMap(({ secrets }) => secrets), 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  const values = names.flatMap((name) => environment[name] ?? []);
  const url = environment['DATABASE_URL'];
  const inside = url && URL.canParse(url) ? [decodeURIComponent(new URL(url).password)] : [];
  return [...values, ...inside].map((value) => new Secret(value));
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
