/** A limit that was set for us. */
export interface Goal {
  readonly limit: number;
  /** What it limits: how many times the floor, or the value in its own unit. */
  readonly on: 'ratio' | 'value';
  /** Met only below the limit; absent: at most the limit. */
  readonly isStrict?: boolean;
}

/** One figure that is claimed, as `--json` writes it. */
export interface Measure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  /** What the machine gives at best for the same work, in the same run and unit; null where nothing compares. */
  readonly floor: number | null;
  /** How many times the floor: the median of the rounds, which is not the ratio of the medians. */
  readonly ratio: number | null;
  /** A limit of `ratio` or of `value`; `goalOn` says which. */
  readonly goal: number | null;
  readonly goalOn: Goal['on'] | null;
  /** Null without a goal. */
  readonly met: boolean | null;
}

/** What a bench saw, one figure per round; those of value and floor were taken right after one another. */
export interface Observed {
  readonly id: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly floors?: readonly number[];
  readonly goal?: Goal;
}

/** Medians of the rounds, and whether the goal is met. */
export function measure({ id, unit, values, floors, goal }: Observed): Measure {
  const value = median(values);
  const ratio = floors ? median(values.map((one, round) => one / at(floors, round))) : null;
  return {
    id,
    value: rounded(value),
    unit,
    floor: floors ? rounded(median(floors)) : null,
    ratio: ratio === null ? null : rounded(ratio),
    goal: goal?.limit ?? null,
    goalOn: goal?.on ?? null,
    met: goal ? meets(goal.on === 'ratio' ? (ratio ?? Number.NaN) : value, goal) : null,
  };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which `share` of the values lie, between the two nearest. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const low = at(sorted, Math.floor(position));
  return low + (at(sorted, Math.ceil(position)) - low) * (position % 1);
}

function meets(figure: number, { limit, isStrict = false }: Goal): boolean {
  return isStrict ? figure < limit : figure <= limit;
}

function at(values: readonly number[], index: number): number {
  const value = values[index];
  if (value === undefined) throw new Error(`There is no figure ${index} among ${values.length}.`);
  return value;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
