import type { Answer, VendorRequest } from '../http/answer.ts';
import { serveVendor, type VendorServer } from '../http/serve.ts';
import type { World } from '../worlds/shape.ts';
import { refused, unauthorized } from './errors.ts';
import { answerAccountApplications, answerMyAccount, answerRestList } from './inventory.ts';
import { answerLicensing, type LicensingOptions } from './licensing.ts';
import { createTokenOffice } from './tokens.ts';

export interface AppDynamicsOptions extends Partial<LicensingOptions> {
  readonly world: World;
  readonly port?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Seconds that a token lives, 300 as the vendor has it. */
  readonly tokenLifeSeconds?: number;
}

export interface AppDynamicsSimulator extends VendorServer {
  /** Without the account, which the token request appends as `@<account>`. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Makes every token of before worthless. */
  revokeTokens(): void;
}

const defaults = {
  clientId: 'license-pipeline',
  clientSecret: 'c0ffee00-5ec2-4e7a-9b1d-0123456789ab',
  tokenLifeSeconds: 300,
  model: 'infrastructure',
  permissions: new Set(['LICENSE_USAGE', 'ACCOUNT_LICENSE', 'LICENSE_RULE'] as const),
  overlapPercent: 0,
} as const;

/** A controller of the world's account on 127.0.0.1. */
export async function startAppDynamics(options: AppDynamicsOptions): Promise<AppDynamicsSimulator> {
  const { world, port, clientId, clientSecret, tokenLifeSeconds, ...licensing } = { ...defaults, ...options };
  const office = createTokenOffice({
    account: world.account,
    clientId,
    clientSecret,
    lifeSeconds: tokenLifeSeconds,
  });

  const server = await serveVendor((request) => {
    if (request.url.pathname === '/controller/api/oauth/access_token') return office.grant(request);
    if (!office.admits(request)) return unauthorized();
    if (request.method !== 'GET') return refused(405, 'Method not allowed');
    return answerLicensing(world, request, licensing) ?? answerInventory(world, request);
  }, port);

  return { ...server, clientId, clientSecret, revokeTokens: () => office.revokeAll() };
}

function answerInventory(world: World, request: VendorRequest): Answer {
  const path = request.url.pathname;
  if (/^(\/controller)?\/api\/accounts\/myaccount$/.test(path)) return answerMyAccount(world, request);
  if (path === `/controller/api/accounts/${world.account.id}/applications`)
    return answerAccountApplications(world);
  if (/^\/controller\/rest\/applications(\/[^/]+\/(tiers|nodes))?$/.test(path))
    return answerRestList(world, request);
  return refused(404, `No resource at ${path}`);
}
