import { NativeConnection } from '@temporalio/worker';
import type { Config } from '../config/env.ts';
import { UpstreamError } from '../pipeline/errors.ts';

/** A connection to the Temporal server of the configuration. */
export async function connectTemporal({ temporal, redact }: Config): Promise<NativeConnection> {
  const { address, tls, apiKey } = temporal;
  try {
    return await NativeConnection.connect({ address, tls, ...(apiKey && { apiKey: apiKey.reveal() }) });
  } catch (error) {
    const reason = redact(error instanceof Error ? error.message : String(error));
    const what = `Temporal does not answer at ${address}: ${reason}.`;
    throw new UpstreamError(what, 'Start it, or correct TEMPORAL_ADDRESS.', { cause: error });
  }
}
