import { askVariables } from './api.js';
import { all } from './variable-picker.js';

/** @typedef {import('./types.js').Dashboard} Dashboard */
/** @typedef {import('./types.js').Variables} Variables */
/** @typedef {import('./url-state.js').Chosen} Chosen */

/**
 * What can be chosen and what is; with a problem they are what the address says, since the server tells nothing.
 * @typedef {{ variables: Variables, chosen: Chosen, problem?: unknown }} Filters
 */

/**
 * Never fails.
 * @param {Dashboard} dashboard
 * @param {string} parameters of the address
 * @param {Chosen} given what the address says
 * @param {AbortSignal} signal
 * @returns {Promise<Filters>}
 */
export async function askFilters(dashboard, parameters, given, signal) {
  try {
    const variables = await askVariables(dashboard.uid, parameters, signal);
    return {
      variables,
      chosen: new Map(Object.entries(variables).map(([name, { current }]) => [name, current])),
    };
  } catch (problem) {
    return { variables: variablesOfAddress(dashboard, given), chosen: given, problem };
  }
}

/**
 * The filters without the server: their options are those that the dashboard or the address names.
 * @param {Dashboard} dashboard
 * @param {Chosen} given
 * @returns {Variables}
 */
export function variablesOfAddress(dashboard, given) {
  return Object.fromEntries(
    (dashboard.templating?.list ?? []).map((definition) => {
      const { name, label = name, multi = false, includeAll = false } = definition;
      const current = (given.get(name) ?? usualValues(definition)).filter((value) => value !== '');
      const known = (definition.options ?? []).filter(({ value }) => value !== all);
      const others = current
        .filter((value) => value !== all && known.every((option) => option.value !== value))
        .map((value) => ({ text: value, value }));
      return [name, { label, options: [...known, ...others], current, multi, includeAll }];
    }),
  );
}

/**
 * @param {import('./types.js').VariableDefinition} definition
 * @returns {string[]}
 */
function usualValues({ current, includeAll }) {
  if (current?.value !== undefined) return [current.value].flat();
  return includeAll === true ? [all] : [];
}
