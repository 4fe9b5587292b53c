import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Mutation } from './mutation.ts';

/** A copy of the checkout in which files may be broken, and tests run on it. */
export interface Workshop {
  /** Breaks the file, runs the test, and mends the file. Gives whether a test failed, and what was printed. */
  try(mutation: Mutation): Promise<{ readonly isNoticed: boolean; readonly printed: string }>;
  /** Runs the test on the code as it is. */
  runs(test: string, named: string): Promise<{ readonly isGreen: boolean; readonly printed: string }>;
  /** Mutations whose text does not stand in its file exactly once: the code moved on. */
  stale(mutations: readonly Mutation[]): string[];
  close(): void;
}

/** The copy shares installed packages; what is listed in `files` is all there is of the project. */
export function openWorkshop(root: string, folder: string, files: readonly string[]): Workshop {
  rmSync(folder, { recursive: true, force: true });
  for (const file of [...files, 'generated']) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

  const runs: Workshop['runs'] = async (test, named) => {
    const args = ['demo/bootstrap.mjs', 'test', test, '--testNamePattern', named, '--silent'];
    const { code, printed } = await run(process.execPath, args, folder);
    // Jest ends with 0 when every test was left out by its name: that proves nothing.
    const ran = /Tests: .*\d+ (passed|failed)/.test(printed);
    return { isGreen: code === 0 && ran, printed };
  };
  return {
    async try({ file, find, replace, test, named }) {
      const path = join(folder, file);
      const whole = readFileSync(path, 'utf8');
      writeFileSync(
        path,
        whole.replace(find, () => replace),
      );
      try {
        const { isGreen, printed } = await runs(test, named);
        return {
          isNoticed:
            !isGreen && /Tests: .*\d+ failed|Test suite failed|Test Suites: .*\d+ failed/.test(printed),
          printed,
        };
      } finally {
        writeFileSync(path, whole);
      }
    },
    runs,
    stale: (mutations) =>
      mutations
        .filter(({ file, find }) => readFileSync(join(folder, file), 'utf8').split(find).length !== 2)
        .map(({ rule, file, find }) => `${rule}: ${file} must hold ${JSON.stringify(find)} exactly once.`),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(
  file: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; printed: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, printed }));
  });
}
