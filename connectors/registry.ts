import { ConfigError } from '../pipeline/errors.ts';
import { appdynamics } from './appdynamics/index.ts';
import type { CmdbSource, Connector, UsageSource } from './connector.ts';
import { servicenow } from './servicenow/index.ts';

/** Every tool that reports license usage. A new one is a folder and a line here. */
export const usageConnectors: readonly Connector<'usage', UsageSource>[] = [appdynamics];

/** Every CMDB. */
export const cmdbConnectors: readonly Connector<'cmdb', CmdbSource>[] = [servicenow];

/**
 * The monitoring tool with this id.
 *
 * @throws ConfigError that lists the known ids.
 */
export function usageConnector(id: string): Connector<'usage', UsageSource> {
  return pick(id, usageConnectors, 'monitoring tool');
}

/**
 * The CMDB with this id.
 *
 * @throws ConfigError that lists the known ids.
 */
export function cmdbConnector(id: string): Connector<'cmdb', CmdbSource> {
  return pick(id, cmdbConnectors, 'CMDB');
}

function pick<One extends { readonly id: string }>(id: string, all: readonly One[], kind: string): One {
  const found = all.find((connector) => connector.id === id);
  if (found) return found;
  throw new ConfigError([`"${id}" is no ${kind}; known: ${all.map((connector) => connector.id).join(', ')}`]);
}
