import { expect, test } from '@jest/globals';
import { optionsHelp, readOptions as readWords } from '../../../demo/viewer/options.ts';

const readOptions = (words: readonly string[]) => readWords(words, 13_000);

test('without words it is the demo that ran last, seen by somebody who sees everything', () => {
  expect(readOptions([])).toEqual({ world: null, sector: null, port: 13_000 });
});

test('world, sector and port are understood', () => {
  expect(readOptions(['--world', 'enterprise', '--sector', "O'Neill", '--port', '8080'])).toEqual({
    world: 'enterprise',
    sector: "O'Neill",
    port: 8080,
  });
  expect(readOptions(['--help'])).toBe('help');
  expect(optionsHelp(13_000)).toContain('design or enterprise');
});

test.each([
  [['--world', 'mars'], 'There is no world "mars"; there are design and enterprise.'],
  [['--port', '70000'], '--port is "70000", expected a number up to 65535.'],
  [['--port', ''], '--port is "", expected'],
  [['--colour'], "Unknown option '--colour'"],
])('%j is refused', (words, problem) => {
  expect(readOptions(words)).toEqual({ problem: expect.stringContaining(problem) });
});
