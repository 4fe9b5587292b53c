import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { createStopAll, type StopAll } from '../demo/services/stop-all.ts';
import type { BenchEntry, Sizes } from './bench.ts';
import type { Measure } from './measure.ts';
import { renderTable } from './render-table.ts';
import { benches } from './registry.ts';

const names = Object.keys(benches);
const help = `Measures what the documentation claims, each figure beside its floor where there is one.

  npm run bench [-- NAME ...] [--json FILE] [--rows N] [--rounds N] [--runs N]

${Object.entries(benches)
  .map(([name, { title }]) => `  ${name.padEnd(15)} ${title}`)
  .join('\n')}

  --json FILE   writes { measures: [{ id, value, unit, floor, ratio, goal, goalOn, met }] }
  --rows N      rows of usage (1000000)
  --rounds N    how often value and floor are taken in turn; medians are printed (3)
  --runs N      runs of the pipeline after the warm-up (40)

Exit code: 0 when everything was measured, whether goals are met or not; 1 when something failed.
`;

const options = {
  json: { type: 'string' },
  rows: { type: 'string', default: '1000000' },
  rounds: { type: 'string', default: '3' },
  runs: { type: 'string', default: '40' },
  help: { type: 'boolean', default: false },
} as const;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return void process.stdout.write(help);
  const sizes = {
    rows: count('--rows', values.rows),
    rounds: count('--rounds', values.rounds),
    runs: count('--runs', values.runs),
  };
  const entries = (positionals.length > 0 ? positionals : names).map(entryOf);
  const measures: Measure[] = [];
  try {
    await runAll(entries, sizes, measures);
  } finally {
    // What was measured before something failed took long enough.
    process.stdout.write(`${renderTable(measures)}\n`);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ measures }, null, 2)}\n`);
  }
}

async function runAll(entries: readonly BenchEntry[], sizes: Sizes, measures: Measure[]): Promise<void> {
  const everything = createStopAll();
  everything.stopOnSignals(say);
  for (const entry of entries) {
    say(`\n${entry.title}`);
    measures.push(...(await runOne(entry, sizes, everything)));
  }
}

async function runOne(entry: BenchEntry, sizes: Sizes, everything: StopAll): Promise<readonly Measure[]> {
  const services = everything.add(entry.title, createStopAll());
  const folder = mkdtempSync(join(tmpdir(), 'appd-licensing-bench-'));
  services.add('the folder of the bench', { stop: () => rm(folder, { recursive: true, force: true }) });
  try {
    return await entry.run({ sizes, services, folder, say: (line) => say(`  ${line}`) });
  } finally {
    await services.stop();
  }
}

function entryOf(name: string): BenchEntry {
  const entry = benches[name];
  if (!entry) throw new Error(`There is no bench "${name}", expected ${names.join(', ')}.`);
  return entry;
}

function count(flag: string, text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`${flag}: "${text}" found, expected a whole number above 0.`);
  return value;
}

try {
  await main();
} catch (error) {
  say(inspect(error));
  process.exitCode = 1;
}
