import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Log } from './ports.ts';

const moduleFolder = fileURLToPath(new URL('../../tools/temporal-cli', import.meta.url));
const command = 'github.com/temporalio/cli/cmd/temporal';

/** Builds the CLI at `path` from the pinned module; false, with one line that says why, when that is not possible. */
export async function buildTemporalCli(version: string, path: string, log: Log): Promise<boolean> {
  if (!hasGo()) {
    log('Go is not installed, so the Temporal CLI cannot be built here.');
    return false;
  }
  log('Building the Temporal CLI with Go: some 4 minutes on 2 cores, once on this machine.');
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    const ldflags = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${version}`;
    const args = ['build', '-trimpath', `-ldflags=${ldflags}`, '-o', unfinished, command];
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '' };
    await promisify(execFile)('go', args, { cwd: moduleFolder, env, maxBuffer: 64 * 1024 * 1024 });
    renameSync(unfinished, path);
    return true;
  } catch (error) {
    log(`Building the Temporal CLI failed: ${lastLines(error)}`);
    return false;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function lastLines(error: unknown): string {
  const written = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return written.trim().split('\n').slice(-5).join('\n');
}
