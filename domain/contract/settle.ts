import { countDays } from '../../pipeline/days.ts';
import type { Day, Decimal } from '../../pipeline/run.ts';
import type { Commitment, DayUse, Span } from './commitment.ts';
import { fromQuantity, toQuantity } from './quantity.ts';

/** Use against a commitment: `covered + overage = used` and `covered + unused = committed`, exactly. */
export interface Settlement extends Span {
  /** All days are past: what is unused now stays unused. */
  readonly isOver: boolean;
  /** For `daily_units`: of the days that are past. */
  readonly committed: Decimal;
  readonly used: Decimal;
  readonly covered: Decimal;
  readonly overage: Decimal;
  readonly unused: Decimal;
}

/**
 * Settles the days of `span` that lie before `asOf`. A day, or for `units` and `amount` a whole settlement, with less than
 * nothing used (credits) counts as unused.
 */
export function settle(commitment: Commitment, span: Span, uses: readonly DayUse[], asOf: Day): Settlement {
  const end = asOf < span.end ? asOf : span.end;
  const isOver = asOf >= span.end;
  const past = uses.filter(({ day }) => day >= span.from && day < end);
  const committed = toQuantity(commitment.committed);
  if (commitment.basis !== 'daily_units') return inWords(span, isOver, [totalOf(past)], committed, 1n);
  const days = BigInt(Math.max(0, countDays(span.from, end) - 1));
  return inWords(span, isOver, [...quantityByDay(past).values()], committed, days);
}

/** What was used on each day that has an entry, in ten-thousandths. */
export function quantityByDay(uses: readonly DayUse[]): Map<Day, bigint> {
  const days = new Map<Day, bigint>();
  for (const { day, quantity } of uses) days.set(day, (days.get(day) ?? 0n) + toQuantity(quantity));
  return days;
}

/** `used` are quantities that each stand against one of `count` commitments of `committed`. */
function inWords(
  { from, end }: Span,
  isOver: boolean,
  used: readonly bigint[],
  committed: bigint,
  count: bigint,
): Settlement {
  const positive = used.map((quantity) => (quantity > 0n ? quantity : 0n));
  const total = positive.reduce((sum, quantity) => sum + quantity, 0n);
  const covered = positive.reduce((sum, quantity) => sum + (quantity < committed ? quantity : committed), 0n);
  return {
    from,
    end,
    isOver,
    committed: fromQuantity(committed * count),
    used: fromQuantity(total),
    covered: fromQuantity(covered),
    overage: fromQuantity(total - covered),
    unused: fromQuantity(committed * count - covered),
  };
}

function totalOf(uses: readonly DayUse[]): bigint {
  return uses.reduce((sum, { quantity }) => sum + toQuantity(quantity), 0n);
}
