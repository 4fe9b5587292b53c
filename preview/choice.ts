import { Problem } from './problem.ts';

/** What an address asks for, in Grafana's parameters: nothing of it has been understood yet. */
export interface Choice {
  readonly from: string | null;
  readonly to: string | null;
  /** By the name of the variable. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** More than anybody chooses by hand. */
const mostValues = 1000;
const longestValue = 300;

/** @throws Problem when there are more or longer values than a reader can mean. */
export function readChoice(search: URLSearchParams): Choice {
  const values = new Map<string, readonly string[]>();
  let count = 0;
  for (const [name, value] of search) {
    if (!name.startsWith('var-')) continue;
    count += 1;
    if (count > mostValues)
      throw new Problem(400, `More than ${mostValues} values are chosen: choose All, or fewer.`);
    if (value.length > longestValue)
      throw new Problem(400, `A value of ${name} is longer than ${longestValue} characters.`);
    if (value.includes('\0'))
      throw new Problem(400, `A value of ${name} holds a character that no name has.`);
    const variable = name.slice('var-'.length);
    values.set(variable, [...(values.get(variable) ?? []), value]);
  }
  return { from: search.get('from'), to: search.get('to'), values };
}
