import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { coreGroups } from '../config/groups.ts';
import { renderEnvExample } from '../config/render-env-example.ts';
import { cmdbConnectors, usageConnectors } from '../connectors/registry.ts';
import { renderStageTable } from './render-stage-table.ts';
import { replaceMarked } from './replace-marked.ts';

/** Each generated file with what it should hold, given what it holds. */
const documents: Readonly<Record<string, (before: string) => string>> = {
  '.env.example': () =>
    renderEnvExample([...Object.values(coreGroups), ...usageConnectors, ...cmdbConnectors]),
  'README.md': (before) => replaceMarked(before, 'stages', renderStageTable()),
};

const isCheck = process.argv.includes('--check');
const stale = Object.entries(documents).filter(([name, build]) => {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const after = build(before);
  if (after !== before && !isCheck) writeFileSync(path, after);
  return after !== before;
});

for (const [name] of stale)
  console.error(isCheck ? `${name} is not what "npm run docs:build" makes.` : `${name} written.`);
if (isCheck && stale.length > 0) process.exitCode = 1;
