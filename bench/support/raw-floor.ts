import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { benchSource, type Dimensions } from './fill-dimensions.ts';
import { usageBatches, type UsagePlan } from './usage-plan.ts';

const chunkBytes = 1 << 16;

/** The rows as COPY reads them, encoded before any clock starts. */
export function encodeUsage(plan: UsagePlan, { run, appIds, capabilityIds }: Dimensions): readonly Buffer[] {
  const { tool, instance } = benchSource;
  const chunks: Buffer[] = [];
  let chunk = '';
  for (const { rows } of usageBatches(plan, appIds, capabilityIds)) {
    for (const { appId, capabilityId, tier, units, unitsAverage, nodeCount, day } of rows) {
      chunk += `${appId}\t${capabilityId}\t${run.runId}\t${tool}\t${instance}\t${tier}\t${units}\t${unitsAverage}\t${nodeCount}\t${day}\n`;
      if (chunk.length < chunkBytes) continue;
      chunks.push(Buffer.from(chunk));
      chunk = '';
    }
  }
  return [...chunks, Buffer.from(chunk)];
}

/** One COPY into the partitioned table and one INSERT of its cost, in one transaction: what no loader can do without. */
export async function loadRaw(url: string, encoded: readonly Buffer[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    await pipeline(Readable.from(encoded), client.query(copyFrom(copyUsage)));
    await client.query(insertCost);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** Takes the foreign keys of usage and cost away; partitions, keys, indexes and value rules stay. */
export async function dropForeignKeys(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(dropKeys);
  } finally {
    await client.end();
  }
}

const copyUsage = `
  copy license_usage_fact (app_id, capability_id, run_id, tool, instance, tier, units_consumed, units_average, node_count, ts)
  from stdin`;

const insertCost = `
  insert into license_cost_fact (tool, instance, app_id, capability_id, tier, ts, price_id, currency, unit_rate, units,
                                 cost_exact, usd_cost, run_id)
  select u.tool, u.instance, u.app_id, u.capability_id, u.tier, u.ts, p.price_id, p.currency, p.unit_rate, u.units_consumed,
         round(u.units_consumed * p.unit_rate, 8), round(u.units_consumed * p.unit_rate, 2), u.run_id
  from   license_usage_fact u
  join   price_config p on p.capability_id = u.capability_id and p.tier = u.tier
                       and u.ts >= p.start_date and (p.end_date is null or u.ts < p.end_date)`;

const dropKeys = `
  do $$
  declare key record;
  begin
    for key in select conname, conrelid::regclass as fact from pg_constraint
               where contype = 'f' and conparentid = 0
               and conrelid in ('license_usage_fact'::regclass, 'license_cost_fact'::regclass)
    loop
      execute format('alter table %s drop constraint %I', key.fact, key.conname);
    end loop;
  end $$`;
