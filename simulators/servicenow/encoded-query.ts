/** One condition, e.g. `install_status=1`. */
export interface Term {
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
}

export interface OrderTerm {
  readonly field: string;
  readonly isDescending: boolean;
}

/**
 * A sentence of the query language: groups joined by `^NQ`, of which one must hold; a group is a list joined by `^`, of which
 * all must hold; each of them is a list joined by `^OR`, of which one must hold.
 */
export interface EncodedQuery {
  readonly groups: readonly (readonly (readonly Term[])[])[];
  readonly order: readonly OrderTerm[];
  /** Parts that make no sense; the vendor drops them and runs the rest. */
  readonly invalid: readonly string[];
}

/** An operator of the vendor that is not simulated: a loud answer is better than a wrong one. */
export class UnsupportedOperatorError extends Error {
  override readonly name = 'UnsupportedOperatorError';
}

const operators = [
  'GT_OR_EQUALS_FIELD',
  'LT_OR_EQUALS_FIELD',
  'GT_FIELD',
  'LT_FIELD',
  'NOT LIKE',
  'NOT IN',
  'STARTSWITH',
  'ENDSWITH',
  'ISNOTEMPTY',
  'ISEMPTY',
  'EMPTYSTRING',
  'ANYTHING',
  'BETWEEN',
  'NSAMEAS',
  'SAMEAS',
  'LIKE',
  'IN',
  '>=',
  '<=',
  '!=',
  '!*',
  '=',
  '>',
  '<',
  '*',
  '%',
] as const;

export type Operator = (typeof operators)[number];

const others =
  /^([a-z0-9_.]+)(NOTON|ON|RELATIVE[A-Z]{2}|DATEPART|MORETHAN|LESSTHAN|DYNAMIC|IN_HIERARCHY)|^(RLQUERY|123TEXTQUERY321)/;
const escaped = operators.map((operator) => operator.replace(/[*]/g, '\\*'));
const termPattern = new RegExp(`^([a-z0-9_.]+)(${escaped.join('|')})(.*)$`, 's');

/** Reads an encoded query. `^^` within a value is a circumflex. @throws UnsupportedOperatorError */
export function parseEncodedQuery(text: string): EncodedQuery {
  const groups: Term[][][] = [[]];
  const order: OrderTerm[] = [];
  const invalid: string[] = [];

  for (const part of splitParts(text)) {
    const ordered = /^ORDERBY(DESC)?([a-z0-9_.]+)$/.exec(part);
    if (ordered) {
      order.push({ field: ordered[2] ?? '', isDescending: ordered[1] !== undefined });
      continue;
    }
    const [, joiner = '', condition = ''] = /^(NQ|OR|EQ$)?(.*)$/s.exec(part) ?? [];
    if (condition === '') continue;
    const term = parseTerm(condition);
    if (joiner === 'NQ') groups.push([]);
    if (!term) invalid.push(condition);
    else addTerm(groups.at(-1) ?? [], term, joiner === 'OR');
  }
  return { groups: groups.filter((group) => group.length > 0), order, invalid };
}

function splitParts(text: string): string[] {
  const mark = '\u0000';
  return text
    .replaceAll('^^', mark)
    .split('^')
    .map((part) => part.replaceAll(mark, '^'));
}

function parseTerm(condition: string): Term | undefined {
  if (others.test(condition)) {
    throw new UnsupportedOperatorError(`This simulator does not know the operator of "${condition}".`);
  }
  const [, field, operator, value] = termPattern.exec(condition) ?? [];
  if (field === undefined || operator === undefined) return undefined;
  return { field, operator: operator as Operator, value: value ?? '' };
}

function addTerm(group: Term[][], term: Term, isAlternative: boolean): void {
  const last = group.at(-1);
  if (isAlternative && last) last.push(term);
  else group.push([term]);
}
