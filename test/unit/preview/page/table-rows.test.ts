import { expect, test } from '@jest/globals';
import { firstSorting, rowsToShow, visibleColumns } from '../../../../preview/page/table-rows.js';
import { sectionsOf, shelvesOf } from '../../../../preview/page/sections-of.js';
import { fieldOf, frameOf } from './support.ts';

const frame = frameOf(
  [
    ['Sector', 'string', ['Foods 10', 'foods 9', null, 'Größe <x>']],
    ['Cost', 'number', ['9.5', '10', null, '100000000000000000.01']],
    ['Key', 'string', ['a', 'b', 'c', 'd']],
  ],
  {
    defaults: { unit: 'short' },
    overrides: [
      { matcher: { id: 'byName', options: 'Key' }, properties: [{ id: 'custom.hidden', value: true }] },
    ],
  },
);
const sorted = (name: string, isDescending: boolean) =>
  rowsToShow(frame, { sorting: { field: fieldOf(frame, name), isDescending } });

test('numbers sort by value and texts as people sort them; unknown values stand last', () => {
  expect(sorted('Cost', false)).toEqual([0, 1, 3, 2]);
  expect(sorted('Cost', true)).toEqual([3, 1, 0, 2]);
  expect(sorted('Sector', false)).toEqual([1, 0, 3, 2]);
});

test('a filter looks for all words in what is seen', () => {
  expect(rowsToShow(frame, { words: 'foods' })).toEqual([0, 1]);
  expect(rowsToShow(frame, { words: 'FOODS 9' })).toEqual([0, 1]);
  expect(rowsToShow(frame, { words: '<x>' })).toEqual([3]);
  expect(rowsToShow(frame, { words: 'd' })).toEqual([0, 1]);
  expect(rowsToShow(frame, {})).toEqual([0, 1, 2, 3]);
});

test('hidden columns are not shown but can be used', () => {
  expect(visibleColumns(frame).map(({ title }) => title)).toEqual(['Sector', 'Cost']);
});

test('the author of a panel may choose the order', () => {
  expect(firstSorting(frame, [{ displayName: 'Cost', desc: true }])).toMatchObject({ isDescending: true });
  expect(firstSorting(frame, [{ displayName: 'Nothing' }])).toBeUndefined();
});

test('rows of a dashboard become sections, panels at one height a shelf', () => {
  const panel = (id: number, type: string, x: number, y: number, title = '') => ({
    id,
    type,
    title,
    gridPos: { x, y, w: 12, h: 4 },
  });
  const panels = [
    panel(1, 'stat', 0, 0),
    panel(2, 'row', 0, 4, 'Bills'),
    panel(4, 'table', 12, 5),
    panel(3, 'table', 0, 5),
    panel(5, 'stat', 0, 9),
  ];
  const sections = sectionsOf(panels);
  expect(sections.map(({ title, panels: inside }) => [title, inside.map(({ id }) => id)])).toEqual([
    ['', [1]],
    ['Bills', [3, 4, 5]],
  ]);
  expect(shelvesOf(sections[1]?.panels ?? []).map((shelf) => shelf.map(({ id }) => id))).toEqual([
    [3, 4],
    [5],
  ]);
});
