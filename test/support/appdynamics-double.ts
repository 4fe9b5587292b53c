import type { Reply, Seen } from './http-server.ts';

/** A license rule of the double: whose it is, its key, and its packages. */
export interface RuleDouble {
  readonly id: string;
  readonly licenseKey: string;
  readonly filters: readonly { type: string; operator: string; value: string }[];
  readonly packages: unknown;
}

export interface AppDynamicsWorld {
  readonly applications?: unknown;
  readonly rules?: readonly RuleDouble[];
  readonly accountPackages?: unknown;
  readonly info?: unknown;
  readonly tokenLifeSeconds?: number;
  /** Nodes by application id. */
  readonly nodes?: Readonly<Record<string, unknown>>;
}

/** A package with one usage in license units. */
export function packageOf(name: string, data: unknown, granularityInMinutes = 1440): unknown {
  return { name, unitUsages: [{ usageType: 'LICENSE_UNIT', granularityInMinutes, data }] };
}

/** A usage point. */
export function pointAt(
  timestamp: string,
  max: unknown,
  avg: unknown = max,
  nodes?: readonly number[],
): unknown {
  const registrations = nodes?.map((count) => ({
    entityType: 'Agent',
    registered: { min: 0, max: count, avg: 0, count: 1 },
  }));
  return {
    timestamp,
    provisioned: { min: 9, max: 9, avg: 9, count: 1 },
    used: { min: 0, max, avg, count: 288 },
    ...(registrations && { registrations }),
  };
}

/** Application 7 with one rule and two days of one package. */
export const smallWorld: AppDynamicsWorld = {
  applications: [{ id: 7, name: 'Shop', description: '', accountGuid: 'a' }],
  rules: [
    {
      id: 'r7',
      licenseKey: 'key-of-rule-seven',
      filters: [{ type: 'APPLICATION', operator: 'ID_EQUALS', value: '7' }],
      packages: [
        packageOf('APM_PEAK', [
          pointAt('2025-11-01T00:00:00Z', 10, 4),
          pointAt('2025-11-02T00:00:00Z', 12, 5),
        ]),
      ],
    },
  ],
};

/** Answers as a controller would. */
export function appDynamicsDouble(world: AppDynamicsWorld): (seen: Seen) => Reply {
  let tokens = 0;
  return ({ path }) => {
    const licensing = '/controller/licensing/v1';
    if (path === '/controller/api/oauth/access_token') {
      return {
        json: { access_token: `token-number-${++tokens}`, expires_in: world.tokenLifeSeconds ?? 300 },
      };
    }
    if (path === '/controller/api/accounts/myaccount')
      return { json: { id: '23511', name: 'acme', links: [] } };
    if (path === '/controller/rest/applications') return { json: world.applications ?? [] };
    const nodesOf = /^\/controller\/rest\/applications\/([^/]+)\/nodes$/.exec(path)?.[1];
    if (nodesOf !== undefined) return { json: world.nodes?.[nodesOf] ?? [] };
    if (path === `${licensing}/account/23511/info`)
      return { json: world.info ?? { accountId: 23511, packages: [] } };
    if (path === `${licensing}/account/23511/allocation`) {
      return {
        json: (world.rules ?? []).map((rule) => ({ ...rule, name: `Rule ${rule.id}`, packages: undefined })),
      };
    }
    if (path === `${licensing}/usage/account/23511`) {
      return { json: { accountId: 23511, packages: world.accountPackages ?? [] } };
    }
    const key = path.replace(`${licensing}/usage/account/23511/allocation/`, '');
    const rule = (world.rules ?? []).find((one) => one.licenseKey === key);
    if (!rule) return { status: 404, json: { errorMessage: 'No such resource' } };
    return {
      json: { accountId: 23511, licenseRule: { id: rule.id, licenseKey: key }, packages: rule.packages },
    };
  };
}
