/** Grafana's names of colors, in shades that read on white. */
const named = /** @type {Record<string, string>} */ ({
  red: '#d0364a',
  orange: '#d9730d',
  yellow: '#c79a00',
  green: '#2a8a57',
  blue: '#2f6bd8',
  purple: '#8250c8',
  text: '#1d2433',
  white: '#ffffff',
  black: '#000000',
  gray: '#8a92a0',
  transparent: 'transparent',
});
/** Grafana has five shades of each hue: darker and lighter ones mix with black and white. */
const shades = /** @type {Record<string, number>} */ ({
  'super-light': 0.6,
  light: 0.35,
  'semi-dark': -0.2,
  dark: -0.35,
});

const palette = [
  '#2f6bd8',
  '#e07b39',
  '#2f9c8a',
  '#8250c8',
  '#c79a00',
  '#c9455f',
  '#4aa3df',
  '#6d8f2a',
  '#b4589c',
  '#7a6a58',
  '#5566a8',
  '#9aa3b2',
];

/**
 * @param {string | undefined} name
 * @returns {string} as CSS writes it
 */
export function cssColor(name) {
  if (name === undefined || name === '') return named['text'] ?? '';
  const [, shade = '', hue = ''] = /^(super-light|light|semi-dark|dark)-(\w+)$/.exec(name) ?? [];
  const base = named[hue];
  if (base !== undefined) return mix(base, shades[shade] ?? 0);
  return named[name] ?? (isCssColor(name) ? name : (named['gray'] ?? ''));
}

/** @param {string} text */
const isCssColor = (text) => /^(#[0-9a-f]{3,8}|rgba?\([\d.,\s%]+\)|[a-z]+)$/i.test(text);

/**
 * What comes after the twelve colors takes them lighter, then darker: sixteen sectors are told apart.
 *
 * @param {number} index
 */
export function paletteColor(index) {
  const lap = laps[Math.floor(index / palette.length) % laps.length] ?? 0;
  return mix(palette[index % palette.length] ?? '', lap);
}

const laps = [0, 0.45, -0.3];

/**
 * The same name has the same color on every panel.
 * @param {string} name
 */
export function colorOfName(name) {
  let hash = 0;
  for (const letter of name) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return paletteColor(hash % palette.length);
}

/**
 * Toward white above zero, toward black below.
 * @param {string} hex
 * @param {number} share
 */
function mix(hex, share) {
  const target = share > 0 ? 255 : 0;
  const parts = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16);
    return Math.round(part + (target - part) * Math.abs(share))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

/**
 * The color with an opacity; for areas and bands.
 * @param {string} color hexadecimal, else it is given back as it is
 * @param {number} opacity 0 to 1
 */
export function fade(color, opacity) {
  const [, red, green, blue] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color) ?? [];
  if (red === undefined || green === undefined || blue === undefined) return color;
  return `rgba(${[red, green, blue].map((part) => Number.parseInt(part, 16)).join(', ')}, ${opacity})`;
}
