import { writeFileSync } from 'node:fs';
import { coreGroups } from '../config/groups.ts';
import { renderEnvExample } from '../config/render-env-example.ts';
import { cmdbConnectors, usageConnectors } from '../connectors/registry.ts';

const groups = [...Object.values(coreGroups), ...usageConnectors, ...cmdbConnectors];
writeFileSync(new URL('../.env.example', import.meta.url), renderEnvExample(groups));
