import { z } from 'zod';
import { dashboards } from './dashboard-group.ts';
import type { SettingsGroup } from './settings-group.ts';

const flag = (): z.ZodType<boolean, string> => z.stringbool({ error: 'expected true or false' });
const port = (): z.ZodType<number> => number(1, 65_535).int('expected a whole number');
const number = (min: number, max: number) =>
  z.coerce
    .number({ error: 'expected a number' })
    .min(min, `expected at least ${min}`)
    .max(max, `expected at most ${max}`);
const whole = (min: number, max: number) => number(min, max).int('expected a whole number');
const words = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) =>
      text
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean),
    );

const runtime = {
  title: 'Who runs, and how',
  secrets: ['HASH_KEY', 'ACTOR_TOKEN'],
  settings: z.object({
    APP_PROFILE: z
      .enum(['development', 'production'], { error: 'expected development or production' })
      .default('development')
      .describe('production refuses default passwords and unencrypted connections that were not asked for.'),
    ETL_USER: z
      .string()
      .default('etl')
      .describe('Who is named as the starter of runs and the author of changes.'),
    LOG_LEVEL: z
      .enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'], {
        error: 'expected TRACE, DEBUG, INFO, WARN or ERROR',
      })
      .default('INFO')
      .describe('How much the worker says.'),
    HASH_KEY: z
      .string()
      .min(16, 'expected at least 16 characters')
      .optional()
      .describe(
        'Key of the hashes that stand for secret fields in raw data; required in production. Keep it: a new key gives new hashes.',
      ),
    ACTOR_TOKEN: z
      .string()
      .min(16, 'expected at least 16 characters')
      .optional()
      .describe(
        'Proves who acts: the token that "actors add" printed. In production names alone decide nothing.',
      ),
    CODE_VERSION: z
      .string()
      .optional()
      .describe('Stored with each run; default is the package version and `git describe`.'),
  }),
} satisfies SettingsGroup;

const database = {
  title: 'Database',
  secrets: ['DB_PASSWORD', 'DATABASE_URL'],
  settings: z.object({
    DB_HOST: z.string().default('localhost').describe('Host of PostgreSQL 16.'),
    DB_PORT: port().default(5432).describe('Its port.'),
    DB_NAME: z.string().default('appd_licensing').describe('Name of the database.'),
    DB_USER: z.string().default('etl_analytics').describe('Role that loads and calculates.'),
    DB_PASSWORD: z.string().optional().describe('Its password; required in production.'),
    DB_SSL: flag()
      .optional()
      .describe('Encrypted connection; default is true in production, false in development.'),
    DB_POOL_SIZE: whole(2, 40)
      .default(10)
      .describe('Connections of one process; all processes together must stay below 90.'),
    DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/, error: 'expected postgresql://user:password@host:port/database' })
      .optional()
      .describe(
        'All of the above in one, instead of them: postgresql://user:password@host:port/database?sslmode=require',
      ),
  }),
} satisfies SettingsGroup;

const temporal = {
  title: 'Temporal',
  secrets: ['TEMPORAL_API_KEY'],
  settings: z.object({
    TEMPORAL_ADDRESS: z
      .string()
      .regex(/^[^\s/]+:\d+$/, 'expected host:port')
      .default('127.0.0.1:7233')
      .describe('Frontend of the Temporal server.'),
    TEMPORAL_NAMESPACE: z.string().default('default').describe('Namespace of the workflows.'),
    TEMPORAL_TLS: flag().default(false).describe('Encrypted connection to the server.'),
    TEMPORAL_API_KEY: z.string().optional().describe('API key, where the server asks for one; implies TLS.'),
  }),
} satisfies SettingsGroup;

const sources = {
  title: 'Sources and secrets',
  secrets: [],
  settings: z.object({
    USAGE_TOOL: z.string().default('appdynamics').describe('Connector that tells license usage.'),
    CMDB_TOOL: z
      .string()
      .default('servicenow')
      .describe('Connector that tells services, owners and sectors.'),
    SECRETS_SOURCE: z
      .enum(['auto', 'ssm', 'env'], { error: 'expected auto, ssm or env' })
      .default('auto')
      .describe(
        'ssm reads AWS Parameter Store, env does not; auto reads it when AWS_REGION or AWS_ENDPOINT_URL_SSM is set.',
      ),
    SSM_PATH: z
      .string()
      .startsWith('/', 'expected a path that begins with /')
      .default('/pepsico/appd-licensing/')
      .describe('Where the parameters stand; the last part of a parameter is the name of the setting.'),
  }),
} satisfies SettingsGroup;

const runs = {
  title: 'Runs',
  secrets: [],
  settings: z.object({
    WINDOW_DAYS: whole(1, 400)
      .default(3)
      .describe('Usage days that a run loads again, the last one being the day before its date.'),
    SCHEDULE_CRON: z
      .string()
      .regex(/^(\S+\s+){4}\S+$/, 'expected five cron fields')
      .default('0 2 * * *')
      .describe('When the daily run starts, UTC.'),
    PRICES_FILE: z
      .string()
      .optional()
      .describe('CSV of prices; without it the prices in the database stand.'),
    ALLOCATION_RULES_FILE: z.string().optional().describe('CSV of allocation rules instead of config/seed.'),
    HEALTH_PORT: whole(0, 65_535)
      .default(0)
      .describe("Port of the worker's health page /health; 0 turns it off."),
    HEALTH_HOST: z.string().default('127.0.0.1').describe('Address on which the health page listens.'),
    METRICS_PORT: whole(0, 65_535)
      .default(0)
      .describe("Port of the worker's page for Prometheus, /metrics; 0 turns it off."),
    METRICS_HOST: z
      .union([z.ipv4(), z.ipv6()], { error: 'expected an IP address' })
      .default('127.0.0.1')
      .describe('IP address on which the page for Prometheus listens; 0.0.0.0 for all.'),
    WORKFLOW_BUNDLE_FILE: z
      .string()
      .optional()
      .describe(
        'Workflow bundle made by worker/bundle-workflows.ts; without it the worker makes its own in two seconds.',
      ),
  }),
} satisfies SettingsGroup;

const billing = {
  title: 'Billing',
  secrets: [],
  settings: z.object({
    CUT_OFF_DAYS: whole(0, 60)
      .default(5)
      .describe('Days after the end of a month before it may be closed: vendors still correct (R15).'),
    ACCEPTANCE_DAYS: whole(0, 60)
      .default(5)
      .describe('Days that a sector has to answer its statement; silence then counts as acceptance.'),
    DISPUTE_ANSWER_DAYS: whole(1, 60).default(5).describe('Days to answer a dispute.'),
    DISPUTE_DECIDE_DAYS: whole(1, 90).default(15).describe('Days to decide a dispute.'),
    INVOICE_TOLERANCE_PCT: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'expected a decimal number')
      .default('2')
      .describe('Difference between invoice and cost that needs no explanation, in percent (C24).'),
    INVOICE_REQUIRED: flag().default(true).describe('Does a close ask for the invoice of the month?'),
    METHODOLOGY_CHANGES: z
      .enum(['monthly', 'quarterly'], { error: 'expected monthly or quarterly' })
      .default('quarterly')
      .describe(
        'When new versions of allocation rules may begin: with a month, or with a quarter only (R16).',
      ),
    GL_EXPENSE_ACCOUNT: z
      .string()
      .default('610500')
      .describe('Account that receiving cost centers are debited on.'),
    GL_RECOVERY_ACCOUNT: z
      .string()
      .default('690500')
      .describe('Account that is credited for what was charged.'),
    GL_CENTRAL_COST_CENTER: z.string().default('CC-CENTRAL').describe('Cost center that pays the vendor.'),
  }),
} satisfies SettingsGroup;

const thresholds = {
  title: 'Thresholds',
  secrets: [],
  settings: z.object({
    MATCH_AUTO_SCORE: number(0, 100)
      .default(80)
      .describe('From this score (0-100) on a pair is linked without asking.'),
    MATCH_REVIEW_SCORE: number(0, 100).default(50).describe('From this score on a pair waits for a person.'),
    MATCH_MARGIN_SCORE: number(0, 100)
      .default(4)
      .describe('How far the best candidate must stand above the second.'),
    SHARED_SECTORS: words('Corporate/Shared Services,Global IT').describe(
      'Sectors whose services serve everybody.',
    ),
    SHARED_H_CODES: words('PLATFORM,SHARED,GLOBAL').describe(
      'Segments of an H-code that mark a shared service.',
    ),
    SCOPE_INSTALL_STATUS: words('1').describe('install_status of CMDB records in scope.'),
    SCOPE_OPERATIONAL_STATUS: words('1').describe('operational_status of CMDB records in scope.'),
    MAX_REJECT_RATIO: number(0, 1)
      .default(0.05)
      .describe('Share of unusable rows (0-1) above which an extraction fails.'),
    FORECAST_LOOK_BACK_DAYS: whole(30, 1000).default(90).describe('History that a forecast looks at.'),
    FORECAST_MONTHS: whole(1, 60).default(12).describe('How far a forecast looks ahead.'),
    TARGET_APPD_MATCH_PCT: number(0, 100).default(100).describe('Target rate of matched applications.'),
    TARGET_OVERALL_MATCH_PCT: number(0, 100).default(95).describe('Target rate over both sources.'),
    FRESHNESS_WARN_HOURS: number(1, 1000)
      .default(24)
      .describe('Age of the data at which a person hears of it.'),
    FRESHNESS_STALE_HOURS: number(1, 1000).default(26).describe('Age of the data at which it is stale.'),
    COST_VARIANCE_PCT: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'expected a decimal number')
      .default('2')
      .describe('Allowed difference of cost against its source, in percent.'),
  }),
} satisfies SettingsGroup;

const reports = {
  title: 'Monthly report',
  secrets: [],
  settings: z.object({
    REPORT_FOLDER: z
      .string()
      .optional()
      .describe('Where the worker writes the monthly report; without it there is no schedule for one.'),
    REPORT_CRON: z
      .string()
      .regex(/^(\S+\s+){4}\S+$/, 'expected five cron fields')
      .default('0 6 6 * *')
      .describe('When the report of the last month is made, UTC; vendors correct until the cut-off.'),
    CHROMIUM_PATH: z
      .string()
      .optional()
      .describe('The browser that prints; without it an installed chromium or google-chrome is looked for.'),
  }),
} satisfies SettingsGroup;

/** Every setting of the product but those of connectors, in the order of `.env.example`. */
export const coreGroups = {
  runtime,
  database,
  temporal,
  sources,
  runs,
  billing,
  reports,
  thresholds,
  dashboards,
};

/** All of them as one, for reading. */
export const coreSettings = {
  title: 'Settings',
  secrets: Object.values(coreGroups).flatMap((group): readonly string[] => group.secrets),
  settings: z.object({
    ...runtime.settings.shape,
    ...database.settings.shape,
    ...temporal.settings.shape,
    ...sources.settings.shape,
    ...runs.settings.shape,
    ...billing.settings.shape,
    ...reports.settings.shape,
    ...thresholds.settings.shape,
    ...dashboards.settings.shape,
  }),
} satisfies SettingsGroup;

export type CoreValues = z.infer<typeof coreSettings.settings>;
