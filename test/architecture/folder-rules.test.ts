import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** A small project that breaks one rule per file, or none. */
const planted: Record<string, string> = {
  'tsconfig.json':
    '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true } }',
  'package.json':
    '{ "type": "module", "dependencies": { "pg": "8", "undici": "7", "@temporalio/client": "1", "@temporalio/workflow": "1" } }',
  'pipeline/run.ts': 'export const run = 1; export type Run = 1;',
  'repositories/usage.ts': `import { run } from '../pipeline/run.ts'; import pg from 'pg'; export const usage = [run, pg];`,
  'connectors/tool/index.ts': `import { run } from '../../pipeline/run.ts'; import undici from 'undici'; export const tool = [run, undici];`,
  'activities/index.ts': `import { usage } from '../repositories/usage.ts'; export type Activities = typeof usage; export const all = usage;`,
  'simulators/vendor.ts': `import { run } from '../pipeline/run.ts'; export const vendor = run;`,
  'worker/main.ts': `import { all } from '../activities/index.ts'; export const worker = all;`,
  'workflows/good.ts': `import type { Activities } from '../activities/index.ts'; import '@temporalio/workflow'; export type A = Activities;`,
  'test/support/thing.ts': 'export const thing = 1;',

  'domain/reads-database.ts': `import { usage } from '../repositories/usage.ts'; export const a = usage;`,
  'domain/reads-files.ts': `import { readFileSync } from 'node:fs'; export const a = readFileSync;`,
  'pipeline/knows-domain.ts': `import { b } from '../domain/pure.ts'; export const a = b;`,
  'domain/pure.ts': 'export const b = 1;',
  'checks/does-io.ts': `import pg from 'pg'; export const a = pg;`,
  'connectors/tool/saves.ts': `import { usage } from '../../repositories/usage.ts'; export const a = usage;`,
  'repositories/calls-vendor.ts': `import undici from 'undici'; export const a = undici;`,
  'repositories/uses-connector.ts': `import { tool } from '../connectors/tool/index.ts'; export const a = tool;`,
  'activities/knows-client.ts': `import '@temporalio/client'; export const a = 1;`,
  'workflows/calls-activity.ts': `import { all } from '../activities/index.ts'; export const a = all;`,
  'workflows/knows-domain.ts': `import { b } from '../domain/pure.ts'; export const a = b;`,
  'simulators/knows-connector.ts': `import { tool } from '../connectors/tool/index.ts'; export const a = tool;`,
  'connectors/tool/knows-simulator.ts': `import { vendor } from '../../simulators/vendor.ts'; export const a = vendor;`,
  'imports/knows-database.ts': `import { usage } from '../repositories/usage.ts'; export const a = usage;`,
  'exports/knows-database.ts': `import { usage } from '../repositories/usage.ts'; export const a = usage;`,
  'repositories/reads-upload.ts': `import { a } from '../imports/knows-database.ts'; export const b = a;`,
  'cli/imports-worker.ts': `import { worker } from '../worker/main.ts'; export const a = worker;`,
  'config/imports-test.ts': `import { thing } from '../test/support/thing.ts'; export const a = thing;`,
  'domain/circle-one.ts': `import { two } from './circle-two.ts'; export const one = () => two;`,
  'domain/circle-two.ts': `import { one } from './circle-one.ts'; export const two = () => one;`,
  'domain/points-nowhere.ts': `import { b } from './not-there.ts'; export const a = b;`,
};

const packages = ['pg', 'undici', '@temporalio/client', '@temporalio/workflow'];
const innocent = [
  'pipeline/run.ts',
  'repositories/usage.ts',
  'connectors/tool/index.ts',
  'activities/index.ts',
  'worker/main.ts',
];

let folder: string;
let found: Map<string, string[]>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'appd-licensing-rules-'));
  const files = Object.entries(planted);
  const modules = packages.flatMap((name): [string, string][] => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'module.exports = {};'],
  ]);
  for (const [path, content] of [...files, ...modules]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  found = violationsIn(folder);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['domain/reads-database.ts', 'domain-imports-only-pipeline'],
  ['domain/reads-files.ts', 'domain-has-no-node-modules'],
  ['pipeline/knows-domain.ts', 'pipeline-imports-only-nothing'],
  ['checks/does-io.ts', 'checks-stays-away-from-packages'],
  ['connectors/tool/saves.ts', 'connectors-imports-only-domain-pipeline'],
  ['repositories/calls-vendor.ts', 'repositories-stays-away-from-packages'],
  ['repositories/uses-connector.ts', 'repositories-takes-only-types-from-connectors'],
  ['activities/knows-client.ts', 'activities-stays-away-from-packages'],
  ['workflows/calls-activity.ts', 'workflows-takes-only-types-from-activities'],
  ['workflows/knows-domain.ts', 'workflows-imports-only-pipeline'],
  ['simulators/knows-connector.ts', 'simulators-imports-only-pipeline'],
  ['connectors/tool/knows-simulator.ts', 'simulators-are-outside'],
  ['imports/knows-database.ts', 'imports-imports-only-pipeline'],
  ['exports/knows-database.ts', 'exports-imports-only-pipeline-domain'],
  ['repositories/reads-upload.ts', 'repositories-takes-only-types-from-imports'],
  ['cli/imports-worker.ts', 'worker-is-not-imported'],
  ['config/imports-test.ts', 'nothing-imports-tests'],
  ['domain/circle-one.ts', 'no-cycles'],
  ['domain/points-nowhere.ts', 'everything-resolves'],
])('%s breaks the rule %s', (file, rule) => {
  expect(found.get(file)).toContain(rule);
});

test.each([...innocent, 'workflows/good.ts', 'simulators/vendor.ts'])('%s breaks no rule', (file) => {
  expect(found.get(file)).toBeUndefined();
});

function violationsIn(cwd: string): Map<string, string[]> {
  const cruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const folders = [
    ...new Set(
      Object.keys(planted)
        .filter((path) => path.includes('/'))
        .map((path) => path.split('/')[0] ?? ''),
    ),
  ];
  const args = [cruiser, '--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json', ...folders];
  const output = runAllowingFailure(args, cwd);
  const { summary } = JSON.parse(output) as { summary: { violations: Violation[] } };
  const byFile = new Map<string, string[]>();
  for (const { from, rule } of summary.violations) byFile.set(from, [...(byFile.get(from) ?? []), rule.name]);
  return byFile;
}

/** The program's exit code says how many violations it found. */
function runAllowingFailure(args: string[], cwd: string): string {
  try {
    return execFileSync(process.execPath, args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    if (
      error instanceof Error &&
      'stdout' in error &&
      typeof error.stdout === 'string' &&
      error.stdout !== ''
    )
      return error.stdout;
    throw error;
  }
}
