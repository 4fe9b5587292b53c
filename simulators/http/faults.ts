/** What goes wrong with a request. */
export interface Fault {
  /** Tried on the path with its query. */
  readonly path: RegExp;
  /** How many requests it strikes. */
  readonly times: number;
  /**
   * - `status`: answers `status` with `headers` and `body`; nothing else happens.
   * - `html`: a login page with status 200.
   * - `truncate`: the right answer, cut in the middle, with a matching length.
   * - `reset`: the connection breaks before any byte.
   * - `hang`: no answer at all until the client or the server gives up.
   * - `slow`: the right answer after `delayMs`.
   */
  readonly kind: 'status' | 'html' | 'truncate' | 'reset' | 'hang' | 'slow';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly delayMs?: number;
}

/** A change to a JSON answer; it must give back a new body, for bodies may be shared. */
export type Tamper = (body: unknown) => unknown;

/** The mischief of one server. */
export interface Faults {
  add(fault: Fault): void;
  /** Changes every JSON answer with status 200 whose path matches, until `clear`. */
  tamper(path: RegExp, change: Tamper): void;
  clear(): void;
  /** The first fault that strikes this path, which is then used up by one. */
  strike(path: string): Fault | undefined;
  alter(path: string, body: unknown): unknown;
}

/** A server without mischief, to which tests add some. */
export function createFaults(): Faults {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  let tampers: { readonly path: RegExp; readonly change: Tamper }[] = [];

  return {
    add: (fault) => {
      waiting.push({ fault, left: fault.times });
    },
    tamper: (path, change) => {
      tampers.push({ path, change });
    },
    clear: () => {
      waiting = [];
      tampers = [];
    },
    strike: (path) => {
      const entry = waiting.find((one) => one.left > 0 && matches(one.fault.path, path));
      if (entry) entry.left -= 1;
      return entry?.fault;
    },
    alter: (path, body) =>
      tampers.filter((one) => matches(one.path, path)).reduce((changed, one) => one.change(changed), body),
  };
}

/** A global or sticky expression remembers its place; a path is always searched from its start. */
function matches(pattern: RegExp, path: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(path);
}
