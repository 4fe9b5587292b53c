/**
 * `body` with every value under one of `fields`, at any depth, replaced by its keyed hash (C58). Names compare without case and
 * separators, so that `licenseKey`, `license-key` and `LICENSE_KEY` are one. Null stays null: it hides nothing. The given body
 * is not changed; parts without secrets are shared with it, since answers are large and secrets are few.
 */
export function hashSecrets(
  body: unknown,
  fields: readonly string[],
  hash: (value: string) => string,
): unknown {
  const secret = new Set(fields.map(plain));
  const known = new Map<string, boolean>();
  const isSecret = (name: string): boolean => {
    const answer = known.get(name) ?? secret.has(plain(name));
    known.set(name, answer);
    return answer;
  };
  const visit = (value: unknown, hidden: boolean): unknown => {
    if (Array.isArray(value)) return replaced(value, (item) => visit(item, hidden));
    if (typeof value === 'object' && value !== null) {
      return replaced(value as Record<string, unknown>, (inner, name) =>
        visit(inner, hidden || isSecret(name)),
      );
    }
    return hidden && isScalar(value) ? hash(String(value)) : value;
  };
  return visit(body, false);
}

/** A copy with the new parts, or the same thing when no part is new. */
function replaced<Whole extends object>(whole: Whole, next: (part: unknown, name: string) => unknown): Whole {
  let copy: Record<string, unknown> | null = null;
  for (const [name, part] of Object.entries(whole) as [string, unknown][]) {
    const changed = next(part, name);
    if (changed === part) continue;
    copy ??= (Array.isArray(whole) ? [...(whole as unknown[])] : { ...whole }) as Record<string, unknown>;
    copy[name] = changed;
  }
  return (copy as Whole | null) ?? whole;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
