import { z } from 'zod';
import { ConfigError } from '../../pipeline/errors.ts';
import { addressOf } from '../http/base-url.ts';
import { optionalText, ratio, requestsPerMinute, requiredText, textOr, wholeNumber } from '../settings.ts';

const suffix = '.service-now.com';

/** What an operator sets for ServiceNow; keys are environment names. */
export const settings = z
  .object({
    SN_INSTANCE: requiredText(
      `The instance: a name (acme becomes https://acme${suffix}) or a full URL`,
    ).refine(
      (value) => addressOf(value, suffix) !== null,
      'must be a name such as acme, or a URL such as https://acme.example.com',
    ),
    SN_USER: optionalText('User for Basic authentication; needs read access only'),
    SN_PASS: z.string().optional().describe('Password of SN_USER'),
    SN_CLIENT_ID: optionalText(
      'OAuth client; with SN_CLIENT_SECRET it is used instead of Basic authentication',
    ),
    SN_CLIENT_SECRET: z.string().optional().describe('Secret of SN_CLIENT_ID'),
    SERVICENOW_PAGE_SIZE: wholeNumber(1000, 1, 10_000, 'Rows per request, default 1000'),
    SERVICENOW_MAX_HIDDEN_RATIO: ratio(
      0.1,
      'Share of rows that access rules may hide before the stage fails, default 0.10',
    ),
    SERVICENOW_REQUESTS_PER_MINUTE: requestsPerMinute(0, 'Requests a minute; default 0, no limit'),
    SERVICENOW_TIMEOUT_MS: wholeNumber(
      70_000,
      100,
      3_600_000,
      'Milliseconds for one request, default 70000: the instance itself stops at 60 s',
    ),
    SERVICENOW_RETRIES: wholeNumber(
      3,
      0,
      10,
      'Attempts after a failed one before the stage itself is repeated, default 3',
    ),
    SERVICENOW_RETRY_BASE_MS: wholeNumber(
      1000,
      0,
      60_000,
      'Unit of back-off in milliseconds, default 1000 (waits 2, 4, 8 s)',
    ),
    SERVICENOW_SERVICE_TABLE: textOr('cmdb_ci_service', 'Table of services, default cmdb_ci_service'),
    SERVICENOW_APPLICATION_TABLE: textOr(
      'cmdb_ci_appl',
      'Table between services and servers, default cmdb_ci_appl',
    ),
    SERVICENOW_SERVER_TABLE: textOr('cmdb_ci_server', 'Table of servers, default cmdb_ci_server'),
    SERVICENOW_RELATION_TYPES: textOr(
      'Runs on::Runs,Depends on::Used by',
      'Relation types from service down to server, comma-separated, default Runs on::Runs,Depends on::Used by',
    ).refine((value) => relationTypes(value).length > 0, 'must name at least one relation type'),
    SERVICENOW_FIELD_SECTOR: textOr('u_sector', 'Field of the business sector, default u_sector'),
    SERVICENOW_FIELD_H_CODE: textOr('u_h_code', 'Field of the H-code, default u_h_code'),
    SERVICENOW_FIELD_ARCHITECTURE: textOr(
      'u_architecture_type',
      'Field of the architecture, default u_architecture_type',
    ),
    SERVICENOW_FIELD_OWNER: textOr('owned_by', 'Field of the owner, default owned_by'),
    SERVICENOW_FIELD_OWNER_DEPARTMENT: textOr(
      'owned_by.department',
      'Field of the owner’s department, default owned_by.department',
    ),
    SERVICENOW_FIELD_OWNER_MANAGER: textOr(
      'owned_by.manager',
      'Field of the owner’s manager, default owned_by.manager',
    ),
    SERVICENOW_FIELD_COST_CENTER: textOr(
      'cost_center',
      'Field of the cost center, default cost_center; stands in for an empty H-code',
    ),
    SERVICENOW_FIELD_SUPPORT_GROUP: textOr(
      'support_group',
      'Field of the support group, default support_group',
    ),
    SERVICENOW_FIELD_DEPARTMENT: textOr(
      'department',
      'Field of the service’s department, default department; used when the owner’s is empty',
    ),
    SERVICENOW_FIELD_ENVIRONMENT: textOr('environment', 'Field of the environment, default environment'),
    SERVICENOW_FIELD_MONITORED: textOr(
      '',
      'Field that marks a service as to be monitored (true, 1 or yes); default none, then hosts that report tell it',
    ),
  })
  .superRefine((given, context) => {
    for (const message of credentialProblems(given)) context.addIssue({ code: 'custom', message });
  });
export type Settings = z.output<typeof settings>;

/** Settings with what follows from them. */
export interface Target {
  readonly settings: Settings;
  readonly baseUrl: string;
  readonly instance: string;
}

/**
 * Where the instance is.
 *
 * @throws ConfigError when the address or the credentials cannot be used; parsing with the schema finds it earlier.
 */
export function targetOf(given: Settings): Target {
  const address = addressOf(given.SN_INSTANCE, suffix);
  const problems = credentialProblems(given);
  if (!address) problems.push(`SN_INSTANCE "${given.SN_INSTANCE}" is neither a name nor a URL`);
  if (!address || problems.length > 0) throw new ConfigError(problems);
  return {
    settings: given,
    baseUrl: address.baseUrl.replace(/\/api(\/now.*)?$/, ''),
    instance: address.instance,
  };
}

/** The relation types of the setting, in its order. */
export function relationTypes(setting: string): string[] {
  return setting
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');
}

type Credentials = Partial<
  Record<'SN_USER' | 'SN_PASS' | 'SN_CLIENT_ID' | 'SN_CLIENT_SECRET', string | undefined>
>;

function credentialProblems(given: Credentials): string[] {
  const missing = (names: readonly (keyof Credentials)[]): string[] => names.filter((name) => !given[name]);
  const oauth = missing(['SN_CLIENT_ID', 'SN_CLIENT_SECRET']);
  if (oauth.length === 0) return [];
  if (oauth.length === 1)
    return [`${oauth[0]} is missing beside its other half; set both for OAuth, or none`];
  return missing(['SN_USER', 'SN_PASS']).map(
    (name) => `${name} is missing (or set SN_CLIENT_ID and SN_CLIENT_SECRET for OAuth)`,
  );
}
