import { expect, test } from '@jest/globals';
import { renderExplanation } from '../../../cli/render-explanation.ts';
import { explained, type Explanation } from '../../../domain/explain/explanation.ts';

const usage = (id: number): Explanation =>
  explained({
    kind: 'usage',
    title: `usage ${id}`,
    children: [explained({ kind: 'run', title: 'run 1' })],
  });
const cost = (id: number, amount: string): Explanation =>
  explained({ kind: 'cost', title: `day ${id}`, amount, isPart: true, children: [usage(id)] });

test('a tree lines amounts up, proves its sums, and tells an origin once', () => {
  const children = [cost(1, '1000.00'), cost(2, '0.50')];

  expect(renderExplanation(explained({ kind: 'line', title: 'line 7', amount: '1000.50', children }))).toBe(
    [
      'line 7    1,000.50',
      '│  ✔ adds up: 1,000.50 = 1,000.50 (2 parts)',
      '├─ day 1  1,000.00',
      '│  └─ usage 1',
      '│     └─ run 1',
      '└─ day 2      0.50',
      '   └─ usage 2; same answer and run',
    ].join('\n'),
  );
});

test('a sum that does not add up is shouted', () => {
  const tree = explained({ kind: 'line', title: 'line 7', amount: '2.00', children: [cost(1, '1.00')] });
  expect(renderExplanation(tree)).toContain('✖ DOES NOT ADD UP: 2.00, but the 1 part is 1.00');
});
