import { addDays } from '../../pipeline/days.ts';
import { ok, type Answer, type VendorRequest } from '../http/answer.ts';
import type { World, WorldApplication } from '../worlds/shape.ts';

/** License rules, one per application, narrowed by `name`, `license-key` or `tag`. */
export function answerAllocations(world: World, request: VendorRequest): Answer {
  const query = request.url.searchParams;
  const [name, key, tag] = [query.get('name'), query.get('license-key'), query.get('tag')];
  const rules = world
    .applications()
    // No rule carries a tag.
    .filter(
      (one) =>
        tag === null && (name === null || one.name === name) && (key === null || one.licenseKey === key),
    )
    .map((one) => ruleOf(world, one));
  return ok(rules);
}

/** What the account has bought. Units arrive as text for some packages, as numbers for others. */
export function answerAccountInfo(world: World): Answer {
  const startDate = `${world.firstDay}T00:00:00Z`;
  const expirationDate = `${addDays(world.lastDay, 365)}T00:00:00Z`;
  const packages = world.packages.map(({ name, family, edition }, index) => ({
    packageName: name,
    type: 'PAID',
    kind: 'INFRASTRUCTURE_BASED',
    family,
    licenseUnits: index % 2 === 0 ? 100_000 : '100000',
    startDate,
    expirationDate,
    properties: { edition, expirationDate, numberOfUnits: '' },
  }));
  return ok({ accountId: world.account.id, packages, properties: { edition: 'PEAK' } });
}

function ruleOf(world: World, application: WorldApplication): object {
  const createdDate = `${world.firstDay}T00:00:00Z`;
  return {
    id: application.ruleId,
    accountId: world.account.id,
    name: application.name,
    licenseKey: application.licenseKey,
    filters: [
      {
        id: `${application.ruleId}-filter`,
        type: 'APPLICATION',
        operator: 'ID_EQUALS',
        value: String(application.id),
      },
    ],
    limits: world.packagesOf(application.id).map((one) => ({
      id: `${application.ruleId}-${one.name}`,
      package: one.name,
      units: 5000,
    })),
    tags: [],
    createdDate,
    lastUpdatedDate: createdDate,
    disabled: false,
  };
}
