import pg from 'pg';
import type { WorldName } from '../../simulators/world.ts';

/** Hears when a server goes. */
export interface Watch {
  /** Rejects, with words for people, when the server has stopped or is stopping. */
  readonly lost: Promise<never>;
  isLost(): boolean;
  /** Looks no longer. */
  stop(): Promise<void>;
}

/**
 * Keeps a connection to the PostgreSQL of a world, which somebody else may stop: the connection ends with it.
 *
 * @throws Error when it is gone already.
 */
export async function watchServer(databaseUrl: string, world: WorldName): Promise<Watch> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'appd-licensing preview' });
  // What breaks the connection also ends it, and that is heard below.
  client.on('error', () => undefined);
  let isLost = false;
  let tell: () => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    tell = () => {
      isLost = true;
      reject(new Error(hasStopped(world)));
    };
  });
  // Nobody may be waiting yet when it goes.
  lost.catch(() => undefined);
  await client.connect().catch((cause: unknown) => {
    throw new Error(hasStopped(world), { cause });
  });
  client.once('end', tell);
  return {
    lost,
    isLost: () => isLost,
    async stop() {
      client.off('end', tell);
      await client.end();
    },
  };
}

function hasStopped(world: WorldName): string {
  return `The PostgreSQL of world "${world}" has stopped, as it does with the demo or the viewer that started it. Start this again to see the data.`;
}
