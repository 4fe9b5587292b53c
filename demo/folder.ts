import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorldName } from '../simulators/world.ts';
import type { DemoOptions } from './options.ts';
import type { StopAll } from './services/stop-all.ts';

/** Where a demo that is not passing keeps its data. */
export function folderOf(world: WorldName): string {
  return fileURLToPath(new URL(`../.demo/${world}`, import.meta.url));
}

/** Where the demo keeps its data: beside the checkout's files and ignored by git, or in a passing folder with `--fresh`. */
export function openFolder({ world, isFresh }: DemoOptions, services: StopAll): string {
  if (!isFresh) {
    const folder = folderOf(world);
    mkdirSync(folder, { recursive: true });
    return folder;
  }
  const folder = mkdtempSync(join(tmpdir(), 'appd-licensing-demo-'));
  services.add('the passing folder', { stop: () => rm(folder, { recursive: true, force: true }) });
  return folder;
}
