import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TemporalFailure,
  TimeoutFailure,
} from '@temporalio/workflow';

/** What `worker/translate-errors.ts` puts into the details of a failure. */
interface ErrorDetails {
  readonly remedy?: string;
  readonly turn?: string;
}

const longestLine = 600;

/**
 * What happened and whose turn it is, in one line of at most 600 characters.
 *
 * @throws what is no failure of Temporal's: a defect of the workflow must stop it, or the history would lie.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof TemporalFailure)) throw error;
  const wrapped = error instanceof ActivityFailure || error instanceof ChildWorkflowFailure;
  const cause = (wrapped ? error.cause : undefined) ?? error;
  return oneLine(describeCause(cause));
}

function describeCause(cause: Error): string {
  if (cause instanceof CancelledFailure) return 'Cancelled before it ended.';
  if (cause instanceof TimeoutFailure)
    return `Timeout (${cause.timeoutType ?? 'unknown'}): ${timeoutMeaning(cause.timeoutType)}`;
  if (!(cause instanceof ApplicationFailure)) return `${cause.name}: ${cause.message}`;
  const { remedy, turn } = (cause.details?.[0] ?? {}) as ErrorDetails;
  const facts = [`${cause.type ?? 'Error'}: ${cause.message}`, turn && `Turn: ${turn}.`, remedy];
  return facts.filter(Boolean).join(' ');
}

function timeoutMeaning(type: TimeoutFailure['timeoutType']): string {
  if (type === 'HEARTBEAT')
    return 'the worker died or stood still on every attempt. Turn: operator. Look at its log.';
  return 'the stage took longer than pipeline/profiles.ts allows. Turn: operator. Look for what it waits for.';
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
}
