import { addDays } from '../../pipeline/days.ts';
import { ok, type Answer } from '../http/answer.ts';
import type { World, WorldApplication } from '../worlds/shape.ts';
import { refused } from './errors.ts';

/** How things stand now, by application: a map whose keys are ids, and only of those that use anything. */
export function answerGroupedUsage(world: World, query: URLSearchParams, by: 'appId' | 'appName'): Answer {
  const asked = new Set(query.getAll(by));
  if (asked.size === 0) return refused(400, `${by} is required`);

  const hasAgents = query.get('includeAgents') === 'true';
  const found = world
    .applications()
    .filter((one) => asked.has(by === 'appId' ? String(one.id) : one.name))
    .map((one) => ({ application: one, vCpu: unitsNow(world, one) }))
    .filter((one) => one.vCpu > 0);
  const items = found.map(({ application, vCpu }): [number, object] => [
    application.id,
    itemOf(application, vCpu, hasAgents),
  ]);
  const vCpuTotal = found.reduce((sum, one) => sum + one.vCpu, 0);
  return ok({ vCpuTotal, fallbackLicenseUnits: {}, items: Object.fromEntries<object>(items) });
}

function unitsNow(world: World, application: WorldApplication): number {
  const yesterday = addDays(world.clock.today(), -1);
  return world
    .packagesOf(application.id)
    .reduce((sum, one) => sum + (world.usageOn(application.id, one.name, yesterday)?.units ?? 0), 0);
}

function itemOf(application: WorldApplication, vCpu: number, hasAgents: boolean): object {
  const agents = hasAgents ? [{ type: 'APP_AGENT', version: null, licenseKey: application.licenseKey }] : [];
  const share = Math.floor(vCpu / Math.max(1, application.machines.length));
  const hosts = application.machines.map((host, index): [string, object] => {
    // The first machine carries what does not divide evenly.
    const own = index === 0 ? vCpu - share * (application.machines.length - 1) : share;
    const nodes = [{ nodeName: `${host}-node` }];
    return [host, { host, vCpu: own, nodes, containers: [], agents, fallbackLicenseUnits: {} }];
  });
  return {
    appId: application.id,
    appName: application.name,
    vCpu,
    nodes: application.machines.map((machine) => ({ nodeName: `${machine}-node` })),
    containers: [],
    agents,
    hosts: { vCpuTotal: vCpu, items: Object.fromEntries<object>(hosts) },
  };
}
