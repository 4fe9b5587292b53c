import { inspect } from 'node:util';

const hidden = '[redacted]';

/** A value that no log, error, JSON text or debugger line shows; `reveal` is the one way to it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}

/** Replaces every secret in a text, also where it stands encoded in a URL or in Base64. */
export type Redactor = (text: string) => string;

/** A redactor for these secrets. Values of one or two characters would hit ordinary words and are left alone. */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const needles = secrets
    .map((secret) => secret.reveal())
    .filter((value) => value.length > 2)
    .flatMap((value) => [value, encodeURIComponent(value), Buffer.from(value).toString('base64')])
    .sort((a, b) => b.length - a.length);
  return (text) => needles.reduce((rest, needle) => rest.replaceAll(needle, hidden), text);
}
