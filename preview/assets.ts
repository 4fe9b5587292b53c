import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The files of the page, the same for every dashboard: it finds out by its address what to draw. */
const pageFolder = here('page/');
const generatedFolder = here('../dashboards/generated/pages/');
const echarts = createRequire(import.meta.url).resolve('echarts/dist/echarts.min.js');

export async function serveAssets(server: FastifyInstance): Promise<void> {
  await server.register(fastifyStatic, {
    root: pageFolder,
    prefix: '/assets/',
    cacheControl: false,
    index: false,
  });
  server.get('/assets/echarts.js', (_request, reply) => reply.sendFile(basename(echarts), dirname(echarts)));
  for (const path of ['/d/:uid', '/d/:uid/:slug', '/print'])
    server.get(path, (_request, reply) => reply.sendFile('index.html', pageFolder));
  for (const page of generatedPages())
    server.get(`/public/appd-licensing/${page}`, (_request, reply) => reply.sendFile(page, generatedFolder));
}

/** Pages beside the dashboards that panels link to, where Grafana serves them too. */
function generatedPages(): string[] {
  return readdirSync(generatedFolder).filter((name) => name.endsWith('.html'));
}
