import { z } from 'zod';
import { day, units, word } from './cells.ts';
import { readUploadLines, refuseUpload, type UploadLine, type UploadProblem } from './read-upload.ts';

/** One line of a contract, with what is said of the contract on every line. */
export interface ContractRow {
  readonly contract: string;
  readonly vendor: string;
  readonly startDate: string;
  /** The first day no longer covered. */
  readonly endDate: string;
  /** A code, or `tool/code` where two tools share it. */
  readonly capability: string;
  /** Null: every tier. */
  readonly tier: string | null;
  readonly basis: (typeof bases)[number];
  readonly settledPer: (typeof settlements)[number];
  readonly committed: string;
  readonly unusedRate: string | null;
  readonly overageRate: string | null;
}

export type ContractFileLine = UploadLine<ContractRow>;

const bases = ['daily_units', 'units', 'amount'] as const;
const settlements = ['month', 'term'] as const;
const rate = word.regex(
  /^\d{1,10}(\.\d{1,8})?$/,
  'expected a rate such as 1.25 with at most 8 decimals, not below 0',
);

/** One line of a contract in the words of a file or of options; absent words are undefined. */
export const contractWords = z
  .object({
    contract: word.max(80, 'expected at most 80 characters'),
    vendor: word,
    start_date: day,
    end_date: day,
    capability: word,
    tier: word.optional(),
    basis: z.enum(bases, { error: `expected ${bases.join(', ')}` }),
    settled_per: z.enum(settlements, { error: `expected ${settlements.join(' or ')}` }).default('month'),
    committed: units.refine((text) => /[1-9]/.test(text), 'expected a commitment above 0'),
    unused_rate: rate.optional(),
    overage_rate: rate.optional(),
  })
  .refine((row) => row.end_date > row.start_date, {
    path: ['end_date'],
    message: 'expected a day after start_date; it is the first day no longer covered',
  })
  .transform((row): ContractRow => ({
    contract: row.contract,
    vendor: row.vendor,
    startDate: row.start_date,
    endDate: row.end_date,
    capability: row.capability,
    tier: row.tier ?? null,
    basis: row.basis,
    settledPer: row.settled_per,
    committed: row.committed,
    unusedRate: row.unused_rate ?? null,
    overageRate: row.overage_rate ?? null,
  }));

/** The columns of a file of contracts. */
export const contractColumns = [
  'contract',
  'vendor',
  'start_date',
  'end_date',
  'capability',
  'tier',
  'basis',
  'settled_per',
  'committed',
  'unused_rate',
  'overage_rate',
] as const;

/**
 * The contracts of a CSV file, a row for each commitment. No tier means every tier.
 *
 * @throws ConfigError with every line that cannot be used.
 */
export function readContractFile(path: string, allowBom: boolean): ContractFileLine[] {
  const words = ['contract', 'vendor', 'capability', 'tier'];
  const lines = readUploadLines(path, contractWords, { columns: contractColumns, words, allowBom });
  refuseUpload(path, contradictions(lines));
  return lines;
}

/** A contract has one vendor and one term. */
function contradictions(lines: readonly ContractFileLine[]): UploadProblem[] {
  const first = new Map<string, ContractFileLine>();
  return lines.flatMap(({ line, row }) => {
    const said = first.get(row.contract) ?? { line, row };
    first.set(row.contract, said);
    if (termsOf(said.row) === termsOf(row)) return [];
    const what = `contract "${row.contract}" is ${termsOf(row)} here and ${termsOf(said.row)} on line ${said.line}; expected one vendor and one term`;
    return [{ line, what }];
  });
}

function termsOf({ vendor, startDate, endDate }: ContractRow): string {
  return `with ${vendor} from ${startDate} to before ${endDate}`;
}
