import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../../pipeline/errors.ts';
import type { Connector, UsageSource } from '../connector.ts';
import { AppDynamicsClient } from './client.ts';
import { readPackageMap, type PackageMap } from './package-map.ts';
import { settings, targetOf } from './settings.ts';
import { AppDynamicsSource } from './source.ts';

/** License usage from an AppDynamics controller (Splunk AppDynamics). */
export const appdynamics: Connector<'usage', UsageSource, typeof settings> = {
  id: 'appdynamics',
  kind: 'usage',
  title: 'AppDynamics',
  settings,
  secrets: ['APPD_CLIENT_SECRET'],

  connect(given, tools) {
    const target = targetOf(given);
    const map = loadPackageMap(given.APPD_PACKAGE_MAP);
    return new AppDynamicsSource(target, new AppDynamicsClient(target, tools), map, tools);
  },

  async probe(given, tools) {
    const target = targetOf(given);
    const { version } = loadPackageMap(given.APPD_PACKAGE_MAP);
    const account = await new AppDynamicsClient(target, tools).account();
    return `AppDynamics account ${account.name ?? account.id} (${account.id}) at ${target.instance}, package map version ${version}`;
  },
};

/** The seeded map, seen from the sources and from a compiled copy one folder deeper. */
const seededMaps = ['../../config/seed/package-map.csv', '../../../config/seed/package-map.csv'];

function loadPackageMap(path: string | undefined): PackageMap {
  const seeded = seededMaps.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = path ?? seeded.find((place) => existsSync(place)) ?? '';
  if (!existsSync(file)) throw new ConfigError([`APPD_PACKAGE_MAP: there is no file "${path ?? seeded[0]}"`]);
  return readPackageMap(readFileSync(file, 'utf8'), path ?? 'config/seed/package-map.csv');
}
