import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { html, type Answer, type Handler } from './answer.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';

/** A vendor that listens on 127.0.0.1. */
export interface VendorServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly faults: Faults;
  readonly requests: RequestLog;
  close(): Promise<void>;
}

/** Starts a server that answers with `handle`; port 0 takes any free one. @throws the error of `listen`, e.g. EADDRINUSE */
export async function serveVendor(handle: Handler, port = 0): Promise<VendorServer> {
  const faults = createFaults();
  const requests = createRequestLog();

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      // A client that hangs up in the middle of its request is no failure of the vendor.
      if (!incoming.complete) return response.destroy();
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return send(response, { status: 500, headers: { 'content-type': 'text/plain' }, body: text });
    });
  });

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = incoming.url ?? '/';
    requests.add({ method: incoming.method ?? 'GET', path, at: Date.now() });
    const body = await readBody(incoming);
    const url = new URL(path, `http://${incoming.headers.host ?? '127.0.0.1'}`);
    const whole = (): Answer => {
      const right = handle({ method: incoming.method ?? 'GET', url, headers: incoming.headers, body });
      if (right.status !== 200 || typeof right.body === 'string') return right;
      return { ...right, body: faults.alter(path, right.body) };
    };

    const fault = faults.strike(path);
    if (fault) await misbehave(fault, response, whole);
    else send(response, whole());
  };

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    requests,
    close: async () => {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function misbehave(fault: Fault, response: ServerResponse, whole: () => Answer): Promise<void> {
  switch (fault.kind) {
    case 'status':
      return send(response, {
        status: fault.status ?? 500,
        headers: fault.headers ?? {},
        body: fault.body ?? {},
      });
    case 'html':
      return send(response, html(200, 'Log in'));
    case 'truncate':
      return send(response, cut(whole()));
    case 'reset':
      response.destroy();
      return;
    case 'hang':
      return;
    case 'slow':
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, fault.delayMs ?? 1000);
        response.once('close', () => {
          clearTimeout(timer);
          resolve(undefined);
        });
      });
      return send(response, whole());
  }
}

function cut(answer: Answer): Answer {
  const text = textOf(answer.body);
  const headers = { 'content-type': 'application/json;charset=UTF-8', ...answer.headers };
  return { ...answer, headers, body: text.slice(0, Math.floor(text.length / 2)) };
}

function send(response: ServerResponse, answer: Answer): void {
  const bytes = Buffer.from(textOf(answer.body));
  response.writeHead(answer.status, {
    'content-type': 'application/json;charset=UTF-8',
    ...answer.headers,
    'content-length': String(bytes.length),
  });
  response.end(bytes);
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
