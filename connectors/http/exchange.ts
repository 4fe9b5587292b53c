import { Agent, request } from 'undici';
import { UpstreamError } from '../../pipeline/errors.ts';

/** What is put on the wire. */
export interface Sending {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

/** What came back, whatever its status. */
export interface Received {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
  readonly bytes: number;
}

const agent = new Agent({ connect: { timeout: 10_000 } });

/**
 * One request and its whole answer as text. `place` is how people call the request: method and path template, no secrets.
 * The time limit counts from the first byte sent to the last one received, since a server that drips would pass any idle limit.
 *
 * @throws UpstreamError when the network fails, the time is over, or the answer ends before its announced length.
 * @throws the reason of `signal` when it fires: a cancelled stage is not a broken vendor.
 */
export async function exchange(
  sending: Sending,
  place: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Received> {
  signal.throwIfAborted();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const onCancel = (): void => deadline.abort();
  signal.addEventListener('abort', onCancel, { once: true });
  const progress = { bytes: 0 };
  try {
    return await receive(sending, timeoutMs, deadline.signal, progress);
  } catch (error) {
    signal.throwIfAborted();
    throw broken(error, place, deadline.signal.aborted ? timeoutMs : null, progress.bytes);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onCancel);
  }
}

async function receive(
  sending: Sending,
  timeoutMs: number,
  signal: AbortSignal,
  progress: { bytes: number },
): Promise<Received> {
  const answer = await request(sending.url, {
    method: sending.method,
    headers: sending.headers,
    body: sending.form ? new URLSearchParams(sending.form).toString() : null,
    dispatcher: agent,
    signal,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    progress.bytes += chunk.length;
  }
  const header = (name: string): string | null => {
    const value = answer.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  };
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  return { status: answer.statusCode, header, text, bytes: progress.bytes };
}

function broken(error: unknown, place: string, timeoutMs: number | null, bytes: number): UpstreamError {
  const soFar = bytes > 0 ? `, after ${bytes} bytes of the answer` : '';
  if (timeoutMs !== null) {
    return new UpstreamError(
      `${place} was not answered within ${timeoutMs} ms${soFar}.`,
      'Wait and repeat; if it stays so, raise the timeout setting or ask for less at once.',
      { cause: error },
    );
  }
  return new UpstreamError(
    `${place} failed on the network (${networkCode(error)})${soFar}; a whole answer was expected.`,
    'Check that the host name is right and that this machine reaches it; then repeat.',
    { cause: error },
  );
}

function networkCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
