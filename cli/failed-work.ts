import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Why a workflow that somebody waited for failed. */
export interface FailedWork {
  /** What happened, whose turn it is, and what to do. */
  readonly line: string;
  readonly code: ExitCode;
}

/** The codes of what was refused before anything was done. */
const codes: Readonly<Record<string, ExitCode>> = {
  PolicyError: exitCodes.refused,
  ConfigError: exitCodes.usage,
};

/** The reason at the end of the chain that Temporal wraps it in; null when it was no workflow that failed. */
export async function failedWork(error: unknown): Promise<FailedWork | null> {
  const { ApplicationFailure, WorkflowFailedError } = await import('@temporalio/client');
  if (!(error instanceof WorkflowFailedError)) return null;
  let reason: Error = error;
  while (reason.cause instanceof Error && !(reason instanceof ApplicationFailure)) reason = reason.cause;
  if (!(reason instanceof ApplicationFailure))
    return { line: `${reason.name}: ${reason.message}`, code: exitCodes.failed };
  const { remedy, turn } = (reason.details?.[0] ?? {}) as { remedy?: string; turn?: string };
  const type = reason.type ?? 'Error';
  return {
    line: [`${type}: ${reason.message}`, turn && `Turn: ${turn}.`, remedy].filter(Boolean).join(' '),
    code: codes[type] ?? exitCodes.failed,
  };
}
