import { ok, type Answer, type VendorRequest } from '../http/answer.ts';
import type { LicensePackage, World, WorldApplication } from '../worlds/shape.ts';
import { forbidden, notSupportedForAgent, refused, type Permission } from './errors.ts';
import { answerGroupedUsage } from './grouped-usage.ts';
import { accountUsage, applicationUsage, type Readings } from './readings.ts';
import { answerAccountInfo, answerAllocations } from './rules.ts';
import { renderPackage } from './usage-points.ts';
import { intervalsOf, readWindow } from './usage-window.ts';

/** What an account is allowed and how it is licensed. */
export interface LicensingOptions {
  /** By vCPU, or by agents: then there is neither usage by application nor a mean, and packages have other names. */
  readonly model: 'infrastructure' | 'agent';
  /** What the API client may read. */
  readonly permissions: ReadonlySet<Permission>;
  /** How much of the sum of all rules is counted twice, because a host's agents use two rules; percent, rounded down. */
  readonly overlapPercent: number;
}

interface Route {
  readonly path: RegExp;
  readonly needs: Permission;
  /** Answered on agent-based accounts too. */
  readonly isForAgents: boolean;
  readonly answer: (world: World, request: VendorRequest, options: LicensingOptions, key: string) => Answer;
}

const root = '/controller/licensing/v1';

/** The first group is the account id; the second, where there is one, a license key or a kind of grouping. */
const routes: readonly Route[] = [
  route('/usage/account/([^/]+)', 'LICENSE_USAGE', true, answerAccountUsage),
  route('/usage/account/([^/]+)/allocation/([^/]+)', 'LICENSE_USAGE', false, answerAllocationUsage),
  route('/account/([^/]+)/allocation', 'LICENSE_RULE', false, answerAllocations),
  route('/account/([^/]+)/info', 'ACCOUNT_LICENSE', true, (world) => answerAccountInfo(world)),
  route(
    '/account/([^/]+)/grouped-usage/application/(by-id|by-name)',
    'ACCOUNT_LICENSE',
    false,
    answerGrouped,
  ),
];

/** The license API, or nothing when the path is none of its own. */
export function answerLicensing(
  world: World,
  request: VendorRequest,
  options: LicensingOptions,
): Answer | undefined {
  for (const { path, needs, isForAgents, answer } of routes) {
    const [matched, accountId, key = ''] = path.exec(request.url.pathname) ?? [];
    if (matched === undefined) continue;
    if (!/^\d+$/.test(accountId ?? '')) return refused(400, 'Account id must be a number');
    if (Number(accountId) !== world.account.id) return refused(404, `Account ${accountId} not found`);
    if (!options.permissions.has(needs)) return forbidden(needs, world.account.id);
    if (!isForAgents && options.model === 'agent') return notSupportedForAgent();
    return answer(world, request, options, decodeURIComponent(key));
  }
  return undefined;
}

function answerGrouped(world: World, request: VendorRequest, _: LicensingOptions, by: string): Answer {
  return answerGroupedUsage(world, request.url.searchParams, by === 'by-id' ? 'appId' : 'appName');
}

function answerAccountUsage(world: World, request: VendorRequest, options: LicensingOptions): Answer {
  return answerUsage(world, request, options, {
    packages: world.packages,
    usageOn: accountUsage(world, options.overlapPercent),
  });
}

function answerAllocationUsage(
  world: World,
  request: VendorRequest,
  options: LicensingOptions,
  key: string,
): Answer {
  const application = world.applications().find((one) => one.licenseKey === key);
  if (!application) return refused(404, 'License rule not found');
  return answerUsage(world, request, options, {
    packages: world.packagesOf(application.id),
    usageOn: applicationUsage(world, application),
    application,
  });
}

interface Subject {
  readonly packages: readonly LicensePackage[];
  readonly usageOn: Readings;
  readonly application?: WorldApplication;
}

function answerUsage(
  world: World,
  request: VendorRequest,
  options: LicensingOptions,
  subject: Subject,
): Answer {
  const query = request.url.searchParams;
  const window = readWindow(query);
  if (typeof window === 'string') return refused(400, window);

  const intervals = [...intervalsOf(window, world.firstDay, world.lastDay)];
  const isAgentBased = options.model === 'agent';
  const packages = namedPackages(subject.packages, isAgentBased).map(([name, members]) =>
    renderPackage(members, name, {
      granularityMinutes: window.granularityMinutes,
      intervals,
      hasEntityTypes: query.get('includeEntityTypes') === 'true',
      hasAverage: !isAgentBased,
      usageOn: subject.usageOn,
    }),
  );
  const { account } = world;
  if (!subject.application) return ok({ accountId: account.id, packages });
  const { ruleId: id, name, licenseKey } = subject.application;
  return ok({ accountId: account.id, licenseRule: { id, name, licenseKey }, packages });
}

/** Agent-based accounts know no editions: what differs by edition alone becomes one package. */
function namedPackages(
  packages: readonly LicensePackage[],
  isAgentBased: boolean,
): [string, LicensePackage[]][] {
  const groups = new Map<string, LicensePackage[]>();
  for (const one of packages) {
    const name = isAgentBased ? one.agentBasedName : one.name;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups];
}

function route(path: string, needs: Permission, isForAgents: boolean, answer: Route['answer']): Route {
  return { path: new RegExp(`^${root}${path}$`), needs, isForAgents, answer };
}
