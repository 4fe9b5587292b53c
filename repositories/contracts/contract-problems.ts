import { countSameUse, type CountedUse } from '../../domain/contract/same-use.ts';
import type { ContractFileLine } from '../../imports/contract-file.ts';
import type { UploadProblem } from '../../imports/read-upload.ts';
import type { Session } from '../database.ts';
import { approvedContracts, type StoredContract } from './read-contracts.ts';

/** What only the database can find wrong with contracts: words that it does not know, and use that is committed already. */
export async function contractProblems(
  tx: Session,
  lines: readonly ContractFileLine[],
): Promise<UploadProblem[]> {
  const known = await tx.rows<KnownLine>('checking contracts', lookUp, [
    lines.map(({ row }) => row.capability),
    lines.map(({ row }) => row.tier),
  ]);
  const unknown = lines.flatMap(
    ({ line }, index) => known[index]?.problems.map((what) => ({ line, what })) ?? [],
  );
  if (unknown.length > 0) return unknown;
  const read = lines.map(({ line, row }, index) => ({
    line,
    name: row.contract,
    use: { ...row, capabilityId: known[index]?.capabilityId ?? 0, start: row.startDate, end: row.endDate },
    what: describe(row),
  }));
  return [...committedTwice(read), ...(await committedElsewhere(tx, read))];
}

/** Why a contract cannot be approved: approved ones count use of its lines already. */
export async function approvalProblems(tx: Session, contract: StoredContract): Promise<string[]> {
  const { name, start, end, lines } = contract;
  const read = lines.map((line) => ({
    line: line.lineId,
    name,
    use: { ...line, start, end },
    what: describe(line),
  }));
  return (await committedElsewhere(tx, read)).map(({ what }) => what);
}

interface KnownLine {
  readonly capabilityId: number | null;
  readonly problems: readonly string[];
}

interface ReadLine {
  readonly line: number;
  readonly name: string;
  readonly use: CountedUse;
  /** In words. */
  readonly what: string;
}

function committedTwice(lines: readonly ReadLine[]): UploadProblem[] {
  return lines.flatMap(({ line, name, use, what }, index) => {
    const twin = lines.slice(0, index).find((other) => other.name === name && countSameUse(other.use, use));
    if (!twin) return [];
    return [
      { line, what: `${what} counts use that line ${twin.line} commits already; expected every use once` },
    ];
  });
}

async function committedElsewhere(tx: Session, lines: readonly ReadLine[]): Promise<UploadProblem[]> {
  const start = lines.map(({ use }) => use.start).reduce((a, b) => (a < b ? a : b), '9999-12-31');
  const end = lines.map(({ use }) => use.end).reduce((a, b) => (a > b ? a : b), '0001-01-01');
  const approved = await approvedContracts(tx, start, end);
  return lines.flatMap(({ line, name, use, what }) => {
    const twin = approved.find(
      (contract) =>
        contract.name !== name &&
        contract.lines.some((other) => countSameUse({ ...contract, ...other }, use)),
    );
    if (!twin) return [];
    const term = `${twin.start} to before ${twin.end}`;
    return [
      {
        line,
        what: `${what} counts use that contract "${twin.name}" commits from ${term}; expected every use once`,
      },
    ];
  });
}

function describe({
  capability,
  tier,
  basis,
}: {
  capability: string;
  tier: string | null;
  basis: string;
}): string {
  return `${capability} ${tier ?? 'of every tier'} (${basis})`;
}

const lookUp = `
  select min(c.capability_id) as "capabilityId", array_remove(array[
    case count(c.capability_id)
      when 0 then format('capability: found "%s"; expected %s', l.capability,
                         coalesce((select string_agg(capability_code, ', ' order by capability_code) from capabilities_dim
                                   where capability_code <> 'unmapped'),
                                  'one that has prices or usage: import prices first'))
      when 1 then null
      else format('capability: "%s" is one of several tools; expected %s', l.capability,
                  string_agg(c.tool || '/' || c.capability_code, ' or ' order by c.tool)) end,
    case when l.tier is not null and count(c.capability_id) = 1
              and not exists (select from price_config p where p.capability_id = min(c.capability_id) and p.tier = l.tier)
      then format('tier: found "%s", which has no price for %s; expected %s', l.tier, l.capability,
                  coalesce((select string_agg(distinct p.tier, ' or ') || ', or nothing for every tier' from price_config p
                            where p.capability_id = min(c.capability_id)), 'nothing, or a price for it first')) end
    ], null) as problems
  from   unnest($1::text[], $2::text[]) with ordinality as l(capability, tier, place)
  left join capabilities_dim c on c.capability_code = l.capability or c.tool || '/' || c.capability_code = l.capability
  group  by l.place, l.capability, l.tier
  order  by l.place`;
