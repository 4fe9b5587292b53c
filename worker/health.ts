import { createServer, type Server } from 'node:http';

/** What the page tells: the worker's state, and whether it polls. */
export interface Health {
  readonly state: string;
  readonly isWorking: boolean;
}

/** Answers `GET /health` with 200 while the worker polls and with 503 otherwise. Resolves when it listens. */
export async function serveHealth(
  address: { readonly host: string; readonly port: number },
  health: () => Health,
): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/health') {
      response.writeHead(404).end();
      return;
    }
    const { state, isWorking } = health();
    response
      .writeHead(isWorking ? 200 : 503, { 'content-type': 'application/json' })
      .end(JSON.stringify({ state }));
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(address.port, address.host, listening);
  });
  return server.unref();
}
