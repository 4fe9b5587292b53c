import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

/** Names by which a browser on this machine may call us; any port, since it may be forwarded. */
const ownNames = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

const headers = {
  'content-security-policy': [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    // Pictures and their tooltips set their own styles.
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/**
 * Lets nobody in but this machine's own browser on our own page: a site that makes its name point here is told by the Host header,
 * and no header allows another site to read an answer.
 */
export function guard(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    // Figures change with the next run, files with the next version.
    const cacheControl = request.url.startsWith('/api/') ? 'no-store' : 'no-cache';
    void reply.headers({ ...headers, 'cache-control': cacheControl });
    if (!ownNames.test(request.headers.host ?? ''))
      throw new Problem(403, 'The preview only answers to 127.0.0.1 and localhost.');
  });
}
