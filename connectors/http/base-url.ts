/** Where a vendor is, and what its instance is called in our keys (C62). */
export interface Address {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly instance: string;
}

/**
 * The address that a setting means: a bare name is the vendor's own host (`acme` -> `https://acme<suffix>`), a host name is
 * taken over https, a full URL as it stands. A port is no part of the instance's name: it says where, not who.
 * Null when it can be none of these, or carries credentials or a query.
 */
export function addressOf(setting: string, suffix: string): Address | null {
  const text = setting.trim().replace(/\/+$/, '');
  if (/^[a-z0-9][a-z0-9-]*$/i.test(text)) {
    return { baseUrl: `https://${text.toLowerCase()}${suffix}`, instance: text.toLowerCase() };
  }
  const full = /^[a-z0-9.-]+\.[a-z]{2,}$/i.test(text) ? `https://${text}` : text;
  if (!/^https?:\/\//i.test(full) || !URL.canParse(full)) return null;
  const url = new URL(full);
  if (url.username || url.password || url.search || url.hash) return null;
  return { baseUrl: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), instance: url.hostname };
}
