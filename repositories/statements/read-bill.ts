import { applicationFamilies, type Continuation } from '../../domain/statement/application-families.ts';
import {
  buildStatements,
  type EarlierBill,
  type MonthBill,
  type OwnedLine,
} from '../../domain/statement/build-statement.ts';
import type {
  MonthHeader,
  MonthProof,
  Share,
  Statement,
  StatementOwner,
} from '../../domain/statement/statement.ts';
import { groupBy } from '../../domain/group-by.ts';
import { sumDecimals, toCents } from '../../domain/money.ts';
import { addMonths } from '../../pipeline/days.ts';
import type { Decimal, Month } from '../../pipeline/run.ts';
import type { Database, Session } from '../database.ts';
import * as sql from './bill-statements.ts';

/** The statements of a month: of every sector and bucket that has a charge in it. None when there is no bill. */
export async function readStatements(database: Database, month: Month): Promise<Statement[]> {
  return database.transaction(async (tx) => {
    await tx.run('reading one moment', 'set transaction isolation level repeatable read read only');
    const [header] = await tx.rows<MonthHeader>('reading a period', sql.readHeader, [month]);
    if (!header) return [];
    return buildStatements(await readBill(tx, header), await readEarlier(tx, month));
  });
}

/** Every month that has a bill. */
export async function readBilledMonths(session: Session): Promise<Month[]> {
  const rows = await session.rows<{ month: Month }>('reading billed months', sql.billedMonths);
  return rows.map(({ month }) => month);
}

/** What the statement of a sector says now: its total and the hash over its lines. */
export interface StatementVersion {
  readonly sectorId: number;
  readonly total: Decimal;
  readonly hash: string;
}

export async function readVersions(session: Session, month: Month): Promise<Map<number, StatementVersion>> {
  const rows = await session.rows<StatementVersion>('hashing statements', sql.readHashes, [month]);
  return new Map(rows.map((row) => [row.sectorId, row]));
}

async function readBill(tx: Session, header: MonthHeader): Promise<MonthBill> {
  const { month } = header;
  const since = await tx.rows<{ sectorId: number; since: Month }>(
    'dating what buckets hold',
    sql.readBucketSince,
    [month],
  );
  const versions = await readVersions(tx, month);
  return {
    header,
    owners: await tx.rows<StatementOwner>('reading sectors', sql.readOwners, [month]),
    lines: await readLines(tx, month),
    proof: await tx.one<MonthProof>('adding a month up', sql.readProof, [month]),
    hashes: new Map([...versions].map(([sectorId, { hash }]) => [sectorId, hash])),
    bucketSince: new Map(since.map((row) => [row.sectorId, row.since])),
  };
}

async function readEarlier(tx: Session, month: Month): Promise<EarlierBill | null> {
  const earlier = addMonths(month, -1);
  const lines = await readLines(tx, earlier);
  if (lines.length === 0) return null;
  const continuations = await tx.rows<Continuation>('reading merged applications', sql.readContinuations, [
    month,
  ]);
  return { month: earlier, lines, familyOf: applicationFamilies(continuations) };
}

interface LineRow extends Pick<
  OwnedLine,
  'lineId' | 'part' | 'appId' | 'application' | 'sectorId' | 'sector' | 'chargeMonth' | 'amount'
> {
  readonly adjustedCycle: string;
  readonly originalLine: string | null;
  readonly originalAmount: Decimal | null;
  readonly cause: string | null;
}

interface ShareRow extends Share {
  readonly sectorId: number;
  readonly appId: number;
  readonly chargeMonth: Month;
}

interface SeriesRow {
  readonly appId: number;
  readonly sectorId: number;
  readonly capability: string;
  readonly tier: string;
  readonly units: Decimal;
  readonly amount: Decimal;
  readonly exact: Decimal;
}

async function readLines(tx: Session, month: Month): Promise<OwnedLine[]> {
  const rows = await tx.rows<LineRow>('reading statement lines', sql.readLines, [month]);
  const shares = await tx.rows<ShareRow>('reading allocated parts', sql.readShares, [month]);
  const series = await tx.rows<SeriesRow>('reading what lines are made of', sql.readSeries, [month]);
  const sharesOf = groupBy(shares, (share) => shareKey(share, share.direction));
  const seriesOf = groupBy(series, ({ appId, sectorId }) => `${appId}/${sectorId}`);
  return rows.map((row) =>
    toLine(
      row,
      sharesOf.get(shareKey(row, directionOf(row))) ?? [],
      row.part === 'direct' ? (seriesOf.get(`${row.appId}/${row.sectorId}`) ?? []) : [],
    ),
  );
}

function shareKey(
  { sectorId, appId, chargeMonth }: Pick<ShareRow, 'sectorId' | 'appId' | 'chargeMonth'>,
  direction: string,
): string {
  return [sectorId, appId, chargeMonth, direction].join('/');
}

function directionOf({ part, adjustedCycle }: LineRow): string {
  if (part === 'shared in' || adjustedCycle === 'allocated_shared_service') return 'in';
  return part === 'shared out' || adjustedCycle === 'shared_service_offset' ? 'out' : 'none';
}

function toLine(
  { adjustedCycle: _cycle, originalLine, originalAmount, cause, ...row }: LineRow,
  shares: readonly ShareRow[],
  series: readonly SeriesRow[],
): OwnedLine {
  const isWhole = toCents(sumDecimals(series.map(({ amount }) => amount))) === toCents(row.amount);
  return {
    ...row,
    usage: isWhole
      ? series.map(({ capability, tier, units, amount }) => ({ capability, tier, units, amount }))
      : [],
    shares: shares.map(({ sectorId: _sector, appId: _app, chargeMonth: _month, ...share }) => share),
    correction:
      row.part === 'adjustment'
        ? {
            originalLine,
            originalAmount,
            causes: (cause ?? '').split('+').map((word) => word.replace('_', ' ')),
          }
        : null,
    series: series.map(({ capability, tier, units, amount, exact }) => ({
      key: `${capability}/${tier}`,
      units,
      amount,
      exact,
    })),
  };
}
