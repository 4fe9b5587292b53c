/** What the server tells. Every function fails with the server's own words. */

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
async function answerTo(path, signal) {
  const response = await fetch(path, signal === undefined ? {} : { signal });
  if (response.ok) return response;
  const { error } = await response.json().catch(() => ({}));
  throw new Error(error ?? `The server answered ${response.status} to ${path}.`);
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function ask(path, signal) {
  const answer = await answerTo(path, signal);
  return answer.json();
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
 * @returns {Promise<import('./types.js').Marks>} with the kinds that cannot be read
 */
export const askMarks = (uid, parameters, signal) => ask(`${pathOf(uid)}/annotations?${parameters}`, signal);

/**
 * The rows of a panel as a file, under the server's name for it.
 * @param {string} uid
 * @param {number} panel
 * @param {string} parameters
 * @returns {Promise<{ name: string, content: Blob }>}
 */
export async function askCsv(uid, panel, parameters) {
  const answer = await answerTo(`${pathOf(uid)}/panels/${panel}.csv?${parameters}`);
  const [, name = `${uid}-${panel}.csv`] =
    /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  return { name, content: await answer.blob() };
}
