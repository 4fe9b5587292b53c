import { addDays, countDays } from '../../pipeline/days.ts';
import { ContractError } from '../../pipeline/errors.ts';
import type { Day } from '../../pipeline/run.ts';
import type { ConnectorTools } from '../connector.ts';
import { JsonClient, placeOf, type Call } from '../http/json-client.ts';
import { OAuthToken } from '../http/oauth-token.ts';
import { parseAs } from '../http/parse-as.ts';
import type { Vendor } from '../http/read-answer.ts';
import type { AskedUsage } from './package-usage.ts';
import type { Rule } from './rules.ts';
import {
  accountAnswer,
  allocationsAnswer,
  applicationsAnswer,
  infoAnswer,
  nodesAnswer,
  usageAnswer,
  type AccountInfo,
  type Allocation,
  type NodeWire,
} from './schema.ts';
import type { Target } from './settings.ts';

const licensing = '/controller/licensing/v1';
const tokenTemplate = '/controller/api/oauth/access_token';

const vendor: Vendor = {
  title: 'AppDynamics',
  onUnauthorized:
    'Check APPD_CLIENT_ID, APPD_CLIENT_SECRET and APPD_ACCOUNT (the client is sent as client@account).',
  onForbidden:
    'Give the API client a role that may read LICENSE_USAGE, ACCOUNT_LICENSE and LICENSE_RULE; a change takes up to 5 minutes.',
  refuse: ({ status, text }, place) =>
    status === 500 && text.includes('UnsupportedOperationException')
      ? new ContractError(
          `AppDynamics answered 500 to ${place}: UnsupportedOperationException; usage per license rule was expected.`,
          'This account is licensed by agents and does not serve this endpoint; ask Cisco to enable it, or leave this controller out.',
        )
      : null,
};

/** The controller's answers in the vendor's words; everything that is one request stands here. */
export class AppDynamicsClient {
  private readonly http: JsonClient;
  private readonly token: OAuthToken;
  private readonly target: Target;

  constructor(target: Target, tools: ConnectorTools) {
    this.target = target;
    const { settings } = target;
    this.http = new JsonClient(
      {
        vendor,
        baseUrl: target.baseUrl,
        requestsPerMinute: settings.APPD_REQUESTS_PER_MINUTE,
        timeoutMs: settings.APPD_TIMEOUT_MS,
        patience: { retries: settings.APPD_RETRIES, baseMs: settings.APPD_RETRY_BASE_MS },
        secrets: [settings.APPD_CLIENT_SECRET],
        secretFields: [
          'licenseKey',
          'accessKey',
          'accountAccessKey',
          'apiKey',
          'access_token',
          'client_secret',
        ],
      },
      tools,
    );
    this.token = new OAuthToken(() => this.askToken(), `POST ${tokenTemplate}`, tools.now);
  }

  async account(): Promise<{ readonly id: string; readonly name: string | null }> {
    const template = '/controller/api/accounts/myaccount';
    const { id, name } = parseAs(
      accountAnswer,
      await this.get({ template, slice: 'account' }),
      `GET ${template}`,
    );
    return { id, name: name ?? null };
  }

  async applications(): Promise<readonly unknown[]> {
    const template = '/controller/rest/applications';
    const body = await this.get({ template, query: { output: 'JSON' }, slice: 'applications' });
    return parseAs(applicationsAnswer, body, `GET ${template}`);
  }

  async nodes(applicationId: string): Promise<readonly NodeWire[]> {
    const template = '/controller/rest/applications/{applicationId}/nodes';
    const call = {
      template,
      params: { applicationId },
      query: { output: 'JSON' },
      slice: `nodes application=${applicationId}`,
    };
    return parseAs(nodesAnswer, await this.get(call), `GET ${template}`);
  }

  async allocations(accountId: string): Promise<readonly Allocation[]> {
    const template = `${licensing}/account/{accountId}/allocation`;
    const body = await this.get({ template, params: { accountId }, slice: 'allocations' });
    const allocations = parseAs(allocationsAnswer, body, `GET ${template}`);
    for (const { licenseKey } of allocations) if (licenseKey) this.http.hide(licenseKey);
    return allocations;
  }

  async info(accountId: string): Promise<AccountInfo> {
    const template = `${licensing}/account/{accountId}/info`;
    const body = await this.get({ template, params: { accountId }, slice: 'info' });
    return parseAs(infoAnswer, body, `GET ${template}`);
  }

  /** Usage of a rule; `owner` tells its raw answers apart, e.g. `application=12`. */
  ruleUsage(accountId: string, rule: Rule, owner: string, from: Day, to: Day): Promise<AskedUsage[]> {
    const template = `${licensing}/usage/account/{accountId}/allocation/{licenseKey}`;
    const params = { accountId, licenseKey: rule.licenseKey };
    return this.usage({ template, params, slice: `${owner} rule=${rule.id}` }, from, to);
  }

  /** Usage of the whole account. */
  accountUsage(accountId: string, from: Day, to: Day): Promise<AskedUsage[]> {
    const template = `${licensing}/usage/account/{accountId}`;
    return this.usage({ template, params: { accountId }, slice: 'account' }, from, to);
  }

  /** Long ranges take the controller minutes, so a window is asked for in parts. */
  private async usage(call: Call, from: Day, to: Day): Promise<AskedUsage[]> {
    const { APPD_MAX_DAYS_PER_REQUEST: most, APPD_GRANULARITY_MINUTES: minutes } = this.target.settings;
    const asked: AskedUsage[] = [];
    for (let start = from; countDays(start, to) > 0; start = addDays(start, most)) {
      const last = countDays(start, to) > most ? addDays(start, most - 1) : to;
      const query = {
        dateFrom: `${start}T00:00:00Z`,
        dateTo: `${addDays(last, 1)}T00:00:00Z`,
        granularityMinutes: String(minutes),
        includeEntityTypes: 'true',
        includeConsumptionBased: 'true',
      };
      const body = await this.get({ ...call, query, slice: `${call.slice} from=${start} to=${last}` });
      asked.push({ from: start, to: last, answer: parseAs(usageAnswer, body, placeOf(call)) });
    }
    return asked;
  }

  private async get(call: Call): Promise<unknown> {
    return (await this.http.send({ ...call, credential: this.token })).body;
  }

  private async askToken(): Promise<unknown> {
    const form = {
      grant_type: 'client_credentials',
      client_id: this.target.clientId,
      client_secret: this.target.settings.APPD_CLIENT_SECRET,
    };
    return (await this.http.send({ method: 'POST', template: tokenTemplate, form })).body;
  }
}
