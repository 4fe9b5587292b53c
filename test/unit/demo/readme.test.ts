import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readOptions, type DemoOptions } from '../../../demo/options.ts';
import { createWorld, type World } from '../../../simulators/world.ts';

/** The README has only told of the demo without options when it shows how to look at it. */
describe("README's commands on dashboards", () => {
  const [, section = ''] = /^## Dashboards\n([^]*?)^## /m.exec(readFileSync('README.md', 'utf8')) ?? [];
  const commands = section.split('\n').filter((line) => line.startsWith('npm run '));
  const words = (pattern: RegExp): string[] =>
    commands.flatMap((command) => [...command.matchAll(pattern)].map(([, word = '']) => word));

  let world: World;
  beforeAll(() => {
    world = createWorld((readOptions([]) as DemoOptions).world);
  });

  test('name sectors that own a service in the world of the demo', () => {
    const sectors = words(/--sector (\S+)/g);
    const owning = new Set(world.cmdb().services.map(({ sector }) => sector));

    expect(sectors).not.toEqual([]);
    expect(sectors.filter((sector) => !owning.has(sector))).toEqual([]);
  });

  test('name months that the world of the demo has whole', () => {
    const months = words(/monthly-report (\d{4}-\d{2})/g);
    const isWhole = (month: string): boolean =>
      `${month}-01` >= world.firstDay && `${month}-31` <= world.lastDay;

    expect(months).not.toEqual([]);
    expect(months.filter((month) => !isWhole(month))).toEqual([]);
  });
});
