#!/usr/bin/env node
// Runs anything of this project from a bare clone. Only Node's own modules may be imported here: nothing is installed yet.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installWhatIsMissing, root } from './install.mjs';

const inRoot = (path) => join(root, path);
const byTsx = (path) => [
  '--import',
  pathToFileURL(inRoot('node_modules/tsx/dist/loader.mjs')).href,
  inRoot(path),
];
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  inRoot('node_modules/jest/bin/jest.js'),
];

const entries = {
  demo: byTsx('demo/main.ts'),
  cli: byTsx('cli/main.ts'),
  worker: byTsx('worker/main.ts'),
  bench: byTsx('bench/main.ts'),
  'schema-dump': byTsx('tools/schema-dump.ts'),
  'readme-commands': byTsx('tools/readme-commands.ts'),
  test: [...jest, '--config', inRoot('jest.config.mjs')],
};

const [name = '', ...args] = process.argv.slice(2);
const entry = entries[name] ?? scriptOf(name);
if (!entry)
  leave(2, `Usage: node demo/bootstrap.mjs <${Object.keys(entries).join('|')}|file.ts> [arguments]`);

try {
  await installWhatIsMissing();
} catch (error) {
  leave(1, error.message);
}
run(entry);

function scriptOf(path) {
  return path.endsWith('.ts') && existsSync(inRoot(path)) ? byTsx(path) : undefined;
}

/** The child gets our terminal, folder and signals; its exit code becomes ours. */
function run(nodeArguments) {
  const child = spawn(process.execPath, [...nodeArguments, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function leave(code, line) {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}
