import { expect, test } from '@jest/globals';
import { replaceMarked } from '../../../tools/replace-marked.ts';

const page = 'before\n<!-- stages -->old<!-- /stages -->\nafter';

test('the marked part is replaced, everything around it stays, and doing it twice changes nothing', () => {
  const once = replaceMarked(page, 'stages', 'new');

  expect(once).toBe('before\n<!-- stages -->\n\nnew\n\n<!-- /stages -->\nafter');
  expect(replaceMarked(once, 'stages', 'new')).toBe(once);
});

test('a page without the marks is an error, not a page without the table', () => {
  expect(() => replaceMarked('nothing here', 'stages', 'new')).toThrow(/no part between <!-- stages -->/);
});
