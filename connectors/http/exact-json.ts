const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.]*(?:[eE][+-]?\d+)?/gs;
const mayLosePrecision = /(?:^|[:,[\s])-?\d(?:[\d.]{15}|[\d.]*[eE])/;

/**
 * JSON as usual, except that a number that JavaScript cannot hold exactly (over 15 significant digits, or with an exponent)
 * becomes its own text: units and ids are money, and `JSON.parse` would round them silently.
 *
 * @throws SyntaxError as `JSON.parse` does.
 * @example parseExactJson('{"max": 9007199254740993}') // { max: '9007199254740993' }
 */
export function parseExactJson(text: string): unknown {
  if (!mayLosePrecision.test(text)) return JSON.parse(text);
  return JSON.parse(text.replace(tokens, (token) => (isRisky(token) ? `"${token}"` : token)));
}

function isRisky(token: string): boolean {
  if (token.startsWith('"') || !/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(token)) return false;
  const digits = token.replace(/^-?[0.]*/, '').replace('.', '');
  return /[eE]/.test(token) || digits.length > 15;
}
