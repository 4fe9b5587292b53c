import { UpstreamError, type PipelineError } from '../../pipeline/errors.ts';
import type { ConnectorTools } from '../connector.ts';
import type { Credential } from './credential.ts';
import { decideRetry, type Patience } from './decide-retry.ts';
import { exchange, type Sending } from './exchange.ts';
import { hashSecrets } from './hash-secrets.ts';
import { readAnswer, type Outcome, type Vendor } from './read-answer.ts';
import { redactor } from './redact.ts';
import { paceFor, type RequestPace } from './request-pace.ts';

/** How a connector wants its requests made. */
export interface ClientOptions {
  readonly vendor: Vendor;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** 0 lifts the limit. */
  readonly requestsPerMinute: number;
  readonly timeoutMs: number;
  readonly patience: Patience;
  /** Values that no message may show, such as a password. */
  readonly secrets: readonly string[];
  /** Fields of answers that are hashed before they are kept (C58). */
  readonly secretFields: readonly string[];
}

/** One question to a vendor. */
export interface Call {
  readonly method?: 'GET' | 'POST';
  /** e.g. `/controller/licensing/v1/usage/account/{accountId}`; this, not the real path, stands in messages and in raw rows. */
  readonly template: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly credential?: Credential;
  /** Kept with the raw answer; an answer without a slice is not kept (tokens). */
  readonly slice?: string;
}

/** A usable answer. */
export interface JsonAnswer {
  readonly body: unknown;
  readonly header: (name: string) => string | null;
}

const signOfLifeMs = 10_000;

/** The one way to a vendor: paced, patient, cancellable; answers are kept before they are read. */
export class JsonClient {
  private readonly options: ClientOptions;
  private readonly tools: ConnectorTools;
  private readonly pace: RequestPace;
  private readonly secrets: Set<string>;

  constructor(options: ClientOptions, tools: ConnectorTools) {
    this.options = options;
    this.tools = tools;
    this.pace = paceFor(options.baseUrl, options.requestsPerMinute);
    this.secrets = new Set(options.secrets);
  }

  /** From now on no message shows this value; for keys that a vendor hands out. */
  hide(secret: string): void {
    this.secrets.add(secret);
  }

  /**
   * The JSON that the vendor answers.
   *
   * @throws AuthError on 401 (after one renewed token) and 403, RateLimitedError on 429, UpstreamError on network trouble, 5xx
   * and broken JSON (these three after a few retries), ContractError on any other status.
   */
  async send(call: Call): Promise<JsonAnswer> {
    const place = placeOf(call);
    const ticker = setInterval(() => this.tools.alive(`waiting for ${place}`), signOfLifeMs);
    try {
      return await this.insist(call, place);
    } finally {
      clearInterval(ticker);
    }
  }

  private async insist(call: Call, place: string): Promise<JsonAnswer> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.attempt(call, place);
      if (outcome.ok) return this.keep(call, place, outcome);
      const waitMs = decideRetry({ attempt, ...outcome }, this.options.patience, this.tools.random());
      if (waitMs === null) throw afterAttempts(outcome.error, attempt);
      await this.pause(waitMs);
    }
  }

  private async attempt(call: Call, place: string): Promise<Outcome> {
    const authorization = await call.credential?.header();
    const first = await this.once(call, place, authorization);
    const refused = !first.ok && first.status === 401 && authorization !== undefined;
    if (!refused || !(await call.credential?.renew(authorization))) return first;
    return this.once(call, place, await call.credential?.header());
  }

  private async once(call: Call, place: string, authorization: string | undefined): Promise<Outcome> {
    await this.pause(this.pace.take(this.tools.now()));
    const { vendor, timeoutMs } = this.options;
    try {
      const received = await exchange(this.sending(call, authorization), place, timeoutMs, this.tools.signal);
      const hidden = redactor([...this.secrets, ...(authorization?.split(' ').slice(1) ?? [])]);
      return readAnswer(received, place, vendor, this.tools.now(), hidden);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return { ok: false, error, status: null, passing: true, retryAfterMs: null };
    }
  }

  private sending(call: Call, authorization: string | undefined): Sending {
    const path = call.template.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(call.params?.[name] ?? ''),
    );
    const query = call.query ? `?${new URLSearchParams(call.query).toString()}` : '';
    const headers = {
      accept: 'application/json',
      ...(call.form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(authorization !== undefined && { authorization }),
    };
    const url = `${this.options.baseUrl}${path}${query}`;
    return { method: call.method ?? 'GET', url, headers, ...(call.form && { form: call.form }) };
  }

  private async keep(call: Call, place: string, { body, header }: JsonAnswer): Promise<JsonAnswer> {
    if (call.slice !== undefined) {
      const hashed = hashSecrets(body, this.options.secretFields, this.tools.hashSecret);
      await this.tools.keepRaw({ path: call.template, slice: call.slice, body: hashed });
    }
    this.tools.alive(call.slice ? `${place} ${call.slice}` : place);
    return { body, header };
  }

  private async pause(ms: number): Promise<void> {
    this.tools.signal.throwIfAborted();
    if (ms > 0) await this.tools.sleep(ms);
  }
}

/** How people call a request: method and path template. */
export function placeOf(call: Pick<Call, 'method' | 'template'>): string {
  return `${call.method ?? 'GET'} ${call.template}`;
}

function afterAttempts(error: PipelineError, attempt: number): PipelineError {
  if (attempt > 1) error.message = `${error.message} (attempt ${attempt}, the last one here)`;
  return error;
}
