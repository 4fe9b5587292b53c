import { expect, test } from '@jest/globals';
import { colorOfName, paletteColor } from '../../../../preview/page/colors.js';

test('thirty-six series have a color each', () => {
  const colors = Array.from({ length: 36 }, (_, index) => paletteColor(index));
  expect(new Set(colors).size).toBe(36);
  expect(colors.every((color) => /^#[0-9a-f]{6}$/.test(color))).toBe(true);
});

test('a name has one of the first twelve colors, always the same', () => {
  const first = Array.from({ length: 12 }, (_, index) => paletteColor(index));
  for (const name of ['open', 'closed', 'Ünïted "Snacks"']) {
    expect(first).toContain(colorOfName(name));
    expect(colorOfName(name)).toBe(colorOfName(name));
  }
});
