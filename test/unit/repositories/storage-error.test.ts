import { describe, expect, test } from '@jest/globals';
import { InvariantError } from '../../../pipeline/errors.ts';
import { toStorageError } from '../../../repositories/storage-error.ts';

function refusal(code: string, facts: object = {}): Error {
  return Object.assign(new Error('no'), { code, ...facts });
}

describe('what Postgres complains about', () => {
  test.each([
    ['40001', 'a serialization failure'],
    ['40P01', 'a deadlock'],
    ['57P01', 'a shutdown'],
    ['08006', 'a lost connection'],
    ['ECONNREFUSED', 'nobody listening'],
    ['53300', 'too many connections'],
  ])('%s, %s, passes: it is worth another attempt', (code) => {
    expect(toStorageError(refusal(code), 'saving')).toMatchObject({ name: 'StorageError', retryable: true });
  });

  test('a broken constraint does not pass, and is named with its table', () => {
    const error = toStorageError(
      refusal('23503', { table: 'chargeback_fact', constraint: 'sector_fkey' }),
      'saving the bill',
    );
    expect(error).toMatchObject({ name: 'StorageError', retryable: false });
    expect(String(error)).toMatch(/saving the bill.*23503; table chargeback_fact, constraint sector_fkey/);
  });

  test('a wrong password points to the settings, a missing table to the migration', () => {
    expect(toStorageError(refusal('28P01'), 'connecting')).toMatchObject({
      retryable: false,
      remedy: expect.stringMatching(/DB_PASSWORD/),
    });
    expect(toStorageError(refusal('42P01'), 'reading')).toMatchObject({
      remedy: expect.stringMatching(/migrate/),
    });
  });

  test.each([
    ['23001', /add a version/],
    ['42501', /ACTOR_TOKEN/],
    ['0P000', /Let somebody with that role do it/],
  ])('%s is a rule of money: refused, with what to do', (code, remedy) => {
    expect(toStorageError(refusal(code), 'approving')).toMatchObject({
      name: 'PolicyError',
      retryable: false,
      remedy: expect.stringMatching(remedy),
    });
  });

  test('errors that are not from the database pass untouched', () => {
    const ours = new InvariantError('parts do not add up', 'keep the run id');
    expect(toStorageError(ours, 'saving')).toBe(ours);
    const foreign = new TypeError('x is not a function');
    expect(toStorageError(foreign, 'saving')).toBe(foreign);
  });
});
