import { CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { isStageId } from '../pipeline/order.ts';
import type { RunReport, StageReport } from '../pipeline/run.ts';
import type { Measures, Outcome } from './measures.ts';

interface RecordMeasures {
  readonly measures: Measures;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** Told when a run was closed. */
  readonly afterRun?: () => void;
}

/** Counts every attempt of a stage and every run that is closed, for the metrics page. It never decides about the work. */
export function recordMeasures({ measures, clock, afterRun }: RecordMeasures): ActivityInterceptorsFactory {
  return ({ info: { activityType: type, attempt } }) => ({
    inbound: {
      async execute(input, next) {
        if (type === 'closeRun') {
          const result = await next(input);
          measures.runEnded((input.args[0] as RunReport).status);
          afterRun?.();
          return result;
        }
        if (!isStageId(type)) return next(input);

        const startedAt = clock();
        const ended = (outcome: Outcome, report: StageReport | null): void =>
          measures.attemptEnded({
            stage: type,
            attempt,
            outcome,
            seconds: (clock() - startedAt) / 1000,
            report,
          });
        try {
          const report = (await next(input)) as StageReport;
          ended('succeeded', report);
          return report;
        } catch (error) {
          ended(error instanceof CancelledFailure ? 'cancelled' : 'failed', null);
          throw error;
        }
      },
    },
  });
}
