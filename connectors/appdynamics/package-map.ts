import { ConfigError } from '../../pipeline/errors.ts';

/** What a package means to us. */
export type PackageMeaning =
  | { readonly action: 'ignore' }
  | {
      readonly action: 'map';
      readonly capability: string;
      /** Null: the account's edition says. */ readonly tier: string | null;
    };

/** Which package means which capability and tier: one version, read from a file that people keep. */
export interface PackageMap {
  readonly version: string;
  /** Null for a package that nobody has mapped yet (C62). */
  readonly meaningOf: (packageName: string) => PackageMeaning | null;
}

const columns = ['version', 'package', 'capability', 'tier', 'action'];
const fromEdition = 'from edition';

/** The name without case and separators: vendors write `APM_PEAK`, `apm-peak` and `Apm Peak` for one package. */
export function packageKey(name: string): string {
  return name.toLowerCase().replace(/[\s_.\-/]+/g, '');
}

/**
 * The map in a CSV text with the header `version,package,capability,tier,action`. Blank lines and lines that begin with `#`
 * are skipped. `path` names the file in messages.
 *
 * @throws ConfigError that lists every line that cannot be used: half a map would bill half the usage.
 */
export function readPackageMap(text: string, path: string): PackageMap {
  const meanings = new Map<string, PackageMeaning>();
  const problems: string[] = [];
  const versions = new Set<string>();
  let headerSeen = false;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (raw.trim() === '' || raw.startsWith('#')) continue;
    const cells = splitLine(raw);
    const complain = (what: string): number => problems.push(`${path} line ${index + 1}: ${what}`);
    if (!headerSeen) {
      headerSeen = true;
      if (cells.join() !== columns.join())
        complain(`the header is "${raw.trim()}", expected ${columns.join()}`);
      continue;
    }
    const problem = readLine(cells, meanings, versions);
    if (problem) complain(problem);
  }
  if (meanings.size === 0 && problems.length === 0) problems.push(`${path} maps no package`);
  if (versions.size > 1)
    problems.push(`${path} mixes the versions ${[...versions].join(' and ')}; one was expected`);
  if (problems.length > 0)
    throw new ConfigError(problems, 'Correct the file, or point APPD_PACKAGE_MAP at another one.');
  return { version: [...versions][0] ?? '', meaningOf: (name) => meanings.get(packageKey(name)) ?? null };
}

/** Adds the line's meaning; gives back what is wrong with it. */
function readLine(
  cells: readonly string[],
  meanings: Map<string, PackageMeaning>,
  versions: Set<string>,
): string | null {
  const [version = '', name = '', capability = '', tier = '', action = ''] = cells;
  if (cells.length !== columns.length) return `has ${cells.length} values, expected ${columns.length}`;
  if (version === '') return 'has no version';
  const key = packageKey(name);
  if (key === '') return 'has no package';
  if (meanings.has(key)) return `package "${name}" stands here twice (case and separators do not count)`;
  if (action !== 'map' && action !== 'ignore') return `action "${action}" is neither map nor ignore`;
  if (action === 'map' && (capability === '' || tier === ''))
    return `package "${name}" needs a capability and a tier`;
  if (capability.includes('/') || tier.includes('/'))
    return `package "${name}": "/" cannot be part of a name`;
  versions.add(version);
  const meaning = {
    action: 'map' as const,
    capability,
    tier: tier.toLowerCase() === fromEdition ? null : tier,
  };
  meanings.set(key, action === 'ignore' ? { action } : meaning);
  return null;
}

function splitLine(line: string): string[] {
  const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  const kept = line.trimEnd().endsWith(',') ? cells : cells.slice(0, -1);
  return kept.map((cell) =>
    cell
      .replace(/,$/, '')
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"'),
  );
}
