/** What proves who we are. */
export interface Credential {
  /** The value of the Authorization header. */
  header(): Promise<string>;
  /** After a 401 to `refused`: true when there is another header to try. */
  renew(refused: string): Promise<boolean>;
}

/** Basic authentication: nothing to renew. */
export function basicCredential(user: string, password: string): Credential {
  const value = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  return { header: () => Promise.resolve(value), renew: () => Promise.resolve(false) };
}
