import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutations } from './mutations/mutations.ts';
import { openWorkshop } from './mutations/workshop.ts';

/**
 * Proves that the tests of the rules of money can fail: breaks each rule in a copy of the checkout, runs its test, and expects
 * it to fail. `npm run test:mutations [R3 R14 ...]` takes only some rules.
 */
const root = fileURLToPath(new URL('../', import.meta.url));
const wanted = process.argv.slice(2);
const chosen = mutations.filter(({ rule }) => wanted.length === 0 || wanted.includes(rule));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);
const workshop = openWorkshop(
  root,
  join(mkdtempSync(join(tmpdir(), 'appd-licensing-mutations-')), 'checkout'),
  files,
);

let survived = 0;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
try {
  const stale = workshop.stale(chosen);
  if (stale.length > 0)
    throw new Error(`The code moved on; correct tools/mutations/mutations.ts:\n${stale.join('\n')}`);
  for (const mutation of chosen) {
    const started = performance.now();
    const { isNoticed, printed } = await workshop.try(mutation);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(
      `${isNoticed ? 'noticed ' : 'SURVIVED'}  ${mutation.rule.padEnd(4)} ${mutation.breaks} (${mutation.test}, ${seconds} s)`,
    );
    if (isNoticed) continue;
    survived += 1;
    say(printed.split('\n').slice(-40).join('\n'));
  }
} finally {
  workshop.close();
}
const rules = new Set(chosen.map(({ rule }) => rule)).size;
say(`${chosen.length - survived} passed, ${survived} failed (mutations of ${rules} rules)`);
process.exitCode = survived === 0 && chosen.length > 0 ? 0 : 1;
