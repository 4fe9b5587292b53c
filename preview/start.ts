import { openReader, type ReaderLogin } from './reader.ts';
import { createPreview } from './server.ts';

export interface Preview {
  /** `http://127.0.0.1:…` without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Nobody but this machine reaches the preview. */
const loopback = '127.0.0.1';

/**
 * Serves the dashboards with the data that the login may see.
 *
 * @throws Problem when the login is none of a reader or the database does not answer.
 */
export async function startPreview(options: {
  readonly login: ReaderLogin;
  readonly port: number;
  readonly log: (line: string) => void;
}): Promise<Preview> {
  const reader = await openReader(options.login);
  try {
    const server = await createPreview({ reader, log: options.log });
    const url = await server.listen({ host: loopback, port: options.port });
    return {
      url,
      async stop() {
        await server.close();
        await reader.close();
      },
    };
  } catch (error) {
    await reader.close();
    throw error;
  }
}
