import { multiplyDecimals, roundDecimal } from '../domain/money.ts';
import type { ChangePart } from '../domain/statement/explain-change.ts';
import type {
  BucketAge,
  ChargeMode,
  Correction,
  MonthHeader,
  MonthProof,
  Share,
  StatementOwner,
} from '../domain/statement/statement.ts';
import type { Decimal, Month } from '../pipeline/run.ts';

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `July 2025`. */
export function monthName(month: Month): string {
  return `${monthNames[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** An amount or a quantity with separators: `-1,234.56`, `1,000`. */
export function grouped(amount: Decimal): string {
  const [whole = '0', fraction] = amount.split('.');
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

/** `+1,234.56`, `-0.01`, `0.00`. */
export function signed(amount: Decimal): string {
  return amount.startsWith('-') || isZero(amount) ? grouped(amount) : `+${grouped(amount)}`;
}

export function isZero(amount: Decimal): boolean {
  return /^-?0*(\.0*)?$/.test(amount);
}

/** Without the zeros that the database keeps: `300.0000` becomes `300`. */
export function quantityText(quantity: Decimal): string {
  return grouped(quantity.includes('.') ? quantity.replace(/\.?0+$/, '') : quantity);
}

/** A share of one as `12.34 %`. */
export function percentText(ratio: Decimal): string {
  return `${roundDecimal(multiplyDecimals(ratio, '100'), 2)} %`;
}

/** What the parts of a change are called. */
export const changeLabels: Readonly<Record<ChangePart, string>> = {
  volume: 'Volume',
  price: 'Price',
  moves: 'Moves',
  newApplications: 'New',
  retiredApplications: 'Retired',
  sharedCost: 'Shared cost',
  adjustments: 'Adjustments',
  unsplit: 'Not split',
};

/** What the parts of a change mean. */
export const changeMeanings: Readonly<Record<ChangePart, string>> = {
  volume: 'more or fewer license units, at the price of the month before',
  price: 'what other prices change on the units of this month',
  moves: 'applications that came from, or went to, another sector',
  newApplications: 'applications without cost in the month before',
  retiredApplications: 'applications without cost in this month',
  sharedCost: 'parts of shared services received and given',
  adjustments: 'corrections of earlier months, and those of the month before that do not return',
  unsplit: 'change of cost whose units are not known',
};

const modes: Readonly<Record<ChargeMode, string>> = {
  showback: 'Showback: for information, nothing is booked',
  soft: 'Soft chargeback: counts against the budget, nothing is booked',
  hard: 'Chargeback: booked in the general ledger',
};

/** What the charge does to the sector. */
export function modeText({ kind, chargeMode, costCenter }: StatementOwner): string {
  if (kind === 'bucket') return 'Bucket: charged to no sector';
  return chargeMode === 'hard' && costCenter !== null
    ? `${modes.hard}, cost center ${costCenter}`
    : modes[chargeMode];
}

const bucketMeanings: Readonly<Record<string, string>> = {
  __unassigned__: 'cost of applications whose sector is not known',
  __unallocated__: 'shared cost for which there is no rule or no receiver',
  __idle__: 'commitments that were paid for and not used',
  __corporate__: 'cost that is kept central by decision',
};

/** The name as a title: a bucket without the underscores of its reserved name. */
export function titleOf({ name, kind }: StatementOwner): string {
  if (kind !== 'bucket') return name;
  const plain = name.replaceAll('_', '');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)} cost`;
}

/** What a bucket holds, and since when (R28). */
export function bucketText(name: string, age: BucketAge | null): string {
  const meaning = bucketMeanings[name] ?? 'cost that nobody is charged for yet';
  if (!age) return `Holds ${meaning}; nothing is left in it.`;
  const months = age.months === 1 ? '1 month' : `${age.months} months`;
  return `Holds ${meaning}; the oldest is of ${monthName(age.since)}, ${months} counting this one.`;
}

/** How final the figures are. */
export function stateText({ periodState, origin, acceptBy }: MonthHeader): string {
  if (origin === 'history') return 'closed, taken over from the spreadsheets of earlier years';
  if (periodState === 'in_review')
    return `in review, provisional${acceptBy === null ? '' : `; to be answered by ${acceptBy}`}`;
  if (periodState === 'restated') return 'closed; corrections of it are booked in a later month';
  return periodState === 'closed' ? 'closed' : 'open, provisional';
}

/** Where the figures come from. */
export function sourceText({ runId, runDate, dataThrough }: MonthHeader): string {
  const data = dataThrough === null ? 'no usage data' : `data through ${dataThrough}`;
  return `run ${runId} of ${runDate}, ${data}`;
}

/** Why an allocated amount is what it is (R27). */
export function shareText(share: Share): string {
  const { rule, ruleVersion, method, driverUnit, quantity, driverTotal, ratio, senderTotal } = share;
  const where = `${share.capability} ${share.direction === 'in' ? 'from' : 'to'} ${share.counterpart}`;
  const by = rule === null ? 'no rule fitted' : `rule ${rule} v${ruleVersion ?? '?'}`;
  const how = method.replaceAll('_', ' ');
  const driven = isZero(driverTotal)
    ? ''
    : `, ${quantityText(quantity)} of ${quantityText(driverTotal)} ${driverUnit.replaceAll('_', ' ')}`;
  return `${where}: ${by}, ${how}${driven}; ${percentText(ratio)} of ${grouped(senderTotal)}`;
}

/** What an adjustment corrects (R14). */
export function correctionText(
  { originalLine, originalAmount, causes }: Correction,
  chargeMonth: Month,
): string {
  const cause = causes.join(' and ');
  return originalLine === null
    ? `${cause}; ${monthName(chargeMonth)}, not charged before`
    : `${cause}; corrects line ${originalLine} of ${monthName(chargeMonth)}${originalAmount === null ? '' : `, ${grouped(originalAmount)}`}`;
}

/** That the month is complete, in one sentence. */
export function proofText({ statements, cost, corrections, difference, correctedLater }: MonthProof): string {
  if (cost === null || difference === null)
    return `Sum of all sectors and buckets ${grouped(statements)}, as taken over; the month has no cost rows of its own to compare with.`;
  const parts = isZero(corrections)
    ? `total cost ${grouped(cost)}`
    : `total cost ${grouped(cost)} and corrections of earlier months ${signed(corrections)}`;
  const later = isZero(correctedLater)
    ? ''
    : ` Later months carry corrections of this one: ${signed(correctedLater)}.`;
  return `Sum of all sectors and buckets ${grouped(statements)} = ${parts}; difference ${signed(difference)}.${later}`;
}
