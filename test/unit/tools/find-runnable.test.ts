import { expect, test } from '@jest/globals';
import { findRunnable } from '../../../tools/find-runnable.ts';

test('only blocks that are marked as runnable are run, each within its own time', () => {
  const readme = [
    '# Title',
    '```sh',
    'npm run demo',
    '```',
    '```sh runnable',
    'npm run cli -- --help',
    '```',
  ];
  const slow = ['```sh runnable=300', 'one', 'two', '```', '```ts runnable', 'const a = 1;', '```'];

  expect(findRunnable([...readme, ...slow].join('\n'))).toEqual([
    { script: 'npm run cli -- --help', limitS: 120, line: 5 },
    { script: 'one\ntwo', limitS: 300, line: 8 },
  ]);
});
