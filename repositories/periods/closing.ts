import type { Month } from '../../pipeline/run.ts';
import type { BillingSettings, PipelineSettings } from '../../pipeline/settings.ts';
import type { Session } from '../database.ts';
import type { AllocationInputs } from '../rules/allocation-inputs.ts';

/** What a rebuild of a closed month needs beside the rows that the close protects (R20, R31). */
export interface ClosedInputs {
  readonly allocation: AllocationInputs;
  readonly sharedServices: PipelineSettings['sharedServices'];
  /** Which daily figure was charged, by capability id. */
  readonly licensedMetrics: Readonly<Record<string, string>>;
  readonly billing: BillingSettings;
  /** Hash of each table's rows. */
  readonly tables: Readonly<Record<string, string>>;
}

/** The record of a close. */
export interface Closing {
  readonly closingNo: number;
  readonly closedHash: string;
  readonly inputs: ClosedInputs;
}

/** The last close of the month; null when it never was closed here. */
export async function readClosing(session: Session, month: Month): Promise<Closing | null> {
  const [closing] = await session.rows<Closing>('reading the close', lastClosing, [month]);
  return closing ?? null;
}

const lastClosing = `
  select closing_no as "closingNo", closed_hash as "closedHash", inputs
  from   period_closings where month_start = $1 order by closing_no desc limit 1`;
