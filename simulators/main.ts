import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startVendors } from './start.ts';
import { createWorld, isWorldName, worldNames } from './world.ts';

const help = `Starts simulated vendors on 127.0.0.1, prints the environment that a worker needs, and stays up.

  node --import tsx simulators/main.ts --world NAME [--clock YYYY-MM-DD] [--seed NUMBER]

  --world   ${worldNames.join(' or ')}
  --clock   what the vendors take for today; the day after the world's last unless given
  --seed    another world of the same kind
`;

const { values } = parseArgs({
  options: {
    world: { type: 'string', default: 'design' },
    clock: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const seed = values.seed === undefined ? undefined : Number(values.seed);

if (values.help || !isWorldName(values.world) || Number.isNaN(seed)) {
  process.stdout.write(help);
  process.exitCode = values.help ? 0 : 1;
} else {
  const world = createWorld(values.world, seed);
  if (values.clock !== undefined) world.clock.set(values.clock);
  const vendors = await startVendors({ world });
  for (const [name, value] of Object.entries(vendors.env)) process.stdout.write(`${name}=${value}\n`);

  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  await vendors.close();
}
