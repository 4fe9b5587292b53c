import type { StageReport } from '../pipeline/run.ts';

/** At most this many warnings travel; the database has them all. */
const shownWarnings = 10;

/** A stage report with nothing in what is not said; long lists of warnings are cut and say so. */
export function report(parts: Partial<StageReport>): StageReport {
  const warnings = parts.warnings ?? [];
  const more = warnings.length - shownWarnings;
  return {
    read: 0,
    written: 0,
    rejected: 0,
    facts: {},
    ...parts,
    warnings: more > 0 ? [...warnings.slice(0, shownWarnings), `... and ${more} more`] : warnings,
  };
}
