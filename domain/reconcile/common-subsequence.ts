/**
 * A function that gives the length of the longest common subsequence of `query` and another text, for one query against many.
 * Matching blocks are a common subsequence, so this bounds what `matchedCharacters` can find, at a small part of its price:
 * one machine word holds 32 columns of the table (Hyyrö's bit-parallel form), and the query's masks are built once.
 */
export function commonSubsequenceWith(query: Uint16Array): (other: Uint16Array) => number {
  const wordCount = Math.ceil(query.length / 32);
  const masks = masksOf(query, wordCount);
  if (wordCount === 1) return (other) => zeroBits(lastWord(masks, other));

  const row = new Int32Array(wordCount);
  return (other) => {
    row.fill(-1);
    for (let index = 0; index < other.length; index += 1) {
      const from = (other[index] ?? 0) * wordCount;
      if (from < masks.length) advance(row, masks, from);
    }
    return row.reduce((count, word) => count + zeroBits(word), 0);
  };
}

/** The whole table of a query of up to 32 characters: most names, and twice as fast without the carry. */
function lastWord(masks: Int32Array, other: Uint16Array): number {
  let word = -1;
  for (let index = 0; index < other.length; index += 1) {
    const matched = word & (masks[other[index] ?? 0] ?? 0);
    word = (word + matched) | (word & ~matched);
  }
  return word;
}

/** For each code, where the query holds it: bit n of its words is place n. Codes above the query's highest have no mask. */
function masksOf(query: Uint16Array, wordCount: number): Int32Array {
  const masks = new Int32Array((query.reduce((highest, code) => Math.max(highest, code), 0) + 1) * wordCount);
  query.forEach((code, place) => {
    const word = code * wordCount + (place >>> 5);
    masks[word] = (masks[word] ?? 0) | (1 << (place & 31));
  });
  return masks;
}

/** One row of the table: V' = (V + (V & M)) | (V & ~M), with the carry handed from word to word. */
function advance(row: Int32Array, masks: Int32Array, from: number): void {
  let carry = 0;
  for (let word = 0; word < row.length; word += 1) {
    const value = row[word] ?? 0;
    const matched = value & (masks[from + word] ?? 0);
    const sum = (value >>> 0) + (matched >>> 0) + carry;
    carry = sum > 0xffffffff ? 1 : 0;
    row[word] = sum | 0 | (value & ~matched);
  }
}

/** Each zero stands for one matched place; bits beyond the query stay one. */
function zeroBits(word: number): number {
  let bits = ~word;
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
