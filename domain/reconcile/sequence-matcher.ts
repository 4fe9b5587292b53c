/**
 * How alike two texts are by Ratcliff and Obershelp, 0 to 100 with 2 decimals: twice the matched characters over all
 * characters, as `SequenceMatcher.ratio()` of Python's difflib finds them. Its answer depends on the order of its arguments
 * (up to 21 points); the larger one of both orders is taken, since each counts characters that really do match in order, so
 * that neither overstates. Python's "autojunk", which ignores frequent characters, starts at 200 of them and is not ported.
 *
 * @example sequenceScore('SAP-ECC-EU', 'SAP-ECC-US') // 90
 */
export function sequenceScore(left: string, right: string): number {
  if (left === right) return 100;
  const [a, b] = [codesOf(left), codesOf(right)];
  return scoreOf(Math.max(matchedCharacters(a, b), matchedCharacters(b, a)), a.length + b.length);
}

/** The score of `matched` characters in two texts of `total` characters together. */
export function scoreOf(matched: number, total: number): number {
  return total === 0 ? 100 : Math.round((20_000 * matched) / total) / 100;
}

/** The characters that difflib's matching blocks hold: the longest common block, then the same left and right of it. */
export function matchedCharacters(a: Uint16Array, b: Uint16Array): number {
  return matchedWithin({ a, b, run: new Uint16Array(b.length) }, 0, a.length, 0, b.length);
}

interface Comparison {
  readonly a: Uint16Array;
  readonly b: Uint16Array;
  /** Scratch space: lengths of the common runs that end in each place of `b`. */
  readonly run: Uint16Array;
}

/** The longest block of the two windows (among equals the earliest in `a`, then in `b`), and what lies on both sides. */
function matchedWithin(texts: Comparison, aFrom: number, aTo: number, bFrom: number, bTo: number): number {
  if (aFrom >= aTo || bFrom >= bTo) return 0;
  const { a, b, run } = texts;
  let [aEnd, bEnd, size] = [0, 0, 0];
  run.fill(0, bFrom, bTo);
  for (let i = aFrom; i < aTo; i += 1) {
    const code = a[i];
    let diagonal = 0;
    for (let j = bFrom; j < bTo; j += 1) {
      const length = code === b[j] ? diagonal + 1 : 0;
      diagonal = run[j] ?? 0;
      run[j] = length;
      if (length > size) {
        aEnd = i + 1;
        bEnd = j + 1;
        size = length;
      }
    }
  }
  if (size === 0) return 0;
  const before = matchedWithin(texts, aFrom, aEnd - size, bFrom, bEnd - size);
  return before + size + matchedWithin(texts, aEnd, aTo, bEnd, bTo);
}

/** UTF-16 code units, which is what a JavaScript text is made of. */
export function codesOf(text: string): Uint16Array {
  const codes = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index += 1) codes[index] = text.charCodeAt(index);
  return codes;
}
