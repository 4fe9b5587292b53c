import { spawn, spawnSync, type ChildProcess } from 'node:child_process';

export interface ChildCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Runs the program as this OS user; only root may ask for it. */
  readonly as?: { readonly uid: number; readonly gid: number };
  /** Its whole environment; absent: ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that it works in; absent: ours. */
  readonly cwd?: string;
  /** Asks the program to end in an orderly way. */
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
}

/** A server process of ours. It has a process group of its own, so that Ctrl-C does not reach it before we stop it. */
export interface Child {
  readonly pid: number;
  /** The end of what it wrote, for error messages. */
  readonly output: () => string;
  readonly hasEnded: () => boolean;
  /** Asks it to end, kills it after `graceMs`, and waits until it is gone. */
  stop(graceMs?: number): Promise<void>;
}

const keptOutput = 8000;
const living = new Set<{ readonly process: ChildProcess; readonly signal: NodeJS.Signals }>();
let watchesExit = false;

export function startChild(command: ChildCommand): Child {
  const [file = command.file, ...args] = endingWithParent(command);
  const { as, env, cwd } = command;
  const surroundings = { ...as, ...(env && { env }), ...(cwd !== undefined && { cwd }) };
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...surroundings });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-keptOutput);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => {
    output += error.message;
  });
  const ended = remember(child, command.stopSignal);

  return {
    pid: child.pid ?? 0,
    output: () => output.trim(),
    hasEnded: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null,
    async stop(graceMs = 10_000) {
      child.kill(command.stopSignal);
      const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(killer);
    },
  };
}

/** On Linux the kernel stops the program when we die, even by SIGKILL; elsewhere the next start finds it by its pid file. */
function endingWithParent({ file, args, stopSignal }: ChildCommand): string[] {
  const plain = [file, ...args];
  if (!hasSetpriv()) return plain;
  const at = plain.indexOf('--') + 1;
  return [...plain.slice(0, at), 'setpriv', '--pdeathsig', stopSignal.slice(3), '--', ...plain.slice(at)];
}

let setprivWorks: boolean | undefined;

function hasSetpriv(): boolean {
  setprivWorks ??=
    process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'TERM', '--', 'true']).status === 0;
  return setprivWorks;
}

function remember(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!watchesExit) process.on('exit', killLiving);
  watchesExit = true;
  const entry = { process: child, signal };
  living.add(entry);
  return new Promise((resolve) => {
    const forget = () => {
      living.delete(entry);
      resolve();
    };
    child.once('exit', forget);
    child.once('error', forget);
  });
}

function killLiving(): void {
  for (const { process: child, signal } of living) child.kill(signal);
}
