import type { Day, Month } from './run.ts';
import { addMonths, monthOf } from './days.ts';

/** Asks for the report of a month. */
export interface ReportOrder {
  readonly month: Month;
  /** Stands on every page. */
  readonly requestedBy: string;
}

/** A file of the report, as it was written. */
export interface ReportFile {
  /** Path below the report's folder. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What was made of an order. */
export interface MonthlyReport {
  readonly month: Month;
  /** How far the month was, as every page says: `in review, data through 2025-09-30`. */
  readonly standing: string;
  /** Where the files stand on the worker's machine. */
  readonly folder: string;
  /** The PDF first, then a CSV per panel. */
  readonly files: readonly ReportFile[];
}

/** The month that a report made on this day is about: the last one that is over. */
export function reportedMonth(day: Day): Month {
  return addMonths(monthOf(day), -1);
}
