import type { ReaderLogin } from '../../preview/reader.ts';

/** The address of a demo's database in parts. */
export function loginOf(databaseUrl: string): ReaderLogin {
  const { hostname, port, pathname, username, password } = new URL(databaseUrl);
  return {
    host: hostname,
    port: Number(port),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    ssl: false,
  };
}
