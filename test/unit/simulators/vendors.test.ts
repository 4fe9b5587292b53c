import { expect, test } from '@jest/globals';
import { startVendors } from '../../../simulators/start.ts';
import { createWorld } from '../../../simulators/world.ts';

test('three vendors start on the loopback address and say what a worker needs', async () => {
  const vendors = await startVendors({
    world: createWorld('design'),
    ssm: { parameters: { DB_PASSWORD: 'x' } },
  });
  try {
    expect(Object.keys(vendors.env).sort()).toEqual([
      'APPD_ACCOUNT',
      'APPD_CLIENT_ID',
      'APPD_CONTROLLER',
      'AWS_ACCESS_KEY_ID',
      'AWS_ENDPOINT_URL_SSM',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'SN_INSTANCE',
      'SN_USER',
      'SSM_PATH',
    ]);
    for (const name of ['APPD_CONTROLLER', 'SN_INSTANCE', 'AWS_ENDPOINT_URL_SSM']) {
      expect(vendors.env[name]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    }
    for (const [name, value] of Object.entries({ ...vendors.secrets, DB_PASSWORD: 'x' })) {
      expect(vendors.ssm.store.find(`${vendors.env['SSM_PATH']}${name}`)).toMatchObject({
        value,
        type: 'SecureString',
      });
    }
  } finally {
    await vendors.close();
  }
});

test('when a port is taken none of the vendors stays', async () => {
  const first = await startVendors({ world: createWorld('design') });
  const port = Number(new URL(first.servicenow.url).port);
  await expect(startVendors({ world: createWorld('design'), servicenow: { port } })).rejects.toThrow(
    /EADDRINUSE/,
  );
  await first.close();
  await expect(fetch(first.appdynamics.url)).rejects.toThrow();
});
