import { cancellationSignal, heartbeat, sleep } from '@temporalio/activity';
import type { ConnectorTools, RawAnswer, SourceName } from '../connectors/connector.ts';
import type { StageId } from '../pipeline/stages.ts';
import type { Landing, LandingSlice } from '../repositories/landing.ts';

interface Lending {
  readonly landing: Landing;
  readonly runId: number;
  readonly stage: StageId;
  readonly hashSecret: (value: string) => string;
}

/** A source that lands what it hears under the slice of its stage. */
export interface LandingSource<Source extends SourceName> {
  readonly source: Source;
  readonly slice: LandingSlice;
}

/**
 * Opens a source with the worker's clock, cancellation and heartbeat; whatever an earlier attempt of the stage landed is
 * forgotten first.
 */
export async function openLanding<Source extends SourceName>(
  lending: Lending,
  open: (tools: ConnectorTools) => Source,
): Promise<LandingSource<Source>> {
  const { landing, runId, stage, hashSecret } = lending;
  const landed: { slice?: LandingSlice } = {};
  const source = open({
    keepRaw: async (answer: RawAnswer) => {
      if (landed.slice) await landing.keep(landed.slice, answer);
    },
    alive: (detail) => {
      heartbeat(detail);
    },
    signal: cancellationSignal(),
    now: () => Date.now(),
    sleep: (ms) => sleep(ms),
    random: () => Math.random(),
    hashSecret,
  });
  const slice = { runId, stage, tool: source.tool, instance: source.instance };
  await landing.begin(slice);
  landed.slice = slice;
  return { source, slice };
}
