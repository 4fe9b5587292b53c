/** What the server tells. Every function fails with the server's own words. */

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function ask(path, signal) {
  const response = await fetch(path, signal === undefined ? {} : { signal });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Error(answer.error ?? `The server answered ${response.status} to ${path}.`);
}

/** @param {string} uid */
const pathOf = (uid) => `/api/dashboards/${encodeURIComponent(uid)}`;

/**
 * @param {string} uid
 * @returns {Promise<{ dashboard: import('./types.js').Dashboard, now: string }>}
 */
export const askDashboard = (uid) => ask(pathOf(uid));

/**
 * @param {string} uid
 * @param {string} parameters
 * @param {AbortSignal} [signal]
 * @returns {Promise<import('./types.js').Variables>}
 */
export const askVariables = (uid, parameters, signal) =>
  ask(`${pathOf(uid)}/variables?${parameters}`, signal);

/**
 * @param {string} uid
 * @param {number} panel
 * @param {string} parameters
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ targets?: import('./types.js').Target[], html?: string }>}
 */
export const askPanel = (uid, panel, parameters, signal) =>
  ask(`${pathOf(uid)}/panels/${panel}?${parameters}`, signal);

/**
 * @param {string} uid
 * @param {string} parameters
 * @param {AbortSignal} [signal]
 * @returns {Promise<import('./types.js').Annotation[]>}
 */
export const askAnnotations = (uid, parameters, signal) =>
  ask(`${pathOf(uid)}/annotations?${parameters}`, signal);

/**
 * @param {string} uid
 * @param {number} panel
 * @param {string} parameters
 */
export const csvAddress = (uid, panel, parameters) => `${pathOf(uid)}/panels/${panel}.csv?${parameters}`;
