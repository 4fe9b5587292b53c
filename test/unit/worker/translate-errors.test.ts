import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { AuthError, RateLimitedError, StorageError, UpstreamError } from '../../../pipeline/errors.ts';
import { toFailure } from '../../../worker/translate-errors.ts';

const hide = (text: string): string => text.replaceAll('hunter2', '[redacted]');
const translate = (error: unknown) => toFailure(error, hide) as ApplicationFailure;

describe('an error of ours', () => {
  test('keeps its name, its remedy and whose turn it is', () => {
    const failure = translate(new AuthError('HTTP 401 from acme.', 'Correct SN_PASS.'));
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({
      type: 'AuthError',
      message: 'HTTP 401 from acme.',
      nonRetryable: true,
      details: [{ remedy: 'Correct SN_PASS.', turn: 'operator' }],
    });
  });

  test('waits as long as the vendor asked', () => {
    expect(translate(new RateLimitedError('429.', 17_000))).toMatchObject({
      nonRetryable: false,
      nextRetryDelay: 17_000,
    });
  });

  test('of the database is retried only when waiting helps', () => {
    expect(translate(new StorageError('Deadlock.', 'Wait.', true)).nonRetryable).toBe(false);
    expect(translate(new StorageError('Constraint.', 'Look.', false)).nonRetryable).toBe(true);
  });

  test('leaves no secret in message, stack, remedy or cause', () => {
    const cause = new Error('connect with hunter2', { cause: new Error('deeper hunter2') });
    const failure = translate(new UpstreamError('HTTP 500 for hunter2.', 'Ask hunter2.', { cause }));
    for (const text of [
      failure.message,
      failure.stack,
      JSON.stringify(failure.details),
      cause.message,
      cause.stack,
      String(cause.cause),
    ])
      expect(text).not.toContain('hunter2');
    expect(failure.cause).toBe(cause);
  });

  test('is cut where Temporal would cut it anyway', () => {
    expect(translate(new UpstreamError('x'.repeat(9_000), 'Wait.')).message).toHaveLength(1_500);
  });
});

test('an error that is not ours passes, without secrets', () => {
  const error = new TypeError('undefined has no hunter2');
  expect(translate(error)).toBe(error);
  expect(error.message).toBe('undefined has no [redacted]');
});
