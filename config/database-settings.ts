import type { CoreValues } from './groups.ts';
import { Secret } from './redact.ts';

/** How to reach Postgres. */
export interface DatabaseConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: Secret;
  readonly ssl: boolean;
  readonly poolSize: number;
}

/** The password of the development compose file (000-389); production refuses it. */
const developmentPassword = 'appd_pass';

/** Where the database is; `DATABASE_URL` stands above the single settings. */
export function databaseOf(values: CoreValues): DatabaseConfig {
  const isProduction = values.APP_PROFILE === 'production';
  const single = {
    host: values.DB_HOST,
    port: values.DB_PORT,
    database: values.DB_NAME,
    user: values.DB_USER,
    password: new Secret(values.DB_PASSWORD ?? developmentPassword),
    ssl: values.DB_SSL ?? isProduction,
    poolSize: values.DB_POOL_SIZE,
  };
  return values.DATABASE_URL === undefined ? single : { ...single, ...partsOf(new URL(values.DATABASE_URL)) };
}

function partsOf(url: URL): Partial<DatabaseConfig> {
  const sslMode = url.searchParams.get('sslmode');
  return {
    host: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    ...(url.pathname.length > 1 && { database: decodeURIComponent(url.pathname.slice(1)) }),
    ...(url.username && { user: decodeURIComponent(url.username) }),
    ...(url.password && { password: new Secret(decodeURIComponent(url.password)) }),
    ...(sslMode !== null && { ssl: !['disable', 'allow', 'prefer'].includes(sslMode) }),
  };
}
