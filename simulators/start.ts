import { startAppDynamics, type AppDynamicsOptions, type AppDynamicsSimulator } from './appdynamics/start.ts';
import { startServiceNow, type ServiceNowOptions, type ServiceNowSimulator } from './servicenow/start.ts';
import { startSsm, type SsmOptions, type SsmSimulator } from './ssm/start.ts';
import type { World } from './worlds/shape.ts';

interface VendorsOptions {
  readonly world: World;
  readonly appdynamics?: Omit<AppDynamicsOptions, 'world'>;
  readonly servicenow?: Omit<ServiceNowOptions, 'world'>;
  /** Its parameters stand beside those of the vendors, e.g. DB_PASSWORD. */
  readonly ssm?: Partial<SsmOptions>;
}

/** Three vendors of one world. */
export interface Vendors {
  readonly world: World;
  readonly appdynamics: AppDynamicsSimulator;
  readonly servicenow: ServiceNowSimulator;
  readonly ssm: SsmSimulator;
  /** What a worker needs in its environment; it finds the secrets in the Parameter Store. */
  readonly env: Readonly<Record<string, string>>;
  /** The secrets, for those who do without the Parameter Store. */
  readonly secrets: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts AppDynamics, ServiceNow and the Parameter Store on 127.0.0.1; when one cannot start, none is left running. */
export async function startVendors(options: VendorsOptions): Promise<Vendors> {
  const { world } = options;
  const started: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.close()));
  };
  const keep = <Server extends { close(): Promise<void> }>(server: Server): Server => {
    started.push(server);
    return server;
  };

  try {
    const appdynamics = keep(await startAppDynamics({ ...options.appdynamics, world }));
    const servicenow = keep(await startServiceNow({ ...options.servicenow, world }));
    const settings = settingsOf(world, appdynamics, servicenow);
    const secrets = { APPD_CLIENT_SECRET: appdynamics.clientSecret, SN_PASS: servicenow.password };
    const parameters = { ...settings, ...secrets, ...options.ssm?.parameters };
    const ssm = keep(await startSsm({ ...options.ssm, parameters }));
    return {
      world,
      appdynamics,
      servicenow,
      ssm,
      env: { ...settings, ...awsSettings(ssm) },
      secrets,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function settingsOf(
  world: World,
  appdynamics: AppDynamicsSimulator,
  servicenow: ServiceNowSimulator,
): Record<string, string> {
  return {
    APPD_CONTROLLER: appdynamics.url,
    APPD_ACCOUNT: world.account.name,
    APPD_CLIENT_ID: appdynamics.clientId,
    SN_INSTANCE: servicenow.url,
    SN_USER: servicenow.user,
  };
}

function awsSettings(ssm: SsmSimulator): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SSM: ssm.url,
    AWS_REGION: ssm.region,
    AWS_ACCESS_KEY_ID: ssm.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ssm.secretAccessKey,
    SSM_PATH: ssm.path,
  };
}
