import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checks } from '../../../checks/registry.ts';
import { stageIds } from '../../../pipeline/stages.ts';

const root = join(import.meta.dirname, '../../../checks');
const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const files = folders.flatMap(({ name }) => readdirSync(join(root, name)).map((file) => `${name}/${file}`));

test('every file of a check folder is registered, in the folder of its family and under its id', () => {
  expect(checks.map(({ family, id }) => `${family}/${id}.ts`).sort()).toEqual(files.sort());
});

test('no id is used twice, also not in two families', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  test('exports one check, named like its file', () => {
    const source = readFileSync(join(root, check.family, `${id}.ts`), 'utf8');
    const name = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

    expect([...source.matchAll(/^export const (\w+)/gm)].map(([, exported]) => exported)).toEqual([name]);
  });

  test('says its invariant, who asks for it and what to do, in sentences', () => {
    expect(check.says).toMatch(/^[A-Z].*\.$/);
    expect(check.remedy).toMatch(/^[A-Z].*\.$/);
    expect(check.requirement.length).toBeGreaterThan(0);
  });

  test('needs only stages that end before validation', () => {
    const before = stageIds.filter((stage) => stage !== 'validate');
    expect(check.needs.filter((stage) => !before.some((id) => id === stage))).toEqual([]);
  });

  test('only reads, and looks at no clock', () => {
    const text = `${check.failingRows} ${check.measure}`;
    expect(text).not.toMatch(
      /\b(insert|update|delete|truncate|now|current_date|current_timestamp|random|nextval)\b/i,
    );
  });
});

test('the six families of the documents are there', () => {
  const asked = new Set(checks.flatMap(({ requirement }) => requirement));
  const seed = ['212', '213', '214', '215', '216', '217', '218', '219', '220', '221'].map(
    (number) => `000-${number}`,
  );

  expect(seed.filter((id) => !asked.has(id))).toEqual([]);
});
