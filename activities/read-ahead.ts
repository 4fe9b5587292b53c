/** Reads `items` with at most `width` under way at once and gives the results in the order of the items. */
export async function* readAhead<Item, Result>(
  items: Iterable<Item>,
  width: number,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    underWay.push(watched(read(item)));
    const first = underWay.length >= width ? underWay.shift() : undefined;
    if (first) yield await first;
  }
  for (const result of underWay) yield await result;
}

/** A reading that fails while an earlier one is awaited is reported when its turn comes, not as unhandled. */
function watched<Result>(reading: Promise<Result>): Promise<Result> {
  reading.catch(() => undefined);
  return reading;
}
