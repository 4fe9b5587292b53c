/** The page's state is its address: Grafana's parameters, nothing else. */

/**
 * @typedef {Map<string, string[]>} Chosen values by the name of the variable
 * @typedef {{ from: string | null, to: string | null, chosen: Chosen }} UrlState what the address says; null: nothing
 */

/**
 * @param {string} search `location.search`
 * @returns {UrlState}
 */
export function readState(search) {
  const parameters = new URLSearchParams(search);
  /** @type {Chosen} */
  const chosen = new Map();
  for (const [name, value] of parameters) {
    if (!name.startsWith('var-')) continue;
    const variable = name.slice('var-'.length);
    chosen.set(variable, [...(chosen.get(variable) ?? []), value]);
  }
  return { from: parameters.get('from'), to: parameters.get('to'), chosen };
}

/**
 * The state as parameters, without a question mark. Several values of a variable are several parameters.
 * @param {UrlState} state
 */
export function writeState({ from, to, chosen }) {
  const time = /** @type {[string, string | null][]} */ ([
    ['from', from],
    ['to', to],
  ]).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  const variables = [...chosen].flatMap(([name, values]) => variableParameters(name, values));
  return [...time, ...variables].join('&');
}

/**
 * One variable as Grafana's `:queryparam` writes it; nothing chosen is said too.
 * @param {string} name
 * @param {readonly string[]} values
 */
export function variableParameters(name, values) {
  const key = `var-${encodeURIComponent(name)}`;
  return values.length === 0 ? [`${key}=`] : values.map((value) => `${key}=${encodeURIComponent(value)}`);
}
