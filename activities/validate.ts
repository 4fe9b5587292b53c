import type { Outcome } from '../checks/check.ts';
import { checks } from '../checks/registry.ts';
import type { RunSlice, StageReport } from '../pipeline/run.ts';
import { createValidations, type ValidationResult } from '../repositories/validations.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { report } from './report.ts';

/** How much of an observation travels; the database has all of it. */
const shownCharacters = 140;

/**
 * Stage 7: every check says what it found. Findings are results, not errors: the run fails over them by the fact
 * `blockingFailed`. Checks whose stages did not deliver in this run are not evaluated.
 */
export function createValidate({ database, settings }: Pick<ActivityDependencies, 'database' | 'settings'>) {
  const validations = createValidations(database);

  return async function validate(slice: RunSlice): Promise<StageReport> {
    const results = await validations.run(slice, checks, settings);
    const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length;
    return report({
      read: checks.length,
      written: results.length,
      warnings: results.filter(isWorthSaying).sort(byOutcome).map(inOneLine),
      facts: {
        blockingFailed: results.filter(
          ({ severity, outcome }) => severity === 'blocking' && outcome === 'fail',
        ).length,
        passed: count('pass'),
        warned: count('warn'),
        failed: count('fail'),
        notEvaluated: count('not_evaluated'),
        excluded: count('excluded'),
      },
    });
  };
}

const loudness: Readonly<Record<Outcome, number>> = {
  fail: 0,
  warn: 1,
  not_evaluated: 2,
  excluded: 3,
  pass: 4,
};

function isWorthSaying({ severity, outcome }: ValidationResult): boolean {
  return loudness[outcome] <= loudness.not_evaluated && severity !== 'info';
}

function byOutcome(one: ValidationResult, other: ValidationResult): number {
  return loudness[one.outcome] - loudness[other.outcome];
}

function inOneLine({ id, outcome, observed }: ValidationResult): string {
  const line = `${id} (${outcome}): ${observed}`;
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters)}...` : line;
}
