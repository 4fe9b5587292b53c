import type { Answer } from '../http/answer.ts';

/** The vendor's error envelope. */
export function failure(
  status: number,
  message: string,
  detail: string | null,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers, body: { error: { message, detail }, status: 'failure' } };
}

const cancelled = 'Transaction cancelled: maximum execution time exceeded';

/** What a query gets that ran for a minute: an error, or a result that turns into one, and is no JSON any more. */
export function transactionCancelled(form: 'status' | 'body', row: unknown = { sys_id: '' }): Answer {
  if (form === 'status') return failure(500, cancelled, null);
  const body = `{"result":[${JSON.stringify(row)},"error":{"message":"${cancelled}","detail":null},"status":"failure"}`;
  return { status: 200, body };
}
