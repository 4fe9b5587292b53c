import type { SourceName } from '../../connectors/connector.ts';
import { addDays } from '../../pipeline/days.ts';
import type { RunSlice } from '../../pipeline/run.ts';
import { createApplications } from '../../repositories/applications.ts';
import type { Database } from '../../repositories/database.ts';
import { createRuns } from '../../repositories/runs.ts';
import { capabilityCodes, priceChangeDay, tiers, type UsagePlan } from './usage-plan.ts';

export const benchSource: SourceName = { tool: 'appdynamics', instance: 'bench' };

/** The ids that usage refers to. */
export interface Dimensions {
  readonly run: RunSlice;
  readonly appIds: readonly number[];
  readonly capabilityIds: readonly number[];
}

/** Applications, prices, a run and its monthly partitions: everything that usage needs before its first row. */
export async function fillDimensions(database: Database, plan: UsagePlan): Promise<Dimensions> {
  const registry = createApplications(database);
  const codes = await registry.capabilities(benchSource.tool, capabilityCodes);
  const capabilityIds = capabilityCodes.map((code) => codes.get(code) ?? 0);
  await database.run('adding prices', insertPrices, [capabilityIds, tiers, priceChangeDay]);
  const run = await openRun(database, plan);
  const listed = Array.from({ length: plan.applications }, (_, index) => ({
    nativeId: String(index + 1),
    name: `application ${index + 1}`,
  }));
  const known = await registry.register(benchSource, run.runId, listed);
  return { run, appIds: known.map(({ appId }) => appId), capabilityIds };
}

function openRun(database: Database, { days }: UsagePlan): Promise<RunSlice> {
  const [from = '', to = ''] = [days[0], days.at(-1)];
  return createRuns(database).open(
    { date: addDays(to, 1), from, to, trigger: 'manual', startedBy: 'bench' },
    { workflowId: 'bench', workflowRunId: 'bench', codeVersion: 'bench', configVersion: 'bench' },
  );
}

const insertPrices = `
  insert into price_config (capability_id, tier, unit_rate, start_date, end_date)
  select capability_id, tier, 1.25 + capability_id * 0.5, span.first_day, span.end_day
  from   unnest($1::integer[]) as c(capability_id)
  cross  join unnest($2::text[]) as t(tier)
  cross  join (values (date '2020-01-01', $3::date), ($3::date, null)) as span(first_day, end_day)`;
