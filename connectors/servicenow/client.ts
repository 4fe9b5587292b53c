import { z } from 'zod';
import { TooManyRejectsError, UpstreamError } from '../../pipeline/errors.ts';
import type { ConnectorTools } from '../connector.ts';
import { basicCredential, type Credential } from '../http/credential.ts';
import { JsonClient, type JsonAnswer } from '../http/json-client.ts';
import { OAuthToken } from '../http/oauth-token.ts';
import { parseAs } from '../http/parse-as.ts';
import { UnexpectedStatusError, type Vendor } from '../http/read-answer.ts';
import { valueOf, type WireRow } from './fields.ts';
import { nextInLink, nextOffset, totalOf } from './paging.ts';
import type { Target } from './settings.ts';

/** What a table gave, each row once. */
export interface TableRows {
  readonly rows: readonly WireRow[];
  readonly total: number;
  readonly hidden: number;
  readonly warnings: readonly string[];
}

/** The instance stopped the query after 60 seconds; a smaller page may pass. */
class PageTooLargeError extends UpstreamError {}

const vendor: Vendor = {
  title: 'ServiceNow',
  onUnauthorized:
    'Check SN_USER and SN_PASS (or the OAuth client). If a person can log in with them, the instance restricts Basic ' +
    'authentication: make the user Web Service Access Only, give it snc_basic_auth_api_access, or use SN_CLIENT_ID and SN_CLIENT_SECRET.',
  onForbidden:
    'Give the user read access to this table and to the fields that are asked for and filtered by.',
  refuse: ({ status, text }, place) =>
    isCancelled(status, text)
      ? new PageTooLargeError(
          `ServiceNow stopped ${place} after 60 s (maximum execution time exceeded).`,
          'Lower SERVICENOW_PAGE_SIZE, or ask for an index on the filtered fields.',
        )
      : null,
};

const tableAnswer = z.object({
  result: z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : value),
    z.array(z.record(z.string(), z.unknown())),
  ),
  error: z.object({ message: z.string().nullish() }).nullish(),
});

const smallestPage = 10;
const tokenTemplate = '/oauth_token.do';

/** The Table API: whole tables, in a stable order, however short its pages are. */
export class ServiceNowClient {
  private readonly http: JsonClient;
  private readonly credential: Credential;
  private readonly target: Target;
  private pageSize: number;

  constructor(target: Target, tools: ConnectorTools) {
    this.target = target;
    const { settings } = target;
    this.pageSize = settings.SERVICENOW_PAGE_SIZE;
    this.http = new JsonClient(
      {
        vendor,
        baseUrl: target.baseUrl,
        requestsPerMinute: settings.SERVICENOW_REQUESTS_PER_MINUTE,
        timeoutMs: settings.SERVICENOW_TIMEOUT_MS,
        patience: { retries: settings.SERVICENOW_RETRIES, baseMs: settings.SERVICENOW_RETRY_BASE_MS },
        secrets: [settings.SN_PASS, settings.SN_CLIENT_SECRET].filter((value) => value !== undefined),
        secretFields: ['access_token', 'refresh_token', 'client_secret', 'password', 'user_password'],
      },
      tools,
    );
    this.credential = this.credentialOf(target, tools);
  }

  /**
   * Every row that the user may see. `filter` is an encoded query; the order is by sys_id, or pages would overlap and miss.
   *
   * @throws TooManyRejectsError when access rules hide more of the table than SERVICENOW_MAX_HIDDEN_RATIO allows.
   */
  async readTable(table: string, fields: readonly string[], filter = ''): Promise<TableRows> {
    const rows = new Map<string, WireRow>();
    const nameless: WireRow[] = [];
    let [received, total, sawNext] = [0, null as number | null, false];
    for (let offset: number | null = 0; offset !== null;) {
      const page = await this.readPage(table, fields, filter, offset);
      for (const row of page.rows) {
        const sysId = valueOf(row['sys_id']);
        if (sysId === null) nameless.push(row);
        else if (!rows.has(sysId)) rows.set(sysId, row);
      }
      received += page.rows.length;
      total = page.total ?? total;
      sawNext ||= nextInLink(page.link) !== null;
      offset = nextOffset({ ...page, offset, total, sawNext, rowCount: page.rows.length });
    }
    const all = [...rows.values(), ...nameless];
    const repeated = received - all.length;
    const warnings = repeated > 0 ? [`${table}: ${repeated} rows came twice and were dropped.`] : [];
    return this.judgeHidden(table, all, total ?? all.length, warnings);
  }

  /** How many rows a table has, by one small request. */
  async count(table: string): Promise<number | null> {
    const answer = await this.ask(table, ['sys_id'], '', 0, 1);
    return answer && totalOf(answer.header('x-total-count'));
  }

  private async readPage(table: string, fields: readonly string[], filter: string, offset: number) {
    for (;;) {
      const limit = this.pageSize;
      try {
        const answer = await this.ask(table, fields, filter, offset, limit);
        const rows = answer ? rowsOf(answer.body, placeOfTable(table)) : [];
        const header = answer?.header ?? (() => null);
        return { rows, limit, total: totalOf(header('x-total-count')), link: header('link') };
      } catch (error) {
        const half = Math.floor(limit / 2);
        if (!(error instanceof PageTooLargeError) || half < smallestPage) throw error;
        this.pageSize = half;
      }
    }
  }

  /** Null when there are no rows: the first version of the API answers 404 then. */
  private async ask(
    table: string,
    fields: readonly string[],
    filter: string,
    offset: number,
    limit: number,
  ): Promise<JsonAnswer | null> {
    const query = {
      sysparm_query: filter ? `${filter}^ORDERBYsys_id` : 'ORDERBYsys_id',
      sysparm_fields: fields.join(','),
      sysparm_display_value: 'all',
      sysparm_limit: String(limit),
      sysparm_offset: String(offset),
    };
    const slice = `table=${table}${filter ? ` filter=${filter}` : ''} offset=${offset} limit=${limit}`;
    try {
      return await this.http.send({ template: pathOf(table), query, slice, credential: this.credential });
    } catch (error) {
      const isEmpty =
        error instanceof UnexpectedStatusError &&
        error.status === 404 &&
        /no records? found/i.test(error.said);
      if (isEmpty) return null;
      throw error;
    }
  }

  private judgeHidden(
    table: string,
    rows: readonly WireRow[],
    total: number,
    warnings: readonly string[],
  ): TableRows {
    const hidden = Math.max(0, total - rows.length);
    const most = this.target.settings.SERVICENOW_MAX_HIDDEN_RATIO;
    const what = `${table} has ${total} rows and gave ${rows.length}: ${hidden} are hidden by access rules`;
    if (hidden > most * total) {
      throw new TooManyRejectsError(
        `${what}, ${((hidden / total) * 100).toFixed(1)} % (limit ${most * 100} %).`,
        'Give the user read access to all rows, or raise SERVICENOW_MAX_HIDDEN_RATIO; the last inventory stays in force.',
      );
    }
    return { rows, total, hidden, warnings: hidden > 0 ? [...warnings, `${what}.`] : warnings };
  }

  private credentialOf({ settings }: Target, tools: ConnectorTools): Credential {
    const { SN_CLIENT_ID: id, SN_CLIENT_SECRET: secret } = settings;
    if (!id || !secret) return basicCredential(settings.SN_USER ?? '', settings.SN_PASS ?? '');
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
    const ask = async (): Promise<unknown> =>
      (await this.http.send({ method: 'POST', template: tokenTemplate, form })).body;
    return new OAuthToken(ask, `POST ${tokenTemplate}`, tools.now);
  }
}

/** Does the error say that the instance has no such table? */
export function isMissingTable(error: unknown): boolean {
  if (!(error instanceof UnexpectedStatusError)) return false;
  return error.status === 404 || (error.status === 400 && /invalid table|does not exist/i.test(error.said));
}

function rowsOf(body: unknown, place: string): readonly WireRow[] {
  const answer = parseAs(tableAnswer, body, place);
  if (!answer.error) return answer.result;
  throw new UpstreamError(
    `ServiceNow answered 200 to ${place} with an error inside: "${answer.error.message ?? ''}"; rows alone were expected.`,
    'Wait and repeat; if it stays so, look for the message in the instance’s log.',
  );
}

/** The cancel comes as a 500, or as a 200 whose rows end in an error object, often without being JSON any more. */
function isCancelled(status: number, text: string): boolean {
  if (!/maximum execution time exceeded/i.test(text)) return false;
  if (status >= 500) return true;
  return status === 200 && /"error"\s*:\s*\{[^{}]*maximum execution time exceeded/i.test(text);
}

function pathOf(table: string): string {
  return `/api/now/table/${encodeURIComponent(table)}`;
}

function placeOfTable(table: string): string {
  return `GET ${pathOf(table)}`;
}
