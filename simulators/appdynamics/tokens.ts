import { randomUUID } from 'node:crypto';
import type { Answer, VendorRequest } from '../http/answer.ts';
import { ok } from '../http/answer.ts';
import type { Account } from '../worlds/shape.ts';
import { refused } from './errors.ts';

export interface TokenOffice {
  /** Answers the token request. */
  grant(request: VendorRequest): Answer;
  /** Is the bearer token of the request known and alive? */
  admits(request: VendorRequest): boolean;
  /** Makes every token of before worthless, as a restart of the controller does. */
  revokeAll(): void;
}

interface Client {
  readonly account: Account;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly lifeSeconds: number;
}

const contentTypes = /^application\/(x-www-form-urlencoded|vnd\.appd\.cntrl\+(protobuf|json))/;

/** OAuth client credentials as the controller grants them: no refresh token, a JWT that nobody needs to read. */
export function createTokenOffice(client: Client): TokenOffice {
  const expiries = new Map<string, number>();

  return {
    grant: (request) => {
      if (request.method !== 'POST') return refused(405, 'Method not allowed');
      if (!contentTypes.test(request.headers['content-type'] ?? '')) {
        return { status: 415, body: { statusCode: 415, errorMessage: 'Invalid content type' } };
      }
      const form = new URLSearchParams(request.body);
      if (form.get('grant_type') !== 'client_credentials') return refused(400, 'Unsupported grant type');
      const isKnown =
        form.get('client_id') === `${client.clientId}@${client.account.name}` &&
        form.get('client_secret') === client.clientSecret;
      if (!isKnown)
        return { status: 401, body: { statusCode: 401, errorMessage: 'Invalid client credentials' } };

      const token = tokenOf(client);
      expiries.set(token, Date.now() + client.lifeSeconds * 1000);
      return ok({ access_token: token, expires_in: client.lifeSeconds });
    },
    admits: (request) => {
      const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      return token !== undefined && (expiries.get(token) ?? 0) > Date.now();
    },
    revokeAll: () => {
      expiries.clear();
    },
  };
}

function tokenOf({ account, clientId }: Client): string {
  const claims = {
    sub: clientId,
    idType: 'API_CLIENT',
    jti: randomUUID(),
    acctId: account.guid,
    acctName: account.name,
    tntId: account.guid,
    acctPerm: [],
    roleIds: [],
  };
  const parts = [{ alg: 'RS256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...parts, Buffer.from(`not signed ${randomUUID()}`).toString('base64url')].join('.');
}
