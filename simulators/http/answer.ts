import type { IncomingHttpHeaders } from 'node:http';

/** A request as the simulators read it: the body is complete. */
export interface VendorRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What goes back. A body that is no text is sent as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Handler = (request: VendorRequest) => Answer;

/** 200 with a JSON body. */
export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers, body };
}

/** An answer in HTML, as servlet containers and login pages give it. */
export function html(status: number, title: string): Answer {
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html;charset=utf-8' }, body };
}
