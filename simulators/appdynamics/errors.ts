import { html, type Answer } from '../http/answer.ts';

/** The entities that the license API asks READ rights on. */
export type Permission = 'LICENSE_USAGE' | 'ACCOUNT_LICENSE' | 'LICENSE_RULE';

/** The old REST servlets answer an unknown or expired token in HTML. */
export function unauthorized(): Answer {
  return html(401, 'Error 401 Unauthorized');
}

export function forbidden(entity: Permission, accountId: number): Answer {
  const errorMessage = `User does not have permission to READ entity ${entity} for account ${accountId}`;
  return { status: 403, body: { errorMessage } };
}

/** Statuses are known, these texts are not: nobody may read them. */
export function refused(status: 400 | 404 | 405, errorMessage: string): Answer {
  return { status, body: { statusCode: status, errorMessage } };
}

/** What an agent-based account says to questions that only an infrastructure-based one can answer. */
export function notSupportedForAgent(): Answer {
  const body = 'java.lang.UnsupportedOperationException: Not supported for Agent';
  return { status: 500, headers: { 'content-type': 'text/plain' }, body };
}
