import { connect, createServer } from 'node:net';

/** Everything that we start listens here and nowhere else. */
export const loopback = '127.0.0.1';

export type Log = (line: string) => void;

/** A port of the loopback address that nobody uses: `preferred` when it is free, else another one, which is said. */
export async function freePort(preferred: number, what: string, log: Log): Promise<number> {
  if (preferred > 0 && (await isFree(preferred))) return preferred;
  const port = await anyFreePort();
  if (preferred > 0) log(`Port ${preferred} for ${what} is busy, using ${port} instead.`);
  return port;
}

/** A free port; the system hands out each one only once in a while, so two callers do not get the same. */
export async function anyFreePort(): Promise<number> {
  return listenOnce(0);
}

/** Does something listen on this port? */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: loopback, port });
    const say = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => {
      say(true);
    });
    socket.once('error', () => {
      say(false);
    });
  });
}

async function isFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: loopback, port, exclusive: true }, () => {
      const address = server.address();
      const taken = address !== null && typeof address === 'object' ? address.port : port;
      server.close(() => {
        resolve(taken);
      });
    });
  });
}
