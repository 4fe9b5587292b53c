import { countDays } from '../pipeline/days.ts';
import type { Decimal } from '../pipeline/run.ts';
import type { CommitmentStanding, ContractStanding } from '../repositories/contracts/contract-standing.ts';
import type { StoredCommitment, StoredContract } from '../repositories/contracts/read-contracts.ts';
import { money, renderTable } from './table.ts';

/** A line per contract. */
export function renderContracts(contracts: readonly StoredContract[]): string {
  if (contracts.length === 0) return 'There are no contracts; bring them with "contracts import".';
  const columns = [
    { title: 'contract' },
    { title: 'vendor' },
    { title: 'status' },
    { title: 'from' },
    { title: 'renewal' },
    { title: 'commits' },
    { title: 'made by' },
    { title: 'approved by' },
  ];
  const rows = contracts.map((contract) => [
    contract.name,
    contract.vendor,
    contract.status,
    contract.start,
    contract.end,
    contract.lines.map(inWords).join(', '),
    contract.createdBy,
    contract.approvedBy ?? '-',
  ]);
  return renderTable(columns, rows);
}

/** Use against every commitment of a contract. */
export function renderStanding({ contract, through, month, lines }: ContractStanding): string {
  const { name, vendor, status, createdBy, approvedBy, start, end } = contract;
  const approval =
    status === 'approved' ? `approved by ${approvedBy ?? '?'}` : 'a draft: it charges nothing yet';
  const daysLeft = countDays(through, end) - 1;
  const renewal = daysLeft > 0 ? `renewal on ${end}, in ${daysLeft} days` : `ended before ${end}`;
  const rows = lines.flatMap((standing) => rowsOf(standing, month.slice(0, 7)));
  return [
    `"${name}" with ${vendor}, made by ${createdBy}, ${approval}`,
    `Term from ${start}, ${renewal}. Use through ${through}.`,
    '',
    renderTable(standingColumns, rows),
    '',
    ...lines.map((standing) => `${inWords(standing.line)} ${outlook(standing)}`),
  ].join('\n');
}

const right = 'right' as const;
const standingColumns = [
  { title: 'commitment' },
  { title: 'settled' },
  { title: 'to date' },
  { title: 'committed', align: right },
  { title: 'used', align: right },
  { title: '%', align: right },
  { title: 'head-room', align: right },
  { title: 'overage', align: right },
  { title: 'unused', align: right },
];

function rowsOf({ line, monthToDate, termToDate }: CommitmentStanding, month: string): string[][] {
  const spans = [
    { span: month, use: monthToDate },
    { span: 'term', use: termToDate },
  ];
  return spans.map(({ span, use }, index) => [
    index === 0 ? `${line.capability} ${line.tier ?? '(every tier)'}` : '',
    index === 0 ? `${measures[line.basis]} per ${line.settledPer}` : '',
    span,
    quantity(line, use.committed),
    quantity(line, use.used),
    use.percent ?? '-',
    quantity(line, use.headRoom),
    quantity(line, use.overage),
    quantity(line, use.unused),
  ]);
}

const measures = { daily_units: 'units a day,', units: 'unit-days', amount: 'dollars' } as const;

function outlook({ exhaustion: { day, isProjected } }: CommitmentStanding): string {
  if (day === null) return 'is not used up within the term at the pace of the last 30 days.';
  return isProjected ? `is used up on ${day} at the pace of the last 30 days.` : `was used up on ${day}.`;
}

/** `APM PEAK 120 units a day`. */
function inWords(line: StoredCommitment): string {
  const { capability, tier, basis, committed, settledPer } = line;
  const what = { daily_units: 'units a day', units: `unit-days a ${settledPer}`, amount: `a ${settledPer}` }[
    basis
  ];
  return `${[capability, tier].filter(Boolean).join(' ')} ${quantity(line, committed)} ${what}`;
}

function quantity({ basis }: StoredCommitment, value: Decimal | null): string {
  if (value === null) return '-';
  if (basis === 'amount') return `$${money(value.replace(/00$/, ''))}`;
  const short = value.replace(/\.?0+$/, '');
  const [whole = '0', fraction] = (value.includes('.') ? short : value).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
}
