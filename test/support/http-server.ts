import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly form: URLSearchParams;
}

/** What the server is to answer: JSON, or a raw text; `cut` closes the connection after that many bytes. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly text?: string;
  readonly cut?: number;
  readonly delayMs?: number;
}

export interface TestServer {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

/** A real HTTP server on 127.0.0.1 that answers what `handler` says and remembers what it was asked. */
export async function startTestServer(handler: (seen: Seen) => Reply): Promise<TestServer> {
  const seen: Seen[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const one: Seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      form: new URLSearchParams(Buffer.concat(chunks).toString()),
    };
    seen.push(one);
    const reply = handler(one);
    if (reply.delayMs) await new Promise((resolve) => setTimeout(resolve, reply.delayMs).unref());
    const body = Buffer.from(reply.text ?? JSON.stringify(reply.json ?? null));
    const type = reply.text?.startsWith('<') ? 'text/html' : 'application/json';
    response.writeHead(reply.status ?? 200, {
      'content-type': type,
      'content-length': String(body.length),
      ...reply.headers,
    });
    if (reply.cut === undefined) {
      response.end(body);
    } else {
      response.write(body.subarray(0, reply.cut), () => setTimeout(() => response.destroy(), 10));
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
