import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { coreGroups } from '../../../config/groups.ts';
import { renderEnvExample } from '../../../config/render-env-example.ts';
import { readConfig } from '../../../config/env.ts';
import { cmdbConnectors, usageConnectors } from '../../../connectors/registry.ts';

const groups = [...Object.values(coreGroups), ...usageConnectors, ...cmdbConnectors];

describe('.env.example', () => {
  test('is in step with the settings', () => {
    const committed = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    expect(committed).toBe(renderEnvExample(groups));
  });

  test('names every setting once, with its meaning above it', () => {
    const lines = renderEnvExample(groups).split('\n');
    const names = lines.flatMap((line) => /^(?:# )?([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(groups.flatMap(({ settings }) => Object.keys(settings.shape)));
    for (const [index, line] of lines.entries())
      if (/^(?:# )?[A-Z][A-Z0-9_]+=/.test(line)) expect(lines[index - 1]).toMatch(/^# \S/);
  });

  test('can be taken as it is for all that is not a connector', () => {
    const text = renderEnvExample(Object.values(coreGroups)).replaceAll(/^# (?=[A-Z][A-Z0-9_]+=)/gm, '');
    expect(readConfig(parseEnv(text))).toMatchObject({
      tools: readConfig({}).tools,
      pipeline: readConfig({}).pipeline,
    });
  });
});
