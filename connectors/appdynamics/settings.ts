import { z } from 'zod';
import { ConfigError } from '../../pipeline/errors.ts';
import { addressOf } from '../http/base-url.ts';
import {
  optionalText,
  requestsPerMinute,
  requiredText,
  secretText,
  wholeNumber,
  yesOrNo,
} from '../settings.ts';

const suffix = '.saas.appdynamics.com';

/** What an operator sets for AppDynamics; keys are environment names. */
export const settings = z.object({
  APPD_CONTROLLER: requiredText(
    `The controller: a name (acme becomes https://acme${suffix}) or a full URL`,
  ).refine(
    (value) => addressOf(value, suffix) !== null,
    'must be a name such as acme, or a URL such as https://acme.example.com',
  ),
  APPD_ACCOUNT: optionalText(
    'Account name; default: what follows @ in APPD_CLIENT_ID, else the controller’s name',
  ),
  APPD_CLIENT_ID: requiredText('Name of the API client: client, or client@account'),
  APPD_CLIENT_SECRET: secretText('Secret of the API client'),
  APPD_REQUESTS_PER_MINUTE: requestsPerMinute(100, 'Requests a minute, default 100; 0 or off for no limit'),
  APPD_GRANULARITY_MINUTES: wholeNumber(
    1440,
    5,
    1440,
    'Minutes per usage point, a multiple of 5; default 1440',
  ).refine((minutes) => minutes % 5 === 0, 'must be a multiple of 5'),
  APPD_MAX_DAYS_PER_REQUEST: wholeNumber(
    92,
    1,
    400,
    'Days per usage request, default 92; longer windows are asked for in parts',
  ),
  APPD_TIMEOUT_MS: wholeNumber(
    300_000,
    100,
    3_600_000,
    'Milliseconds for one request, default 300000: long ranges take minutes',
  ),
  APPD_RETRIES: wholeNumber(
    3,
    0,
    10,
    'Attempts after a failed one before the stage itself is repeated, default 3',
  ),
  APPD_RETRY_BASE_MS: wholeNumber(
    1000,
    0,
    60_000,
    'Unit of back-off in milliseconds, default 1000 (waits 2, 4, 8 s)',
  ),
  APPD_PACKAGE_MAP: optionalText('Path of the package map; default config/seed/package-map.csv'),
  APPD_READ_HOSTS: yesOrNo(
    true,
    'Ask which hosts report to an application, one request each; default true. They tell which services ought to be monitored',
  ),
  APPD_MAX_UNITS_PER_DAY: wholeNumber(
    10_000_000,
    1,
    Number.MAX_SAFE_INTEGER,
    'Units a day that no package can reach, default 10000000',
  ),
});
export type Settings = z.output<typeof settings>;

/** Settings with what follows from them. */
export interface Target {
  readonly settings: Settings;
  readonly baseUrl: string;
  readonly instance: string;
  /** `client@account`, as the token endpoint wants it. */
  readonly clientId: string;
}

/**
 * Where the controller is and who asks.
 *
 * @throws ConfigError when APPD_CONTROLLER is no address; parsing with the schema finds it earlier.
 */
export function targetOf(given: Settings): Target {
  const address = addressOf(given.APPD_CONTROLLER, suffix);
  if (!address)
    throw new ConfigError([`APPD_CONTROLLER "${given.APPD_CONTROLLER}" is neither a name nor a URL`]);
  const [client = '', ownAccount] = given.APPD_CLIENT_ID.split('@');
  const account = given.APPD_ACCOUNT ?? ownAccount ?? address.instance.split('.')[0] ?? '';
  const baseUrl = address.baseUrl.replace(/\/controller$/, '');
  return { settings: given, baseUrl, instance: address.instance, clientId: `${client}@${account}` };
}
