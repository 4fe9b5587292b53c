import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { readAnnotations } from './annotations.ts';
import { serveAssets } from './assets.ts';
import { readChoice, type Choice } from './choice.ts';
import { openClock } from './clock.ts';
import { csvName, panelCsv } from './csv.ts';
import { findPanel, isShown, openBoards, type Board, type Boards } from './dashboards.ts';
import type { Chosen, Range } from './expand-sql.ts';
import { guard } from './guard.ts';
import { Problem } from './problem.ts';
import type { Reader } from './reader.ts';
import { runPanel } from './run-panel.ts';
import { textPanelHtml } from './text-panel.ts';
import { readRange } from './time-range.ts';
import { chosenVariables, showVariables } from './variables.ts';

/** What the preview shows, and who hears of what should not happen. */
export interface PreviewOptions {
  readonly reader: Reader;
  readonly log: (line: string) => void;
  /** Where the dashboards lie; the generated ones unless said otherwise. */
  readonly boards?: Boards;
}

const generated = fileURLToPath(new URL('../dashboards/generated', import.meta.url));
const usualTime = { from: 'now-13M/M', to: 'now' };

/** The server of the preview, not yet listening. It only answers questions: nothing can be changed through it. */
export async function createPreview(options: PreviewOptions): Promise<FastifyInstance> {
  const { reader, boards = openBoards(generated) } = options;
  // Names of many applications make long addresses.
  const server = Fastify({ http: { maxHeaderSize: 128 * 1024 }, forceCloseConnections: true });
  guard(server);
  explainProblems(server, options.log);
  await serveAssets(server);

  server.get('/', (_request, reply) => reply.redirect(boards.all()[0]?.path ?? '/api/tabs'));
  server.get('/api/tabs', () =>
    boards
      .all()
      .filter(isShown)
      .map(({ dashboard: { uid, title }, path, folder }) => ({ uid, title, path, folder })),
  );
  addDashboards(server, reader, boards);
  return server;
}

interface Address {
  readonly Params: { readonly uid: string; readonly id: string };
}

function addDashboards(server: FastifyInstance, reader: Reader, boards: Boards): void {
  const now = openClock(reader);

  /** What the address asks for. */
  async function asked(
    request: FastifyRequest<Address>,
  ): Promise<{ board: Board; choice: Choice; range: Range }> {
    const board = boards.find(request.params.uid);
    const choice = readChoice(new URL(request.url, 'http://localhost').searchParams);
    const { from, to } = board.dashboard.time ?? usualTime;
    return { board, choice, range: readRange(choice.from ?? from, choice.to ?? to, await now()) };
  }

  async function askedPanel(request: FastifyRequest<Address>, id: string) {
    const { board, choice, range } = await asked(request);
    const panel = findPanel(board, Number(id));
    const variables = await chosenVariables({ reader, dashboard: board.dashboard, choice, range });
    const chosen: Chosen = { range, variables };
    return { board, panel, choice, chosen };
  }

  server.get<Address>('/api/dashboards/:uid', async ({ params }) => ({
    dashboard: boards.find(params.uid).dashboard,
    now: await now(),
  }));

  server.get<Address>('/api/dashboards/:uid/variables', async (request) => {
    const { board, choice, range } = await asked(request);
    return showVariables({ reader, dashboard: board.dashboard, choice, range });
  });

  server.get<Address>('/api/dashboards/:uid/panels/:id', async (request, reply) => {
    const [, id = request.params.id, isCsv] = /^(\d+)(\.csv)?$/.exec(request.params.id) ?? [];
    const { board, panel, choice, chosen } = await askedPanel(request, id);
    if (panel.type === 'text') return { html: textPanelHtml(panel, chosen.variables, choice) };
    const targets = await runPanel(reader, panel, chosen);
    if (isCsv === undefined) return { targets };
    const name = csvName(board, panel);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(panelCsv(targets));
  });

  server.get<Address>('/api/dashboards/:uid/annotations', async (request) => {
    const { board, choice, range } = await asked(request);
    const variables = await chosenVariables({ reader, dashboard: board.dashboard, choice, range });
    return readAnnotations(reader, board.dashboard, { range, variables });
  });
}

/** A problem is told to the reader; anything else is ours, and only said where the preview was started. */
function explainProblems(server: FastifyInstance, log: PreviewOptions['log']): void {
  server.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    if (error instanceof Problem) return reply.code(error.status).send({ error: error.message });
    const { statusCode = 500 } = error;
    if (statusCode < 500) return reply.code(statusCode).send({ error: error.message });
    log(`${request.method} ${request.routeOptions.url ?? ''}: ${error.stack ?? error.message}`);
    return reply
      .code(500)
      .send({ error: 'The preview has an error of its own; where it was started it says more.' });
  });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'There is no such page.' }));
}
