import { ok, type Answer, type VendorRequest } from '../http/answer.ts';
import type { World, WorldApplication } from '../worlds/shape.ts';
import { refused } from './errors.ts';
import { renderXml } from './xml.ts';

/** `myaccount`: the id is text here, and the links say http whatever the controller speaks. */
export function answerMyAccount(world: World, request: VendorRequest): Answer {
  const { id, name } = world.account;
  const base = `http://${request.url.host}/controller/api/accounts/${id}`;
  const links = ['applications', 'licensemodules', 'users', 'apikey', 'access_token'];
  return ok({
    id: String(id),
    name,
    links: links.map((link) => ({ href: `${base}/${link}`, name: link })),
  });
}

/** The applications of the account API, whose ids are text. */
export function answerAccountApplications(world: World): Answer {
  const applications = world
    .applications()
    .map(({ id, name }) => ({ id: String(id), name, description: '' }));
  return ok({ applications, links: [] });
}

/** The REST lists, in XML unless JSON is asked for. Their ids are numbers. */
export function answerRestList(world: World, request: VendorRequest): Answer {
  const [, key, list] =
    /^\/controller\/rest\/applications(?:\/([^/]+)\/(tiers|nodes))?$/.exec(request.url.pathname) ?? [];
  if (key === undefined || list === undefined) {
    return listed(
      request,
      'application',
      world.applications().map((one) => applicationOf(world, one)),
    );
  }
  const application = findApplication(world, decodeURIComponent(key));
  if (!application) return refused(400, `Invalid application id ${key} is specified`);
  return list === 'tiers'
    ? listed(request, 'tier', [tierOf(application)])
    : listed(request, 'node', nodesOf(application));
}

function listed(request: VendorRequest, element: string, items: readonly object[]): Answer {
  if (/^json$/i.test(request.url.searchParams.get('output') ?? '')) return ok(items);
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: renderXml(`${element}s`, element, items),
  };
}

function findApplication(world: World, key: string): WorldApplication | undefined {
  return world.applications().find((one) => String(one.id) === key || one.name === key);
}

function applicationOf(world: World, { id, name }: WorldApplication): object {
  return { name, description: '', id, accountGuid: world.account.guid };
}

function tierOf(application: WorldApplication): object {
  const numberOfNodes = application.machines.length;
  const type = 'Application Server';
  return {
    agentType: 'APP_AGENT',
    description: '',
    id: application.id * 10,
    name: 'web',
    numberOfNodes,
    type,
  };
}

function nodesOf(application: WorldApplication): object[] {
  return application.machines.map((machineName, index) => ({
    agentType: 'APP_AGENT',
    appAgentPresent: true,
    appAgentVersion: 'Server Agent #25.4.0.37061',
    id: application.id * 100 + index,
    ipAddresses: null,
    machineAgentPresent: true,
    machineAgentVersion: 'Machine Agent v25.4.0-4712',
    machineId: application.id * 1000 + index,
    machineName,
    machineOSType: 'Linux',
    name: `${machineName}-node`,
    nodeUniqueLocalId: '',
    tierId: application.id * 10,
    tierName: 'web',
    type: 'Application Server',
  }));
}
