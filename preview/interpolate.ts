import { formats } from './formats.ts';
import { own } from './own.ts';
import { Problem } from './problem.ts';
import type { Variables } from './variable-value.ts';

/** A variable in a text: `$name`, `[[name]]`, `[[name:format]]`, `${name}`, `${name:format}`, as Grafana reads them. */
const variableSyntax = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?::([^}]+))?\}/g;

/** What a text may hold, and how. */
export interface Manner {
  readonly variables: Variables;
  /** Other names and their texts, e.g. `__url_time_range`. They take no format. */
  readonly builtIns?: Readonly<Record<string, string>>;
  /** Formats that may stand here. */
  readonly allowed: readonly string[];
  /** The format of a variable that names none; undefined refuses it. */
  readonly unnamed: (name: string) => string | undefined;
}

/**
 * Puts the chosen values into a text. A `$word` or `[[word]]` that names no variable is left alone, for it may mean something
 * else there; `${…}` and Grafana's own `$__…` cannot.
 *
 * @throws Problem for an unknown name in braces and for a format that must not stand there.
 */
export function interpolate(text: string, { variables, builtIns = {}, allowed, unnamed }: Manner): string {
  return text.replace(variableSyntax, (found: string, ...groups: (string | undefined)[]) => {
    const [plain, bracketed, bracketFormat, braced, bracedFormat] = groups;
    const name = plain ?? bracketed ?? braced ?? '';
    const builtIn = own(builtIns, name);
    if (builtIn !== undefined) return builtIn;
    const value = own(variables, name);
    if (value === undefined) {
      if (braced === undefined && !name.startsWith('__')) return found;
      throw new Problem(422, `The dashboard has no variable "${name}", which stands in ${found}.`);
    }
    const format = bracketFormat ?? bracedFormat;
    if (format !== undefined && !allowed.includes(format))
      throw new Problem(422, refusal(found, name, allowed));
    const write = formats[format ?? unnamed(name) ?? ''];
    if (!write) throw new Problem(422, refusal(found, name, allowed));
    return write(name, value);
  });
}

function refusal(found: string, name: string, allowed: readonly string[]): string {
  const right = allowed.map((format) => `\${${name}:${format}}`).join(' or ');
  return `The dashboard writes ${found} where it must write ${right}.`;
}
