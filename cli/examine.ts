import { readConfig, type Config } from '../config/env.ts';
import { coreSettings } from '../config/groups.ts';
import { createRedactor, Secret, type Redactor } from '../config/redact.ts';
import { loadEnvironment, type LoadedEnvironment } from '../config/secrets.ts';
import { namesOf } from '../config/settings-group.ts';
import type { Connector, ConnectorTools } from '../connectors/connector.ts';
import { cmdbConnectors, usageConnectors } from '../connectors/registry.ts';
import { ConfigError, describeError, PipelineError } from '../pipeline/errors.ts';
import { pendingMigrations } from '../repositories/migration-status.ts';
import { createRunHistory } from '../repositories/run-history.ts';
import { listSchedules } from '../schedules/apply.ts';
import { openWarehouse, reachDatabase, withTemporal, type Context } from './context.ts';
import { pollers } from './follow.ts';

/** What the doctor found at one place. */
export interface Finding {
  readonly id: string;
  readonly kind: 'settings' | 'service';
  readonly title: string;
  readonly outcome: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly remedy: string | null;
}

/** One setting that is given; a secret is never shown. */
export interface SettingLine {
  readonly name: string;
  readonly value: string;
  readonly source: string;
}

const connectors = [...usageConnectors, ...cmdbConnectors];
const probeMs = 20_000;

/** Looks at everything that a run needs; a place that fails does not keep it from looking at the others. */
export async function examine(context: Context): Promise<Finding[]> {
  const { loaded, finding: store } = await load(context);
  const { config, finding: settings } = judgeSettings(loaded);
  if (!config) return [store, settings];
  const services = await Promise.all([
    examineDatabase(config),
    examineTemporal(config),
    ...connectors
      .filter(({ id, kind }) => id === config.tools[kind])
      .map((connector) => examineVendor(connector, loaded, config)),
  ]);
  return [store, settings, ...services.flat()];
}

/** The settings that are given, and where each one comes from. */
export async function describeSettings(context: Context): Promise<SettingLine[]> {
  const { loaded } = await load(context);
  const groups = [coreSettings, ...connectors];
  const secrets = new Set(groups.flatMap((group) => group.secrets));
  return groups
    .flatMap(namesOf)
    .filter((name) => loaded.values[name] !== undefined)
    .map((name) => ({
      name,
      value: secrets.has(name) ? '[redacted]' : redactorOf(loaded)(loaded.values[name] ?? ''),
      source: loaded.sources[name] ?? 'environment',
    }));
}

async function load({ environment }: Context): Promise<{ loaded: LoadedEnvironment; finding: Finding }> {
  const about = { id: 'parameter-store', kind: 'service', title: 'Parameter Store' } as const;
  try {
    const loaded = await loadEnvironment(environment);
    const count = Object.values(loaded.sources).filter((source) => source === 'ssm').length;
    const detail =
      count > 0
        ? `${count} setting(s) come from it`
        : 'not asked: neither AWS_REGION nor AWS_ENDPOINT_URL_SSM is set';
    return { loaded, finding: { ...about, outcome: 'ok', detail, remedy: null } };
  } catch (error) {
    const loaded = await loadEnvironment({ ...environment, SECRETS_SOURCE: 'env' });
    return { loaded, finding: failed(about, error, redactorOf(loaded)) };
  }
}

function judgeSettings(loaded: LoadedEnvironment): { config: Config | null; finding: Finding } {
  const about = { id: 'settings', kind: 'settings', title: 'Settings' } as const;
  try {
    const config = readConfig(loaded.values, connectors);
    const notes = config.warnings;
    const finding = { ...about, outcome: notes.length > 0 ? 'warn' : 'ok', remedy: null } as const;
    return { config, finding: { ...finding, detail: ['all can be used', ...notes].join('\n') } };
  } catch (error) {
    return { config: withoutVendors(loaded), finding: failed(about, error, redactorOf(loaded)) };
  }
}

/** The rest can be looked at though a vendor's settings are missing. */
function withoutVendors({ values }: LoadedEnvironment): Config | null {
  try {
    return readConfig(values);
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

async function examineDatabase(config: Config): Promise<Finding[]> {
  const about = { id: 'database', kind: 'service', title: 'Database' } as const;
  const database = openWarehouse(config);
  try {
    await reachDatabase(config, database);
    const { host, port, database: name, user } = config.database;
    const reached: Finding = {
      ...about,
      outcome: 'ok',
      detail: `${host}:${port}/${name} as ${user}`,
      remedy: null,
    };
    const pending = await pendingMigrations(database);
    const schema = { id: 'schema', kind: 'service', title: 'Schema' } as const;
    if (pending.length > 0) {
      const detail = `${pending.length} migration(s) are not applied: ${pending.join(', ')}`;
      return [reached, { ...schema, outcome: 'fail', detail, remedy: 'Run "appd-licensing migrate".' }];
    }
    const { prices, dataThrough, unapprovedRules } = await createRunHistory(database).state();
    const content = `in step; data through ${dataThrough ?? 'no day yet'}, ${unapprovedRules} unapproved rules, ${prices} prices`;
    const hasPrices: Pick<Finding, 'outcome' | 'remedy'> =
      prices > 0
        ? { outcome: 'ok', remedy: null }
        : {
            outcome: 'warn',
            remedy: 'Set PRICES_FILE and run "appd-licensing migrate": usage without a price costs nothing.',
          };
    return [reached, { ...schema, ...hasPrices, detail: content }];
  } catch (error) {
    return [failed(about, error, config.redact)];
  } finally {
    await database.close();
  }
}

async function examineTemporal(config: Config): Promise<Finding[]> {
  const { address, namespace } = config.temporal;
  const about = { id: 'temporal', kind: 'service', title: 'Temporal' } as const;
  try {
    return await withTemporal(config, async (client): Promise<Finding[]> => {
      await client.workflowService.describeNamespace({ namespace });
      const reached: Finding = {
        ...about,
        outcome: 'ok',
        detail: `${address}, namespace ${namespace}`,
        remedy: null,
      };
      const schedules = await listSchedules(client.schedule);
      return [reached, workersFinding(await pollers(client)), scheduleFinding(schedules)];
    });
  } catch (error) {
    return [failed(about, error, config.redact)];
  }
}

function workersFinding(identities: readonly string[]): Finding {
  const about = { id: 'workers', kind: 'service', title: 'Workers' } as const;
  if (identities.length > 0)
    return {
      ...about,
      outcome: 'ok',
      detail: `${identities.join(', ')} poll(s) the task queue`,
      remedy: null,
    };
  return {
    ...about,
    outcome: 'fail',
    detail: 'nobody polls the task queue',
    remedy: 'Start one: "appd-licensing worker".',
  };
}

function scheduleFinding([daily]: Awaited<ReturnType<typeof listSchedules>>): Finding {
  const about = { id: 'schedule', kind: 'service', title: 'Schedule' } as const;
  if (!daily)
    return {
      ...about,
      outcome: 'warn',
      detail: 'there is none',
      remedy: 'Make it: "appd-licensing schedules apply".',
    };
  const detail = daily.paused
    ? `${daily.id} is paused${daily.note ? `: ${daily.note}` : ''}`
    : `${daily.id}, next run ${daily.nextRunAt ?? 'unknown'}`;
  return { ...about, outcome: daily.paused ? 'warn' : 'ok', detail, remedy: null };
}

async function examineVendor(
  connector: Pick<Connector<'usage' | 'cmdb', unknown>, 'id' | 'title' | 'settings' | 'probe'>,
  { values }: LoadedEnvironment,
  config: Config,
): Promise<Finding> {
  const about = { id: connector.id, kind: 'service', title: connector.title } as const;
  const settings = connector.settings.safeParse(values);
  if (!settings.success)
    return { ...about, outcome: 'fail', detail: 'not asked: its settings cannot be used', remedy: null };
  try {
    return {
      ...about,
      outcome: 'ok',
      detail: await connector.probe(settings.data, probeTools()),
      remedy: null,
    };
  } catch (error) {
    return failed(about, error, config.redact);
  }
}

/** A probe keeps nothing, and gives up after a while. */
function probeTools(): ConnectorTools {
  const signal = AbortSignal.timeout(probeMs);
  return {
    keepRaw: async () => undefined,
    alive: () => undefined,
    signal,
    now: () => Date.now(),
    sleep: (ms) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        });
      }),
    random: Math.random,
    hashSecret: () => '',
  };
}

function failed(about: Pick<Finding, 'id' | 'kind' | 'title'>, error: unknown, redact: Redactor): Finding {
  if (error instanceof PipelineError)
    return { ...about, outcome: 'fail', detail: redact(error.message), remedy: redact(error.remedy) };
  return { ...about, outcome: 'fail', detail: redact(describeError(error)), remedy: null };
}

/** Hides every secret that is set, whether the settings as a whole can be used or not. */
function redactorOf({ values }: LoadedEnvironment): Redactor {
  const names = [...[coreSettings, ...connectors].flatMap((group) => group.secrets), 'AWS_SECRET_ACCESS_KEY'];
  return createRedactor(names.flatMap((name) => values[name] ?? []).map((value) => new Secret(value)));
}
