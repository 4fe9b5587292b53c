import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findRunnable, type Runnable } from './find-runnable.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs the block as a reader would who pastes it; gives what is wrong, or null. */
function run({ script, limitS }: Runnable): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-4000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      killGroup(child.pid);
    }, limitS * 1000);
    child.on('close', (code) => {
      clearTimeout(limit);
      if (isLate) resolve(`took longer than ${limitS} s\n${output}`);
      else resolve(code === 0 ? null : `exit code ${code ?? 'none'}\n${output}`);
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, 'SIGTERM');
}

const blocks = findRunnable(readFileSync(`${root}README.md`, 'utf8'));
if (blocks.length === 0) {
  console.error('README.md has no block that starts with ```sh runnable');
  process.exitCode = 1;
}
for (const block of blocks) {
  const startedAt = performance.now();
  const problem = await run(block);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const [firstLine = ''] = block.script.split('\n');
  console.log(`${problem === null ? 'ok  ' : 'FAIL'} line ${block.line}: ${firstLine} (${seconds} s)`);
  if (problem !== null) {
    console.log(problem);
    process.exitCode = 1;
  }
}
