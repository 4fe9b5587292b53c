import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { z } from 'zod';
import { cmdbConnectors, usageConnectors } from '../../connectors/registry.ts';

/** Folders of connectors/ that serve all connectors. */
const shared = ['http'];

test('each connector folder is registered under its own name, and nothing else is', () => {
  const folders = readdirSync('connectors', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !shared.includes(entry.name))
    .map(({ name }) => name);
  const ids = [...usageConnectors, ...cmdbConnectors].map(({ id }) => id);

  expect(ids.sort()).toEqual(folders.sort());
});

test('every connector has a title, says what each setting means, and its secrets are among its settings', () => {
  for (const { id, title, settings, secrets } of [...usageConnectors, ...cmdbConnectors]) {
    const undescribed = Object.entries(settings.shape).filter(
      ([, schema]) => !(schema as z.ZodType).description,
    );
    const unknown = secrets.filter((name) => !(name in settings.shape));
    expect([id, title !== '', undescribed.map(([name]) => name), unknown]).toEqual([id, true, [], []]);
  }
});
