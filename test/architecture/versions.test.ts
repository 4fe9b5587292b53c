import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { temporalCliVersion } from '../../demo/services/temporal-cli.ts';
import ours from '../../package.json' with { type: 'json' };

const dependencies: Record<string, string> = { ...ours.dependencies, ...ours.devDependencies };

test('all Temporal packages are pinned to the same minor version', () => {
  const versions = Object.entries(dependencies).filter(([name]) => name.startsWith('@temporalio/'));

  expect(versions.length).toBeGreaterThan(4);
  expect([...new Set(versions.map(([, version]) => version))]).toEqual([
    expect.stringMatching(/^~\d+\.\d+\.\d+$/),
  ]);
});

test('all Prisma packages are pinned to the same exact version', () => {
  const names = ['prisma', '@prisma/client', '@prisma/adapter-pg', '@prisma/driver-adapter-utils'];

  expect([...new Set(names.map((name) => dependencies[name]))]).toEqual([
    expect.stringMatching(/^\d+\.\d+\.\d+$/),
  ]);
  expect(dependencies['@prisma/schema-engine-wasm']).toMatch(
    new RegExp(`^${dependencies['prisma'] ?? '?'}-`),
  );
});

test('the Temporal CLI that is downloaded is the one that is built, and the one in the compose file', () => {
  expect(readFileSync('tools/temporal-cli/go.mod', 'utf8')).toContain(
    `github.com/temporalio/cli v${temporalCliVersion}`,
  );
  expect(readFileSync('docker-compose.yml', 'utf8')).toContain(
    `image: temporalio/temporal:${temporalCliVersion}`,
  );
});
