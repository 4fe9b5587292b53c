import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';

type Exports = Readonly<Record<string, unknown>>;

type Glue = typeof import('@prisma/schema-engine-wasm/schema_engine_bg') & {
  __wbg_set_wasm(exports: Exports): void;
};

/** Node has WebAssembly; its type declarations come with the browser's only. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Exports } }>;
  };
};

/**
 * Prisma's schema engine as WebAssembly: the engine that the Prisma CLI otherwise downloads as a binary. It writes the
 * ordinary `_prisma_migrations` table, so `prisma migrate deploy` goes on where this stopped.
 */
export async function withSchemaEngine<Result>(
  connectionString: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const pool = new pg.Pool({ connectionString });
  const { SchemaEngine } = await loadGlue();
  const factory = bindMigrationAwareSqlAdapterFactory(wholeScripts(new PrismaPg(pool)));
  try {
    return await work(await SchemaEngine.new({ datamodels: undefined }, () => undefined, factory));
  } finally {
    await pool.end();
  }
}

let glueOnce: Promise<Glue> | undefined;

/** The module keeps its memory in module variables: instantiating it twice would break the first. */
function loadGlue(): Promise<Glue> {
  glueOnce ??= (async () => {
    const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as Glue;
    const gluePath = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const { instance } = await WebAssembly.instantiate(readFileSync(gluePath.replace(/\.js$/, '.wasm')), {
      './schema_engine_bg.js': { ...glue, ...restlessTimers(glue) },
    });
    glue.__wbg_set_wasm(instance.exports);
    (instance.exports['__wbindgen_start'] as () => void)();
    return glue;
  })();
  return glueOnce;
}

/** The engine leaves a ten-second timer behind, which would keep a finished process alive. */
function restlessTimers(glue: Glue): Record<string, (work: () => void, ms: number) => NodeJS.Timeout> {
  const names = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout'));
  return Object.fromEntries(names.map((name) => [name, (work, ms) => setTimeout(work, ms >>> 0).unref()]));
}

/**
 * The adapter cuts a migration at every semicolon and sends the pieces without a transaction, which breaks function bodies
 * and leaves half a migration behind a failure. Sent as one simple query, a file is atomic.
 */
function wholeScripts(factory: PrismaPg): SqlMigrationAwareDriverAdapterFactory {
  const whole = async (open: Promise<SqlDriverAdapter>): Promise<SqlDriverAdapter> => {
    const adapter = await open;
    adapter.executeScript = async (script) => {
      await (adapter as unknown as { client: { query(sql: string): Promise<unknown> } }).client.query(script);
    };
    return adapter;
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: () => whole(factory.connect()),
    connectToShadowDb: () => whole(factory.connectToShadowDb()),
  };
}
