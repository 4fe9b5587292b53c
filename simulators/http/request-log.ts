/** One request that a server received. */
export interface LoggedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Who asked for what: the witness of rate limits, caches and retries. */
export interface RequestLog {
  readonly all: readonly LoggedRequest[];
  /** How many requests came, or how many of them to a path. */
  count(path?: RegExp): number;
  clear(): void;
  add(request: LoggedRequest): void;
}

/** An empty log. */
export function createRequestLog(): RequestLog {
  const all: LoggedRequest[] = [];
  return {
    all,
    count: (path) => (path ? all.filter((request) => request.path.search(path) >= 0).length : all.length),
    clear: () => {
      all.length = 0;
    },
    add: (request) => {
      all.push(request);
    },
  };
}
