import type { StopAll } from './services/stop-all.ts';

/** Until somebody asks us to end: by then the work is done, so it is no failure. */
export async function stayUp(
  services: StopAll,
  say: (line: string) => void,
  exitCode: number,
): Promise<never> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  // The new listeners stand before the old ones go and before anybody is told, and they stay: the same Ctrl-C may come
  // several times, from the terminal, from npm and from the bootstrap, and must never find nobody listening.
  const asked = new Promise<void>((resolve) => {
    for (const signal of signals) {
      const earlier = process.listeners(signal);
      process.on(signal, () => resolve());
      for (const listener of earlier) process.removeListener(signal, listener);
    }
  });
  say('Everything stays up until Ctrl-C.');
  await asked;
  say('Stopping ...');
  await services.stop();
  process.exit(exitCode);
}
