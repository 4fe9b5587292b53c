/** @typedef {import('./types.js').FieldConfig} FieldConfig */
/** @typedef {import('./types.js').FieldConfigSource} FieldConfigSource */

/**
 * What Grafana's panel says of one field: the defaults, and every override that names it, the later ones above the earlier.
 * @param {FieldConfigSource | undefined} source
 * @param {{ name: string, title: string, type: string, refId: string }} field
 * @returns {FieldConfig}
 */
export function configOf(source, field) {
  const config = /** @type {FieldConfig} */ (structuredClone(source?.defaults ?? {}));
  for (const { matcher, properties } of source?.overrides ?? []) {
    if (!matches(matcher, field)) continue;
    for (const { id, value } of properties) set(config, id, structuredClone(value));
  }
  return config;
}

/**
 * @param {{ id: string, options?: any }} matcher
 * @param {{ name: string, title: string, type: string, refId: string }} field
 * @returns {boolean}
 */
function matches({ id, options }, field) {
  const names = [field.name, field.title];
  if (id === 'byName') return names.includes(options);
  if (id === 'byNames')
    return (options?.names ?? []).some((/** @type {string} */ name) => names.includes(name));
  if (id === 'byRegexp') return names.some((name) => patternOf(String(options)).test(name));
  if (id === 'byType') return field.type === options;
  if (id === 'byFrameRefID') return field.refId === options;
  return false;
}

/**
 * Grafana writes patterns with or without slashes around them.
 * @param {string} text
 */
export function patternOf(text) {
  const [, inside, flags] = /^\/(.*)\/([gimsuy]*)$/s.exec(text) ?? [];
  return inside === undefined ? new RegExp(`^(?:${text})$`) : new RegExp(inside, flags?.replace('g', ''));
}

/**
 * `custom.lineStyle` and the like name a place inside; Grafana's JSON never uses longer paths than that.
 * @param {FieldConfig} config
 * @param {string} id
 * @param {any} value
 */
function set(config, id, value) {
  if (id.startsWith('custom.'))
    setInside((config.custom ??= {}), id.slice('custom.'.length).split('.'), value);
  else setInside(/** @type {Record<string, any>} */ (config), [id], value);
}

/**
 * @param {Record<string, any>} target
 * @param {string[]} path
 * @param {any} value
 */
function setInside(target, [first = '', ...rest], value) {
  if (rest.length === 0) target[first] = value;
  else setInside((target[first] ??= {}), rest, value);
}
