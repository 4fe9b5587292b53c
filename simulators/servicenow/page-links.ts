/** A page of a longer list. */
interface Page {
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
}

/** The Link header, or nothing when all rows fit on one page. Commas in the addresses stay as they are, as the vendor has it. */
export function pageLinks(url: URL, { offset, limit, total }: Page): string | undefined {
  if (total <= limit) return undefined;
  const last = Math.floor((total - 1) / limit) * limit;
  const links: (readonly [string, number])[] = [['first', 0]];
  if (offset > 0) links.push(['prev', Math.max(0, offset - limit)]);
  if (offset + limit < total) links.push(['next', offset + limit]);
  links.push(['last', last]);
  return links.map(([relation, start]) => `<${addressOf(url, start)}>;rel="${relation}"`).join(',');
}

function addressOf(url: URL, offset: number): string {
  const query = new URLSearchParams(url.searchParams);
  query.set('sysparm_offset', String(offset));
  const pairs = [...query].map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`,
  );
  return `${url.origin}${url.pathname}?${pairs.join('&')}`;
}
