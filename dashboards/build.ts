import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generated-files.ts';

const folder = fileURLToPath(new URL('generated/', import.meta.url));

/** Writes what the sources make; with --check says what differs instead. */
const wanted = generatedFiles();
const stale = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.includes('.') && !(name in wanted),
);
const changed = Object.keys(wanted).filter((name) => wanted[name] !== read(name));

if (process.argv.includes('--check')) {
  for (const name of changed)
    process.stderr.write(`dashboards/generated/${name} is not what the sources make.\n`);
  for (const name of stale) process.stderr.write(`dashboards/generated/${name} comes from no source.\n`);
  if (changed.length + stale.length > 0) {
    process.stderr.write('Run "npm run dashboards:build" and commit the result, if the change is meant.\n');
    process.exitCode = 1;
  }
} else {
  for (const name of stale) rmSync(join(folder, name));
  for (const name of changed) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), wanted[name] ?? '');
  }
}

function read(name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}
