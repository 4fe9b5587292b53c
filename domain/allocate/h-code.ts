/** How shared services are recognized. */
export interface SharedServiceSettings {
  /** H-code patterns (000-203). */
  readonly hCodePatterns: readonly string[];
  /** Sectors whose services are shared by nature (000-204); upper and lower case are alike. */
  readonly sectorNames: readonly string[];
}

/** The patterns and sectors that the documents name. */
export const defaultSharedServices: SharedServiceSettings = {
  hCodePatterns: ['PLATFORM', 'SHARED', 'GLOBAL'],
  sectorNames: ['Corporate/Shared Services', 'Global IT'],
};

/** What decides whether, and by which rule, a service's cost is distributed. */
export interface ServiceIdentity {
  readonly hCode: string | null;
  readonly sectorName: string | null;
}

/**
 * Does `pattern` stand in `hCode` as whole segments? Segments are separated by `-`, `_`, `/`, `.` or a space, upper and
 * lower case are alike. A part of a segment is not a match: `PLATFORMS` is another code than `PLATFORM` (C23).
 *
 * @example matchesHCode('X-PLATFORM-001', 'PLATFORM') // true
 */
export function matchesHCode(hCode: string | null, pattern: string): boolean {
  const wanted = segments(pattern);
  const found = segments(hCode ?? '');
  if (wanted.length === 0) return false;
  return found.some((_, start) => wanted.every((segment, offset) => found[start + offset] === segment));
}

/**
 * Is the service's cost to be distributed? By H-code (000-203) or by the sector that it belongs to (000-204). A service
 * without both is an ordinary one; that none is found is no error (000-210).
 */
export function isSharedService(service: ServiceIdentity, settings: SharedServiceSettings): boolean {
  if (settings.hCodePatterns.some((pattern) => matchesHCode(service.hCode, pattern))) return true;
  return isSharedSector(service.sectorName, settings);
}

/** Do the settings call the sector a shared one (000-204)? */
export function isSharedSector(sectorName: string | null, settings: SharedServiceSettings): boolean {
  const sector = sectorName?.trim().toLowerCase();
  return settings.sectorNames.some((name) => name.trim().toLowerCase() === sector);
}

function segments(code: string): string[] {
  return code
    .toUpperCase()
    .split(/[-_/.\s]+/)
    .filter((segment) => segment !== '');
}
