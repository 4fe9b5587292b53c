/** A stored parameter. */
export interface StoredParameter {
  readonly name: string;
  readonly value: string;
  readonly type: 'String' | 'SecureString';
  readonly version: number;
  /** Epoch seconds with a fraction, as the wire has it. */
  readonly modifiedAt: number;
}

/** The store; writing raises the version. */
export interface ParameterStore {
  put(name: string, value: string): void;
  find(name: string): StoredParameter | undefined;
  /** Parameters below a path, by name. */
  below(path: string, isRecursive: boolean): readonly StoredParameter[];
}

const secretName = /(SECRET|PASS|PASSWORD|TOKEN|KEY)$/;

/** A store that holds `initial` under `path`, which ends with a slash. */
export function createParameterStore(
  path: string,
  initial: Readonly<Record<string, string>>,
): ParameterStore {
  const parameters = new Map<string, StoredParameter>();

  const put = (name: string, value: string): void => {
    const type = secretName.test(name) ? 'SecureString' : 'String';
    const version = (parameters.get(name)?.version ?? 0) + 1;
    parameters.set(name, { name, value, type, version, modifiedAt: Date.now() / 1000 });
  };
  for (const [name, value] of Object.entries(initial)) put(`${path}${name}`, value);

  return {
    put,
    find: (name) => parameters.get(name),
    below: (asked, isRecursive) => {
      const prefix = asked.endsWith('/') ? asked : `${asked}/`;
      return [...parameters.values()]
        .filter(({ name }) => name.startsWith(prefix))
        .filter(({ name }) => isRecursive || !name.slice(prefix.length).includes('/'))
        .sort((left, right) => (left.name < right.name ? -1 : 1));
    },
  };
}
