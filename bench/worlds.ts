import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { prepareWarehouse } from '../demo/prepare-warehouse.ts';
import { createStopAll } from '../demo/services/stop-all.ts';
import { startEverything, type Surroundings } from '../demo/start-everything.ts';
import { startWorker } from '../demo/start-worker.ts';
import { addDays } from '../pipeline/days.ts';
import type { Database } from '../repositories/database.ts';
import { createWorld, type World, type WorldName } from '../simulators/world.ts';
import type { Bench } from './bench.ts';
import { measure, type Measure } from './measure.ts';
import { runPipeline } from './support/run-pipeline.ts';

/** Seconds for all days of a world at once. */
const goals = { design: 3, enterprise: 20 } as const;

/**
 * The seven stages over all days of a world, as the demo starts everything and with both rate limits lifted: the worker is
 * warm, the database is empty.
 */
export async function worlds(bench: Bench): Promise<readonly Measure[]> {
  const measures: Measure[] = [];
  for (const name of ['design', 'enterprise'] as const) measures.push(await measureWorld(name, bench));
  return measures;
}

async function measureWorld(name: WorldName, bench: Bench): Promise<Measure> {
  const services = bench.services.add(`world ${name}`, createStopAll());
  const world = createWorld(name);
  const surroundings = await startEverything(world, `${bench.folder}/${name}`, services, bench.say);
  services.add('the worker', await startWorker(surroundings.env, bench.folder));
  const { address, namespace } = surroundings.temporal;
  const connection = await Connection.connect({ address });
  services.add('the connection to Temporal', { stop: () => connection.close() });
  const client = new Client({ connection, namespace });

  const values: number[] = [];
  for (let round = 0; round <= bench.sizes.rounds; round += 1) {
    const database = await openAfresh(surroundings, world);
    const { seconds, stages } = await runPipeline(client, orderOf(world));
    bench.say(`${name}, ${round === 0 ? 'warm-up' : `round ${round}`}: ${seconds.toFixed(2)} s: ${stages}`);
    await refuseEmpty(database);
    await database.close();
    if (round > 0) values.push(seconds);
  }
  await services.stop();
  return measure({ id: `world-${name}`, unit: 's', values, goal: { limit: goals[name], on: 'value' } });
}

function orderOf({ firstDay, lastDay }: World) {
  const date = addDays(lastDay, 1);
  return { date, from: firstDay, to: lastDay, trigger: 'manual', startedBy: 'bench' } as const;
}

/** An empty warehouse under the name that the worker knows; it connects again by itself. */
async function openAfresh({ postgres }: Surroundings, world: World): Promise<Database> {
  const client = new pg.Client({ connectionString: postgres.urlOf('postgres') });
  await client.connect();
  try {
    await client.query(`drop database ${postgres.database} with (force)`);
    await client.query(`create database ${postgres.database}`);
  } finally {
    await client.end();
  }
  return prepareWarehouse(postgres, world);
}

/** A run that found nothing to do is fast and worthless. */
async function refuseEmpty(database: Database): Promise<void> {
  const { rows } = await database.one<{ rows: number }>('counting chargeback', countLines);
  if (rows === 0)
    throw new Error('The run wrote no chargeback, expected one line per application and month.');
}

const countLines = 'select count(*)::integer as rows from chargeback_fact';
