/** The ratio of the design document: twice the characters in matching blocks over all characters, in percent. */
export function similarityPercent(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  return (200 * matchingCharacters(a, b)) / Math.max(1, a.length + b.length);
}

function matchingCharacters(a: string, b: string): number {
  const block = longestBlock(a, b);
  if (block.size === 0) return 0;
  return (
    block.size +
    matchingCharacters(a.slice(0, block.inA), b.slice(0, block.inB)) +
    matchingCharacters(a.slice(block.inA + block.size), b.slice(block.inB + block.size))
  );
}

function longestBlock(a: string, b: string): { inA: number; inB: number; size: number } {
  let best = { inA: 0, inB: 0, size: 0 };
  for (let inA = 0; inA < a.length; inA += 1) {
    for (let inB = 0; inB < b.length; inB += 1) {
      let size = 0;
      while (a[inA + size] !== undefined && a[inA + size] === b[inB + size]) size += 1;
      if (size > best.size) best = { inA, inB, size };
    }
  }
  return best;
}
