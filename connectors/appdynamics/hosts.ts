import { ForbiddenError, UnexpectedStatusError } from '../http/read-answer.ts';
import type { NodeWire } from './schema.ts';

/** Names of the machines that the nodes run on, each once whatever its case; nodes without one are passed over. */
export function hostsOf(nodes: readonly NodeWire[]): string[] {
  const names = new Map<string, string>();
  for (const { machineName } of nodes) {
    const name = machineName?.trim() ?? '';
    if (name !== '' && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

/**
 * Does the controller keep its nodes to itself? 403, 404, or 400 for an application that was removed a moment ago: usage can be
 * billed without them. Any other failure is one of the stage.
 */
export function isKeptFromUs(error: unknown): error is Error {
  if (error instanceof ForbiddenError) return true;
  if (!(error instanceof UnexpectedStatusError)) return false;
  return error.status === 404 || (error.status === 400 && /invalid application/i.test(error.said));
}
