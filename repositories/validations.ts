import { performance } from 'node:perf_hooks';
import type { Check, Outcome, Severity } from '../checks/check.ts';
import { StorageError } from '../pipeline/errors.ts';
import type { Decimal, RunSlice } from '../pipeline/run.ts';
import type { PipelineSettings } from '../pipeline/settings.ts';
import { stageIds, type StageId } from '../pipeline/stages.ts';
import { askedValues, statementOf } from './check-statement.ts';
import type { Database, Session } from './database.ts';

/** What one check said of one run. */
export interface ValidationResult {
  readonly id: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
  readonly says: string;
  readonly expected: string;
  readonly observed: string;
  /** What to do; null when there is nothing to do. */
  readonly recommendation: string | null;
  readonly requirement: readonly string[];
  readonly numerator: Decimal | null;
  readonly denominator: Decimal | null;
  /** US dollars; null when no money depends on it. */
  readonly moneyAtStake: Decimal | null;
  readonly failingRows: number;
  /** Up to 20 failing rows, those with the most money first; all values as text, so that no digit is lost. */
  readonly failingSamples: readonly Readonly<Record<string, string | null>>[];
  readonly durationMs: number;
}

const timeoutMs = 120_000;

/** `validation_results`: what the checks said of each run. */
export function createValidations(database: Database) {
  return {
    /**
     * Runs the checks one after another on one snapshot of the data and replaces the results of the run. A check that cannot
     * run, or whose stages did not deliver in this run, is not evaluated; the others go on.
     */
    async run(
      slice: RunSlice,
      checks: readonly Check[],
      settings: PipelineSettings,
    ): Promise<ValidationResult[]> {
      const results = await database.transaction(async (tx) => {
        await tx.run(
          'opening a snapshot for validation',
          'set transaction isolation level repeatable read, read only',
        );
        await tx.run('limiting a check', `set local statement_timeout = ${timeoutMs}`);
        await tx.run('planning for many small statements', 'set local jit = off');
        await tx.run('planning joins by month', 'set local enable_partitionwise_join = on');
        const missing = await missingStages(tx, slice.runId);
        const evaluated: ValidationResult[] = [];
        for (const check of checks)
          evaluated.push(await evaluate(tx, check, askedValues(slice, settings), missing));
        return evaluated;
      });
      await store(database, slice.runId, results);
      return results;
    },

    /** The results of a run, the worst first, and among equals the one with the most money at stake. */
    async ofRun(runId: number): Promise<ValidationResult[]> {
      return database.rows<ValidationResult>('reading validation results', readResults, [runId]);
    },
  };
}

type Measurement = Pick<
  ValidationResult,
  | 'outcome'
  | 'numerator'
  | 'denominator'
  | 'expected'
  | 'observed'
  | 'moneyAtStake'
  | 'failingRows'
  | 'failingSamples'
>;

async function evaluate(
  tx: Session,
  check: Check,
  asked: readonly unknown[],
  missing: readonly StageId[],
): Promise<ValidationResult> {
  const startedMs = performance.now();
  const absent = check.needs.filter((stage) => missing.includes(stage));
  const measured = absent.length > 0 ? withoutInput(check, absent) : await measure(tx, check, asked);
  const { id, severity, says, requirement } = check;
  const isFine = measured.outcome === 'pass' || measured.outcome === 'excluded';
  return {
    id,
    severity,
    says,
    requirement,
    recommendation: isFine ? null : (measured.recommendation ?? check.remedy),
    ...withoutAdvice(measured),
    durationMs: Math.round(performance.now() - startedMs),
  };
}

type Judgement = Measurement & { readonly recommendation?: string };

function withoutAdvice({ recommendation: _, ...measurement }: Judgement): Measurement {
  return measurement;
}

async function measure(tx: Session, check: Check, asked: readonly unknown[]): Promise<Judgement> {
  await tx.run(`beginning ${check.id}`, 'savepoint one_check');
  try {
    return await tx.one<Measurement>(`evaluating ${check.id}`, statementOf(check), asked);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    // On a broken connection this throws as well, and the stage is tried again.
    await tx.run(`leaving ${check.id}`, 'rollback to savepoint one_check');
    return notEvaluated(
      check,
      error.message,
      `The check could not run: repair what the message names. ${check.remedy}`,
    );
  }
}

function withoutInput(check: Check, absent: readonly StageId[]): Judgement {
  const stages = absent.join(', ');
  return notEvaluated(
    check,
    `not evaluated: ${stages} did not deliver in this run`,
    `Repair ${stages} and run again.`,
  );
}

function notEvaluated(check: Check, observed: string, recommendation: string): Judgement {
  return {
    outcome: 'not_evaluated',
    expected: check.says,
    observed,
    recommendation,
    numerator: null,
    denominator: null,
    moneyAtStake: null,
    failingRows: 0,
    failingSamples: [],
  };
}

/** Stages that were asked for and did not deliver. A run whose attempts nobody logs is judged by its data alone. */
async function missingStages(tx: Session, runId: number): Promise<StageId[]> {
  const rows = await tx.rows<{ stage: StageId }>('looking at the stages of the run', readMissingStages, [
    runId,
    stageIds,
  ]);
  return rows.map(({ stage }) => stage);
}

async function store(database: Database, runId: number, results: readonly ValidationResult[]): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run('replacing validation results', 'delete from validation_results where run_id = $1', [runId]);
    await tx.run('saving validation results', insertResults, [runId, JSON.stringify(results)]);
  });
}

const readMissingStages = `
  select s.stage
  from   pipeline_runs r
  cross join unnest($2::text[]) as s(stage)
  left join lateral (select l.status from etl_execution_log l
                     where l.run_id = r.run_id and l.stage = s.stage order by l.attempt desc limit 1) last on true
  where  r.run_id = $1
  and    exists (select from etl_execution_log l where l.run_id = r.run_id)
  and    case when last.status is null then r.only_stages = '{}' or s.stage = any(r.only_stages)
              else last.status <> 'succeeded' end`;

/**
 * An absurd figure must not cost the run its report: it is stored as the largest that fits; the samples tell the real one. An
 * unknown one stays unknown.
 */
const fitting = (figure: string, digits: number): string =>
  `case when ${figure} is not null then greatest(least(${figure}, 1e${digits} - 1), 1 - 1e${digits}) end`;

const insertResults = `
  insert into validation_results (run_id, check_id, severity, outcome, says, expected, observed, recommendation, requirement,
                                  failing_samples, numerator, denominator, money_at_stake, failing_rows, duration_ms)
  select $1, r.id, r.severity, r.outcome, r.says, r.expected, r.observed, r.recommendation, r.requirement,
         r."failingSamples", ${fitting('r.numerator', 16)}, ${fitting('r.denominator', 16)}, ${fitting('r."moneyAtStake"', 12)},
         r."failingRows", r."durationMs"
  from   jsonb_to_recordset($2::jsonb) as r(id text, severity text, outcome text, says text, expected text, observed text,
           recommendation text, requirement text[], "failingSamples" jsonb, numerator numeric, denominator numeric,
           "moneyAtStake" numeric, "failingRows" integer, "durationMs" integer)`;

const readResults = `
  select check_id as id, severity, outcome, says, expected, observed, recommendation, requirement, numerator, denominator,
         money_at_stake as "moneyAtStake", failing_rows as "failingRows", failing_samples as "failingSamples",
         duration_ms as "durationMs"
  from   validation_results
  where  run_id = $1
  order  by array_position(array['fail', 'warn', 'not_evaluated', 'excluded', 'pass'], outcome),
            array_position(array['blocking', 'warn', 'info'], severity), money_at_stake desc nulls last, result_id`;
