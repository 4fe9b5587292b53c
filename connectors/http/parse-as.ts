import type { z } from 'zod';
import { ContractError } from '../../pipeline/errors.ts';

/**
 * `body` as the schema knows it.
 *
 * @throws ContractError that names place, path, what was found (its kind, or a short scalar) and what was expected.
 */
export function parseAs<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  place: string,
): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  const path = first?.path ?? [];
  const more = result.error.issues.length > 1 ? ` (and ${result.error.issues.length - 1} more)` : '';
  throw new ContractError(
    `${place} answered ${found(body, path)} at ${pathText(path)}, expected: ${first?.message ?? 'another shape'}${more}.`,
    'The vendor changed its answer, or the address leads elsewhere; compare the kept raw answer with the connector’s schema.',
  );
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    '$',
  );
}

function found(body: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    body,
  );
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
