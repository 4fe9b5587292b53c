import { expect, test } from '@jest/globals';
import { createStopAll } from '../../../demo/services/stop-all.ts';

function recording() {
  const stopped: string[] = [];
  const thing = (name: string) => ({ stop: async () => void stopped.push(name) });
  return { stopped, thing };
}

test('what was started last is stopped first', async () => {
  const { stopped, thing } = recording();
  const all = createStopAll();
  all.add('database', thing('database'));
  all.add('worker', thing('worker'));

  await all.stop();

  expect(stopped).toEqual(['worker', 'database']);
});

test('everything is stopped once, however many ask', async () => {
  const { stopped, thing } = recording();
  const all = createStopAll();
  all.add('database', thing('database'));

  await Promise.all([all.stop(), all.stop()]);
  await all.stop();

  expect(stopped).toEqual(['database']);
});

test('a thing that fails to stop does not keep the others running, and is named', async () => {
  const { stopped, thing } = recording();
  const all = createStopAll();
  all.add('database', thing('database'));
  all.add('worker', { stop: () => Promise.reject(new Error('stuck')) });

  await expect(all.stop()).rejects.toThrow('worker did not stop');
  expect(stopped).toEqual(['database']);
});
