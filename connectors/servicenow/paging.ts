/** A page that has been read. */
export interface PageSeen {
  readonly offset: number;
  readonly limit: number;
  readonly rowCount: number;
  /** X-Total-Count; null when the header is absent. */
  readonly total: number | null;
  /** The Link header. */
  readonly link: string | null;
  /** Has any page of this table carried a next link? */
  readonly sawNext: boolean;
}

/**
 * The offset of the next page; null at the end. Access rules work after the limit, so a short or empty page says nothing: with
 * a total, reading goes on until the offset reaches it. Without one the next link decides, and without links an empty page.
 * A next link that lies nearer than a whole page wins: such a server gives fewer rows than were asked for.
 */
export function nextOffset(page: PageSeen): number | null {
  const linked = nextInLink(page.link);
  const whole = page.offset + page.limit;
  const step = linked !== null && linked > page.offset && linked < whole ? linked : whole;
  if (page.total !== null) return step < page.total ? step : null;
  if (linked !== null && linked > page.offset) return step;
  return page.sawNext || page.rowCount === 0 ? null : step;
}

/** The offset in the next link; null without one. The URLs hold bare commas, so the header cannot be split at them. */
export function nextInLink(link: string | null): number | null {
  const end = link?.search(/;\s*rel="?next"?/i) ?? -1;
  if (!link || end < 0) return null;
  const offsets = [...link.slice(0, end).matchAll(/sysparm_offset=(\d+)/g)];
  const last = offsets.at(-1)?.[1];
  return last === undefined ? null : Number(last);
}

/** X-Total-Count as a number; null when absent or unreadable. */
export function totalOf(header: string | null): number | null {
  return header !== null && /^\s*\d+\s*$/.test(header) ? Number(header) : null;
}
