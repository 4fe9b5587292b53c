import { setTimeout as wait } from 'node:timers/promises';

/** Resolves when the condition holds; looks every 25 ms. */
export async function waitFor(condition: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 25) {
    if (await condition()) return;
    await wait(25);
  }
  throw new Error(`It did not happen within ${limitMs / 1000} seconds.`);
}
