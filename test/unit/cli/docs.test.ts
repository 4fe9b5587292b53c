import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createProgram } from '../../../cli/program.ts';

const terminal = {
  out: () => undefined,
  err: () => undefined,
  isLive: false,
  width: 120,
  paint: (_style: string, text: string) => text,
};

test('docs/cli.md has every command in its first table', async () => {
  const program = await createProgram(
    { environment: {}, today: () => '2025-10-29', terminal },
    () => undefined,
    [],
  );
  const lines = readFileSync('docs/cli.md', 'utf8').split('\n');
  const table = lines.slice(0, lines.indexOf('## Runs')).filter((line) => line.startsWith('| `'));
  const told = table.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([\w-]+)/g)]);
  const words = told.map(([, word]) => word);

  expect(program.commands.length).toBeGreaterThan(25);
  expect(program.commands.map((command) => command.name()).filter((name) => !words.includes(name))).toEqual(
    [],
  );
});
