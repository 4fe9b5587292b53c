import { constants } from 'node:os';
import type { Log } from './ports.ts';

interface Started {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

/** What has been started so far, to be stopped in reverse order, once, however many ask for it. */
export interface StopAll {
  /** Remembers a started thing and gives it back. */
  add<Thing extends { stop: () => Promise<void> }>(name: string, thing: Thing): Thing;
  /** Stops everything; a thing that fails to stop does not keep the others running. @throws AggregateError */
  stop(): Promise<void>;
  /** On SIGINT, SIGTERM or SIGHUP: stops everything, then ends the process with 128 + the signal's number. */
  stopOnSignals(log: Log): void;
}

export function createStopAll(): StopAll {
  const started: Started[] = [];
  let stopping: Promise<void> | undefined;

  return {
    add(name, thing) {
      started.push({ name, stop: () => thing.stop() });
      return thing;
    },
    stop() {
      stopping ??= stopInReverse(started);
      return stopping;
    },
    stopOnSignals(log) {
      onSignals(log, () => this.stop());
    },
  };
}

async function stopInReverse(started: Started[]): Promise<void> {
  const failures: Error[] = [];
  for (let thing = started.pop(); thing; thing = started.pop()) {
    const { name } = thing;
    await thing.stop().catch((cause: unknown) => {
      failures.push(new Error(`${name} did not stop`, { cause }));
    });
  }
  if (failures.length > 0)
    throw new AggregateError(failures, failures.map((failure) => failure.message).join('; '));
}

/** One Ctrl-C can arrive several times: from the terminal, from npm and from the bootstrap. */
const echoMs = 1000;

function onSignals(log: Log, stop: () => Promise<void>): void {
  let firstAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const exitCode = 128 + constants.signals[signal];
      if (firstAt === undefined) {
        firstAt = performance.now();
        void stop().then(
          () => process.exit(exitCode),
          (error: unknown) => {
            log(String(error));
            process.exit(exitCode);
          },
        );
      } else if (performance.now() - firstAt > echoMs) {
        log('Asked a second time: leaving at once.');
        process.exit(exitCode);
      }
    });
  }
}
