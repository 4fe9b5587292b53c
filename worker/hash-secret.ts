import { createHmac } from 'node:crypto';

/** A hash that stands for a secret field in raw data (C58): the same value gives the same text, and without the key nothing leads back. */
export function createSecretHash(key: string): (value: string) => string {
  return (value) => `hmac:${createHmac('sha256', key).update(value).digest('hex').slice(0, 32)}`;
}
