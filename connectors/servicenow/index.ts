import type { CmdbSource, Connector } from '../connector.ts';
import { ServiceNowClient } from './client.ts';
import { settings, targetOf } from './settings.ts';
import { ServiceNowSource } from './source.ts';

/** Services, servers and relations from a ServiceNow CMDB. */
export const servicenow: Connector<'cmdb', CmdbSource, typeof settings> = {
  id: 'servicenow',
  kind: 'cmdb',
  title: 'ServiceNow',
  settings,
  secrets: ['SN_PASS', 'SN_CLIENT_SECRET'],

  connect(given, tools) {
    const target = targetOf(given);
    return new ServiceNowSource(target, new ServiceNowClient(target, tools));
  },

  async probe(given, tools) {
    const target = targetOf(given);
    const table = given.SERVICENOW_SERVICE_TABLE;
    const count = await new ServiceNowClient(target, tools).count(table);
    return `ServiceNow at ${target.instance}, ${count ?? 'an unknown number of'} rows in ${table}`;
  },
};
