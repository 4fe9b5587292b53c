import { expect, test } from '@jest/globals';
import { readingOrder } from '../../pipeline/order.ts';
import { profiles } from '../../pipeline/profiles.ts';
import { stageIds, stages } from '../../pipeline/stages.ts';

test('no stage waits for itself, and the table is written in an order in which it can run', () => {
  expect(readingOrder(stages)).toEqual([...stageIds]);
});

test('a cycle is told with the names of its stages', () => {
  const circle = { ...stages, servicenow: { after: ['validate'] } };

  expect(() => readingOrder(circle)).toThrow(/servicenow -> validate -> .* -> servicenow/);
});

test('every stage has a title, a sentence, and a profile of timeouts and retries', () => {
  for (const [id, { title, does, work }] of Object.entries(stages)) {
    expect([id, title !== '', does.endsWith('.'), work in profiles]).toEqual([id, true, true, true]);
  }
});
