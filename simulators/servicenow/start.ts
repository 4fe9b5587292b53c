import type { Answer } from '../http/answer.ts';
import { serveVendor, type VendorServer } from '../http/serve.ts';
import type { World } from '../worlds/shape.ts';
import { openAccess, type Access } from './access.ts';
import { createDoorkeeper } from './authenticate.ts';
import { createDatabase } from './database.ts';
import { createDictionary, type CustomFields } from './dictionary.ts';
import { failure } from './errors.ts';
import { createRateMeter, type RateRule } from './rate-limit.ts';
import { answerList, answerRecord, answerStats, type Question, type TableBehavior } from './table-api.ts';

export interface ServiceNowOptions {
  readonly world: World;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly tokenLifeSeconds?: number;
  readonly isBasicRestricted?: boolean;
  /** What this company calls its own fields. */
  readonly fields?: Partial<CustomFields>;
  readonly rateLimit?: RateRule;
}

export interface ServiceNowSimulator extends VendorServer {
  readonly user: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Hidden rows, hidden fields, cancelled queries: change it as a test needs. */
  readonly behavior: TableBehavior;
  readonly access: Access;
  /** Makes every OAuth token of before worthless. */
  revokeTokens(): void;
}

const defaults = {
  user: 'svc.license.pipeline',
  password: 'Tr1cky:pass/w0rd%',
  clientId: '0d1f5c7a9b3e4d2c8a6f0b1c2d3e4f50',
  clientSecret: 'sn-oauth-secret',
  tokenLifeSeconds: 1800,
  isBasicRestricted: false,
};

const tablePath = /^\/api\/now\/(?:(v1|v2)\/)?(table|stats)\/(\w+)(?:\/([0-9a-f]{32}))?$/;

/** An instance of the world's CMDB on 127.0.0.1. */
export async function startServiceNow(options: ServiceNowOptions): Promise<ServiceNowSimulator> {
  const { world, port, rateLimit, fields, ...credentials } = { ...defaults, ...options };
  const custom = { sector: 'u_sector', architecture: 'u_architecture_type', hCode: 'u_h_code', ...fields };
  const today = createDatabase(world, createDictionary(custom), custom);
  const doorkeeper = createDoorkeeper(credentials);
  const meter = createRateMeter(rateLimit);
  const access = openAccess();
  const behavior: TableBehavior = { access, invalidQueryReturnsNoRows: false, cancelAbove: undefined };

  let scans = 0;
  const server = await serveVendor((request) => {
    if (request.url.pathname === '/oauth_token.do') return doorkeeper.grant(request);
    const refusal = doorkeeper.refuse(request);
    if (refusal) return refusal;
    const { headers, refusal: tooMany } = meter.take();
    if (tooMany) return tooMany;
    scans += 1;
    const answer = answerTable({ database: today(), request, behavior, scan: scans });
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }, port);

  const { user, password, clientId, clientSecret } = credentials;
  const revokeTokens = (): void => doorkeeper.revokeAll();
  return { ...server, user, password, clientId, clientSecret, behavior, access, revokeTokens };
}

function answerTable(asked: Omit<Question, 'table'>): Answer {
  const { database, request } = asked;
  const path = request.url.pathname;
  const [, version, api, table, sysId] = tablePath.exec(path) ?? [];
  if (api === undefined || table === undefined) {
    return failure(400, 'Requested URI does not represent any resource', path);
  }
  if (request.method !== 'GET') return failure(405, 'Method not supported', null);
  const unacceptable = refuseAccept(request.headers.accept);
  if (unacceptable) return unacceptable;
  if (!database.dictionary[table]) return failure(400, `Invalid table ${table}`, null);

  const question = { ...asked, table };
  if (api === 'stats') return answerStats(question);
  return sysId === undefined ? answerList(question, version) : answerRecord(question, sysId);
}

/** Without a type the vendor may answer 400; this one always does. XML is not simulated. */
function refuseAccept(accept: string | undefined): Answer | undefined {
  if (accept === undefined) return failure(400, 'Accept header is required', null);
  const isJson = /application\/json|application\/\*|\*\/\*/.test(accept);
  return isJson ? undefined : failure(406, 'Requested media type is not supported', accept);
}
