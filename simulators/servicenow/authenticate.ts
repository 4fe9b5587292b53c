import { randomBytes } from 'node:crypto';
import { ok, type Answer, type VendorRequest } from '../http/answer.ts';
import { failure } from './errors.ts';

/** Who may come in, and how. */
export interface Doorkeeper {
  /** Answers `/oauth_token.do`. */
  grant(request: VendorRequest): Answer;
  /** The refusal, or nothing when the request may pass. */
  refuse(request: VendorRequest): Answer | undefined;
  revokeAll(): void;
}

interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenLifeSeconds: number;
  /** Since 2026 an instance may refuse Basic to ordinary users; it looks exactly like a wrong password. */
  readonly isBasicRestricted: boolean;
}

/** Basic authentication and OAuth client credentials. */
export function createDoorkeeper(credentials: Credentials): Doorkeeper {
  const expiries = new Map<string, number>();
  const basic = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;

  return {
    grant: (request) => {
      const form = new URLSearchParams(request.body);
      const isKnown =
        request.method === 'POST' &&
        form.get('grant_type') === 'client_credentials' &&
        form.get('client_id') === credentials.clientId &&
        form.get('client_secret') === credentials.clientSecret;
      if (!isKnown)
        return { status: 401, body: { error_description: 'access_denied', error: 'server_error' } };

      const token = randomBytes(32).toString('base64url');
      expiries.set(token, Date.now() + credentials.tokenLifeSeconds * 1000);
      const expiresIn = Math.max(0, credentials.tokenLifeSeconds - 1);
      return ok({ access_token: token, scope: 'useraccount', token_type: 'Bearer', expires_in: expiresIn });
    },
    refuse: (request) => {
      const header = request.headers.authorization ?? '';
      const token = /^Bearer (.+)$/i.exec(header)?.[1];
      const isBearer = token !== undefined && (expiries.get(token) ?? 0) > Date.now();
      const isBasic = !credentials.isBasicRestricted && header === basic;
      if (isBearer || isBasic) return undefined;
      return failure(401, 'User Not Authenticated', 'Required to provide Auth information', {
        'WWW-Authenticate': 'BASIC realm="Service-now"',
      });
    },
    revokeAll: () => {
      expiries.clear();
    },
  };
}
