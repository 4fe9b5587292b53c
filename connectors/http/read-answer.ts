import {
  AuthError,
  ConfigError,
  ContractError,
  RateLimitedError,
  UpstreamError,
  type PipelineError,
} from '../../pipeline/errors.ts';
import { parseExactJson } from './exact-json.ts';
import type { Received } from './exchange.ts';
import { retryAfterMs } from './retry-after.ts';

/** How one vendor speaks, where it differs from the others. */
export interface Vendor {
  readonly title: string;
  /** What to do when credentials are refused. */
  readonly onUnauthorized: string;
  /** What to do when rights are missing. */
  readonly onForbidden: string;
  /** The vendor's own reading of an answer; an error that it gives back is final for the client. */
  readonly refuse?: (received: Received, place: string) => PipelineError | null;
}

/** A usable answer, or why it is not. */
export type Outcome =
  | { readonly ok: true; readonly body: unknown; readonly header: Received['header'] }
  | {
      readonly ok: false;
      readonly error: PipelineError;
      /** Null when there was no answer at all. */
      readonly status: number | null;
      /** May the same request succeed in a moment? */
      readonly passing: boolean;
      readonly retryAfterMs: number | null;
    };

/** A status that nobody expected (a 4xx that is neither credentials, rights nor rate). */
export class UnexpectedStatusError extends ContractError {
  readonly status: number;
  /** The vendor's own words. */
  readonly said: string;

  constructor(message: string, remedy: string, status: number, said: string) {
    super(message, remedy);
    this.status = status;
    this.said = said;
  }
}

/** The credentials count, and may not see this (403). */
export class ForbiddenError extends AuthError {}

/** For a 429 without Retry-After that stays after our own retries: limits are counted per minute or longer. */
const unsaidPauseMs = 60_000;

const onUnexpected =
  'Check the address and the names in the settings; if they are right, the vendor changed its interface.';

/** What an answer means. `place` is method and path template; `redact` takes secrets out of the vendor's words. */
export function readAnswer(
  received: Received,
  place: string,
  vendor: Vendor,
  nowMs: number,
  redact: (text: string) => string,
): Outcome {
  const { status } = received;
  const failed = (error: PipelineError, passing = false, waitMs: number | null = null): Outcome => {
    return { ok: false, error, status, passing, retryAfterMs: waitMs };
  };
  const own = vendor.refuse?.(received, place);
  if (own) return failed(own);
  if (status >= 200 && status < 300) return readBody(received, place, vendor, redact);
  const said = redact(vendorText(received.text));
  const what = `${vendor.title} answered ${status} to ${place}${said ? `: "${said}"` : ''}`;
  if (status === 401) return failed(new AuthError(`${what}.`, vendor.onUnauthorized));
  if (status === 403) return failed(new ForbiddenError(`${what}.`, vendor.onForbidden));
  const waitMs = retryAfterMs(received.header, nowMs);
  if (status === 429) return failed(new RateLimitedError(`${what}.`, waitMs ?? unsaidPauseMs), true, waitMs);
  if (status >= 500 || status === 408) {
    const remedy = `Wait for ${vendor.title} to recover.`;
    return failed(new UpstreamError(`${what}; 200 was expected.`, remedy), true, waitMs);
  }
  if (status >= 300 && status < 400) return failed(redirected(received, place, vendor));
  return failed(new UnexpectedStatusError(`${what}; 200 was expected.`, onUnexpected, status, said));
}

function readBody(
  received: Received,
  place: string,
  vendor: Vendor,
  redact: (text: string) => string,
): Outcome {
  if (/^\s*</.test(received.text)) return htmlInstead(received, place, vendor, redact);
  try {
    return { ok: true, body: parseExactJson(received.text), header: received.header };
  } catch (cause) {
    const detail = redact(cause instanceof Error ? cause.message.replace(/,? ?\.*"[\s\S]*$/, '') : '');
    const error = new UpstreamError(
      `${vendor.title} answered ${received.bytes} bytes to ${place} that are no whole JSON (${detail}); it is cut off or broken.`,
      'Wait and repeat; if it stays so, something between here and the vendor cuts answers.',
    );
    return { ok: false, error, status: received.status, passing: true, retryAfterMs: null };
  }
}

/**
 * A page for people where data was expected. A login page means that our credentials do not count (SSO, expired): no retry
 * cures that. Anything else (hibernating instance, maintenance) passes, so it is the vendor's turn.
 */
function htmlInstead(
  received: Received,
  place: string,
  vendor: Vendor,
  redact: (text: string) => string,
): Outcome {
  const title = redact(pageTitle(received.text));
  const page = title ? `a web page titled "${title}"` : 'a web page';
  const what = `${vendor.title} answered ${page} (${received.bytes} bytes) to ${place}; JSON was expected.`;
  const [error, passing] = /hibernat/i.test(received.text)
    ? [
        new UpstreamError(what, 'The instance sleeps: wake it on the vendor’s developer site, then repeat.'),
        true,
      ]
    : /type=["']?password|log[ -]?in|sign[ -]?in|\bsso\b|saml/i.test(received.text)
      ? [new AuthError(what, `This is a login page. ${vendor.onUnauthorized}`), false]
      : [
          new UpstreamError(
            what,
            'Wait for the end of a maintenance; else check that the address is the API’s.',
          ),
          true,
        ];
  return { ok: false, error, status: received.status, passing, retryAfterMs: null };
}

function redirected(received: Received, place: string, vendor: Vendor): PipelineError {
  const location = received.header('location') ?? '';
  if (/login|sso|saml|auth/i.test(location)) {
    return new AuthError(
      `${vendor.title} answered ${received.status} to ${place} and points to a login page; JSON was expected.`,
      vendor.onUnauthorized,
    );
  }
  const host = URL.canParse(location) ? new URL(location).host : 'another path';
  return new ConfigError([
    `${vendor.title} answered ${received.status} to ${place} and points to ${host}; set the address to where it really is`,
  ]);
}

function vendorText(text: string): string {
  if (/^\s*</.test(text)) return pageTitle(text);
  try {
    const words = [...errorWords(JSON.parse(text))].filter((word) => word !== '');
    return clip([...new Set(words)].join(' / '));
  } catch (error) {
    if (error instanceof SyntaxError) return clip(text);
    throw error;
  }
}

function* errorWords(body: unknown): Generator<string> {
  if (typeof body !== 'object' || body === null) return;
  for (const name of ['errorMessage', 'message', 'detail', 'error', 'error_description']) {
    const value = (body as Record<string, unknown>)[name];
    if (typeof value === 'string') yield value;
    else yield* errorWords(value);
  }
}

function pageTitle(html: string): string {
  return clip(/<title[^>]*>([^<]*)/i.exec(html)?.[1] ?? /<h1[^>]*>([^<]*)/i.exec(html)?.[1] ?? '');
}

function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}...` : line;
}
